/**
 * What rides on MS-WDSC: endpoints, their operations, and the variables that each needs. The multicast transfer of
 * MS-WDSMT runs on UDP of its own; its session is asked for by MS-WDSMSI's operation here.
 */

/** Base types as the documents abbreviate them. */
export type TypeName = 'BYTE' | 'USHORT' | 'ULONG' | 'ULONG64' | 'STRING' | 'WSTRING' | 'BLOB';

export interface KnownVariable {
  readonly name: string;
  readonly type: TypeName;
}

export interface Operation {
  readonly code: number;
  readonly name: string;
  readonly document: string;
  readonly section: string;
  /** Variables that must be there; others may be. */
  readonly request: readonly KnownVariable[];
  readonly reply: readonly KnownVariable[];
  /** Clients must have authenticated. */
  readonly authenticated: boolean;
}

export interface Endpoint {
  readonly guid: string;
  readonly name: string;
  readonly document: string;
  readonly operations: readonly Operation[];
}

/** 'VERSION:ULONG CLIENT_MAC:WSTRING' to a list. */
const list = (text: string): KnownVariable[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((it) => {
      const [name = '', type = ''] = it.split(':');
      return { name, type: type as TypeName };
    });

const operation =
  (document: string) =>
  (
    code: number,
    name: string,
    section: string,
    access: 'open' | 'auth',
    request: string,
    reply: string,
  ): Operation => ({
    code,
    name,
    document,
    section,
    authenticated: access === 'auth',
    request: list(request),
    reply: list(reply),
  });

const osd = operation('MS-WDSOSD');
const msi = operation('MS-WDSMSI');

const VERSION = 'VERSION:ULONG';
const CLIENT = 'CLIENT_MAC:WSTRING CLIENT_GUID:WSTRING';

const drivers = [
  osd(
    0xc8,
    'DDP_OP_GET_MACHINE_DRIVER_PACKAGES',
    '2.2.7',
    'auth',
    'MA:BLOB DpF:ULONG Mi.TOSI.OSVM:ULONG Mi.TOSI.OSVMn:ULONG Mi.TOSI.Bn:ULONG Mi.TOSI.Sb:ULONG Mi.TOSI.Ar:ULONG ' +
      'Mi.TOSI.Ed:WSTRING Mi.TOSI.Lp.Cnt:ULONG Mi.SMBI.MR:WSTRING Mi.SMBI.BD:WSTRING Mi.SMBI.BV:WSTRING ' +
      'Mi.SMBI.CU:WSTRING Mi.SMBI.CS.Cnt:ULONG Mi.D.Cnt:ULONG',
    'DpC:ULONG',
  ),
];

const ENDPOINTS: readonly Endpoint[] = [
  {
    guid: 'd8deeb5a-effd-43b2-99fc-1a8a5921c227',
    name: 'OS Deployment',
    document: 'MS-WDSOSD',
    operations: [
      osd(0x02, 'WDS_OP_IMG_ENUMERATE', '2.2.6', 'auth', VERSION, VERSION),
      osd(0x03, 'WDS_OP_LOG_INIT', '2.2.1', 'open', VERSION, `${VERSION} LOGLEVEL:ULONG TRANSACTION_ID:WSTRING`),
      osd(
        0x04,
        'WDS_OP_LOG_MSG',
        '2.2.2',
        'open',
        `${VERSION} MESSAGE_TYPE:ULONG ARCHITECTURE:ULONG CLIENT_ADDRESS:WSTRING CLIENT_UUID:WSTRING ` +
          'CLIENT_MAC:WSTRING TRANSACTION_ID:WSTRING',
        '',
      ),
      osd(
        0x05,
        'WDS_OP_GET_CLIENT_UNATTEND',
        '2.2.3',
        'open',
        `${VERSION} ARCHITECTURE:ULONG ${CLIENT}`,
        `${VERSION} FLAGS:ULONG`,
      ),
      osd(
        0x06,
        'WDS_OP_GET_UNATTEND_VARIABLES',
        '2.2.4',
        'auth',
        `${VERSION} ${CLIENT}`,
        `${VERSION} MACHINENAME:WSTRING MACHINEDOMAIN:WSTRING ORGNAME:WSTRING TIMEZONE:WSTRING`,
      ),
      osd(
        0x07,
        'WDS_OP_GET_DOMAIN_JOIN_INFORMATION',
        '2.2.5',
        'auth',
        `${VERSION} ${CLIENT}`,
        `${VERSION} FLAGS:ULONG MACHINEOU:WSTRING MACHINENAME:WSTRING MACHINEDOMAIN:WSTRING MACHINEDN:WSTRING ` +
          'FIRSTNAME:WSTRING LASTNAME:WSTRING',
      ),
      osd(0x08, 'WDS_OP_RESET_BOOT_PROGRAM', '2.2.10', 'auth', `${VERSION} CLIENT_MAC:WSTRING`, ''),
    ],
  },
  {
    guid: '1a927394-352e-4553-ae3f-7cf4aafca620',
    name: 'Dynamic Driver Provisioning',
    document: 'MS-WDSOSD',
    operations: drivers,
  },
  {
    // The document prints the RPC interface's UUID; deployed servers register this one.
    guid: '011d24ac-cb3a-4739-a339-5d2e1b5306ce',
    name: 'Dynamic Driver Provisioning (as deployed)',
    document: 'MS-WDSOSD',
    operations: drivers,
  },
  {
    guid: '1044dfb7-a36b-40c3-92bb-ac4152187cb3',
    name: 'Deployment Agent Metadata',
    document: 'MS-WDSOSD',
    operations: [
      osd(0x02, 'WDSDCMGR_OP_QUERY_METADATA', '2.2.9', 'open', 'Metadata.Count:ULONG', 'Metadata.Count:ULONG'),
    ],
  },
  {
    guid: '6f13a317-3687-4b54-81a5-504daa9062fa',
    name: 'Multicast Session Initiation',
    document: 'MS-WDSMSI',
    operations: [
      msi(
        0x06,
        'WDSMC_OP_INITIATE',
        '2.2.1',
        'auth',
        'Namespace:WSTRING Content:WSTRING Client:WSTRING',
        'TpMcAddress.Port:ULONG TpMcAddress.Address:BLOB TpUniAddress.Port:ULONG TpUniAddress.Address:BLOB ' +
          'SessionId:ULONG ContentSize:ULONG64 BlockSize:ULONG TotalBlocks:ULONG64 ContentMetadata:BLOB',
      ),
    ],
  },
];

const byGuid = new Map(ENDPOINTS.map((it) => [it.guid, it]));

export const endpointOf = (guid: string): Endpoint | undefined => byGuid.get(guid);

export const operationOf = (guid: string, opcode: number): Operation | undefined =>
  byGuid.get(guid)?.operations.find((it) => it.code === opcode);
