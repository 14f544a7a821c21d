/** Interfaces of the Exchange protocol documents; `published.ts` says how a line is read. */
export const exchange = `
# MS-NSPI Name Service Provider Interface (NSPI) Protocol
f5cc5a18-4264-101a-8c59-08002b2f8426 56.0 nspi nspi NSPI
 NspiBind NspiUnbind NspiUpdateStat NspiQueryRows NspiSeekEntries NspiGetMatches NspiResortRestriction NspiDNToMId
 NspiGetPropList NspiGetProps NspiCompareMIds NspiModProps NspiGetSpecialTable NspiGetTemplateInfo NspiModLinkAtt
 NspiDeleteEntries NspiQueryColumns NspiGetNamesFromIDs NspiGetIDsFromNames NspiResolveNames NspiResolveNamesW
# MS-OXABREF Address Book Name Service Provider Interface (NSPI) Referral Protocol
1544f5e0-613c-11d1-93df-00c04fd7bd09 1.0 rfri rfr RFR
 RfrGetNewDSA RfrGetFQDNFromServerDN
# MS-OXCRPC Wire Format Protocol
a4f1db00-ca47-1067-b31f-00dd010662da 0.81 emsmdb mapi MAPI
 EcDoConnect EcDoDisconnect EcDoRpc EcGetMoreRpc EcRRegisterPushNotification EcRUnregisterPushNotification EcDummyRpc
 EcRGetDCName EcRNetGetDCName EcDoRpcExt EcDoConnectEx EcDoRpcExt2 - - EcDoAsyncConnectEx
5261574a-4572-206e-b268-6b199213b4e4 0.1 asyncemsmdb
 EcDoAsyncWaitEx
`;
