/** Interfaces that other standards and programs have published; `published.ts` says how a line is read. */
export const others = `
# C706 DCE 1.1: Remote Procedure Call
333a2276-0000-0000-0d00-00809c000000 3.0 conv conv CONV
 conv_who_are_you conv_who_are_you2 conv_are_you_there conv_who_are_you_auth conv_who_are_you_auth_more
4a967f14-3000-0000-0d00-012882000000 1.0 convc
 convc_indy
# IEC-61158-6-10 PROFINET IO
dea00001-6c97-11d1-8271-00a02442df7d 1.0 PNIO_Device pn_io_device/pn_io PNIO-CM
 Connect Release Read Write Control ReadImplicit
dea00002-6c97-11d1-8271-00a02442df7d 1.0 PNIO_Controller pn_io_controller/pn_io PNIO-CM
 Connect Release Read Write Control ReadImplicit
dea00003-6c97-11d1-8271-00a02442df7d 1.0 PNIO_Supervisor pn_io_supervisor/pn_io PNIO-CM
 Connect Release Read Write Control ReadImplicit
dea00004-6c97-11d1-8271-00a02442df7d 1.0 PNIO_ParameterServer pn_io_parameterserver/pn_io PNIO-CM
 Connect Release Read Write Control ReadImplicit
# macOS Spotlight over SMB
885d85fb-c754-4062-a0e7-6872ce0064f4 2.0 mdssvc mdssvc MDSSVC
 mdssvc_open mdssvc_unknown1 mdssvc_cmd mdssvc_close
# Windows Windows system services without a document of their own
621dff68-3c39-4c6c-aae3-e68e2c6503ad 1.0 winwzc wzcsvc WZCSVC
 EnumInterfaces QueryInterface SetInterface RefreshInterface QueryContext SetContext EapolUIResponse
 EapolGetCustomAuthData EapolSetCustomAuthData EapolGetInterfaceParams EapolSetInterfaceParams
 EapolReAuthenticateInterface EapolQueryInterfaceState OpenWZCDbLogSession CloseWZCDbLogSession EnumWZCDbLogRecords
 FlushWZCdbLog GetWZCDbLogRecord
8d9f4e40-a03d-11ce-8f69-08003e30051b 1.0 pnp pnp PNP
 PNP_Disconnect PNP_Connect PNP_GetVersion PNP_GetGlobalState PNP_InitDetection PNP_ReportLogOn
 PNP_ValidateDeviceInstance PNP_GetRootDeviceInstance PNP_GetRelatedDeviceInstance PNP_EnumerateSubKeys
 PNP_GetDeviceList PNP_GetDeviceListSize PNP_GetDepth PNP_GetDeviceRegProp PNP_SetDeviceRegProp PNP_GetClassInstance
 PNP_CreateKey PNP_DeleteRegistryKey PNP_GetClassCount PNP_GetClassName PNP_DeleteClassKey
 PNP_GetInterfaceDeviceAlias PNP_GetInterfaceDeviceList PNP_GetInterfaceDeviceListSize
 PNP_RegisterDeviceClassAssociation PNP_UnregisterDeviceClassAssociation PNP_GetClassRegProp PNP_SetClassRegProp
 PNP_CreateDevInst PNP_DeviceInstanceAction PNP_GetDeviceStatus PNP_SetDeviceProblem PNP_DisableDevInst
 PNP_UninstallDevInst PNP_AddID PNP_RegisterDriver PNP_QueryRemove PNP_RequestDeviceEject PNP_IsDockStationPresent
 PNP_RequestEjectPC PNP_HwProfFlags PNP_GetHwProfInfo PNP_AddEmptyLogConf PNP_FreeLogConf PNP_GetFirstLogConf
 PNP_GetNextLogConf PNP_GetLogConfPriority PNP_AddResDes PNP_FreeResDes PNP_GetNextResDes PNP_GetResDesData
 PNP_GetResDesDataSize PNP_ModifyResDes PNP_DetectResourceConflict PNP_QueryResConfList PNP_SetHwProf
 PNP_QueryArbitratorFreeData PNP_QueryArbitratorFreeSize PNP_RunDetection PNP_RegisterNotification
 PNP_UnregisterNotification
b196b283-bab4-101a-b69c-00aa00341d07 0.0 IProvideClassInfo:IUnknown provideclassinfo
 GetClassInfo
`;
