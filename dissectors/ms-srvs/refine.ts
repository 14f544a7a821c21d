import { bit, field, type Refinements } from '#sdk';
import { SERVER_TYPES } from '../smb1/keys.ts';
import { win32ErrorName } from '../win32-error/keys.ts';
import { srvs } from './spec.ts';

const status = { names: win32ErrorName, base: 'dec' } as const;

/** STYPE_ values (2.2.2.4): a kind in the low bits, and two flags. */
const KINDS: Readonly<Record<number, string>> = {
  0: 'STYPE_DISKTREE',
  1: 'STYPE_PRINTQ',
  2: 'STYPE_DEVICE',
  3: 'STYPE_IPC',
  0x02000000: 'STYPE_CLUSTER_FS',
  0x04000000: 'STYPE_CLUSTER_SOFS',
  0x08000000: 'STYPE_CLUSTER_DFS',
};

const kindName = (type: number): string | undefined => KINDS[(type & 0x3fffffff) >>> 0];

const spec = srvs('2.2.2.4');
const shareType = {
  base: 'hex',
  names: kindName,
  spec,
  bits: [
    bit('srvsvc.share_type.special', 'STYPE_SPECIAL', 0x80000000, { size: 4, spec }),
    bit('srvsvc.share_type.temporary', 'STYPE_TEMPORARY', 0x40000000, { size: 4, spec }),
  ],
} as const;

/** Platform identifiers (2.2.2.6). */
const platform = {
  names: {
    300: 'PLATFORM_ID_DOS',
    400: 'PLATFORM_ID_OS2',
    500: 'PLATFORM_ID_NT',
    600: 'PLATFORM_ID_OSF',
    700: 'PLATFORM_ID_VMS',
  },
  spec: srvs('2.2.2.6'),
} as const;

/** Software types of a server (2.2.2.7): under Wireshark's names, then those that it has no name for. */
const softwareSpec = srvs('2.2.2.7');
const softwareBit = (abbrev: string, label: string, mask: number) =>
  bit(abbrev, label, mask, { size: 4, spec: softwareSpec });
const softwareBits = [
  ...Object.entries(SERVER_TYPES).map(([key, [label, mask]]) => softwareBit(`browser.server_type.${key}`, label, mask)),
  softwareBit('srvsvc.sv_type.server_mfpn', 'SV_TYPE_SERVER_MFPN', 0x00004000),
  softwareBit('srvsvc.sv_type.cluster_nt', 'SV_TYPE_CLUSTER_NT', 0x01000000),
  softwareBit('srvsvc.sv_type.terminalserver', 'SV_TYPE_TERMINALSERVER', 0x02000000),
  softwareBit('srvsvc.sv_type.cluster_vs_nt', 'SV_TYPE_CLUSTER_VS_NT', 0x04000000),
  softwareBit('srvsvc.sv_type.dce', 'SV_TYPE_DCE', 0x10000000),
  softwareBit('srvsvc.sv_type.alternate_xport', 'SV_TYPE_ALTERNATE_XPORT', 0x20000000),
];
const softwareAlias = field('browser.server_type', 'ServerType', 'uint', { size: 4, base: 'hex', alias: true });
const software = { base: 'hex', bits: softwareBits, aliases: [softwareAlias], spec: softwareSpec } as const;

/** SHI1005_FLAGS_ (2.2.4.29): offline caching in two bits, and flags. */
const flagSpec = srvs('2.2.4.29');
const flag = (name: string, mask: number) =>
  bit(`srvsvc.shi1005_flags.${name.toLowerCase()}`, `SHI1005_FLAGS_${name}`, mask, { size: 4, spec: flagSpec });
const shareFlags = {
  base: 'hex',
  spec: flagSpec,
  bits: [
    flag('DFS', 0x1),
    flag('DFS_ROOT', 0x2),
    flag('RESTRICT_EXCLUSIVE_OPENS', 0x100),
    flag('FORCE_SHARED_DELETE', 0x200),
    flag('ALLOW_NAMESPACE_CACHING', 0x400),
    flag('ACCESS_BASED_DIRECTORY_ENUM', 0x800),
    flag('FORCE_LEVELII_OPLOCK', 0x1000),
    flag('ENABLE_HASH', 0x2000),
    flag('ENABLE_CA', 0x4000),
    flag('ENCRYPT_DATA', 0x8000),
    flag('COMPRESS_DATA', 0x100000),
  ],
} as const;

/** Permissions of an open file (2.2.2.9.1) and of a share (2.2.4.24). */
const permission = (prefix: string, name: string, mask: number) =>
  bit(`srvsvc.permissions.${prefix}_${name.toLowerCase()}`, `${prefix.toUpperCase()}_${name}`, mask, { size: 4 });
const opened = {
  base: 'hex',
  bits: [permission('perm_file', 'READ', 1), permission('perm_file', 'WRITE', 2), permission('perm_file', 'CREATE', 4)],
} as const;
const rights = {
  base: 'hex',
  bits: ['READ', 'WRITE', 'CREATE', 'EXEC', 'DELETE', 'ATRIB', 'PERM'].map((name, i) =>
    permission('access', name, 1 << i),
  ),
} as const;

const userFlags = {
  base: 'hex',
  bits: [
    bit('srvsvc.user_flags.guest', 'SESS_GUEST', 1, { size: 4, spec: srvs('2.2.2.3') }),
    bit('srvsvc.user_flags.noencryption', 'SESS_NOENCRYPTION', 2, { size: 4, spec: srvs('2.2.2.3') }),
  ],
  spec: srvs('2.2.2.3'),
} as const;

const each = <T>(paths: readonly string[], refinement: T): Record<string, T> =>
  Object.fromEntries(paths.map((path) => [path, refinement]));

/** What the IDL cannot say: names of values. */
export const refine: Refinements = {
  NET_API_STATUS: status,
  'NetrpGetFileSecurity.return': status,
  'NetrpSetFileSecurity.return': status,
  ...each(
    ['1.shi1', '2.shi2', '501.shi501', '502_I.shi502', '503_I.shi503'].map((it) => `SHARE_INFO_${it}_type`),
    shareType,
  ),
  ...each(['SHARE_INFO_2.shi2_passwd', 'SHARE_INFO_502_I.shi502_passwd', 'SHARE_INFO_503_I.shi503_passwd'], {
    secret: true,
  }),
  'SERVER_TRANSPORT_INFO_3.svti3_password': { secret: true },
  'CONNECTION_INFO_1.coni1_type': shareType,
  'NetrShareCheck.Type': shareType,
  ...each(
    [100, 101, 102, 103].map((n) => `SERVER_INFO_${n}.sv${n}_platform_id`),
    platform,
  ),
  ...each(
    [101, 102, 103].map((n) => `SERVER_INFO_${n}.sv${n}_type`),
    software,
  ),
  'SHARE_INFO_1005.shi1005_flags': shareFlags,
  'SHARE_INFO_501.shi501_flags': shareFlags,
  'FILE_INFO_3.fi3_permissions': opened,
  ...each(
    ['2.shi2', '502_I.shi502', '503_I.shi503'].map((it) => `SHARE_INFO_${it}_permissions`),
    rights,
  ),
  ...each(
    [1, 2, 502].map((n) => `SESSION_INFO_${n}.sesi${n}_user_flags`),
    userFlags,
  ),
  ...each(
    ['NetrConnectionEnum', 'NetrFileEnum', 'NetrSessionEnum', 'NetrShareEnum', 'NetrShareEnumSticky'].map(
      (it) => `${it}.PreferedMaximumLength`,
    ),
    { base: 'hex' },
  ),
};
