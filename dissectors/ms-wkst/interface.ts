import { bit } from '#sdk';
import { idlInterface } from '../dcerpc/interface.ts';
import { win32ErrorName } from '../win32-error/keys.ts';
import { wkst } from './spec.ts';

const platform = {
  names: {
    300: 'PLATFORM_ID_DOS',
    400: 'PLATFORM_ID_OS2',
    500: 'PLATFORM_ID_NT',
    600: 'PLATFORM_ID_OSF',
    700: 'PLATFORM_ID_VMS',
  },
  spec: wkst('2.2.5.1'),
} as const;

/** Options of joining a domain (3.2.4.13). */
const options = (
  [
    ['JOIN_DOMAIN', 0x1],
    ['ACCT_CREATE', 0x2],
    ['ACCT_DELETE', 0x4],
    ['WIN9X_UPGRADE', 0x10],
    ['DOMAIN_JOIN_IF_JOINED', 0x20],
    ['JOIN_UNSECURE', 0x40],
    ['MACHINE_PWD_PASSED', 0x80],
    ['DEFER_SPN_SET', 0x100],
    ['JOIN_WITH_NEW_NAME', 0x400],
    ['JOIN_READONLY', 0x800],
    ['INSTALL_INVOCATION', 0x40000],
  ] as const
).map(([name, mask]) =>
  bit(`wkssvc.options.${name.toLowerCase()}`, `NETSETUP_${name}`, mask, { size: 4, spec: wkst('3.2.4.13') }),
);

const results = Object.fromEntries(
  [
    ...['NetrWkstaGetInfo', 'NetrWkstaSetInfo', 'NetrWkstaUserEnum', 'NetrWkstaTransportEnum', 'NetrWkstaTransportAdd'],
    ...['NetrWkstaTransportDel', 'NetrUseAdd', 'NetrUseGetInfo', 'NetrUseDel', 'NetrUseEnum'],
    ...['NetrWorkstationStatisticsGet', 'NetrGetJoinInformation', 'NetrJoinDomain2', 'NetrUnjoinDomain2'],
    ...['NetrRenameMachineInDomain2', 'NetrValidateName2', 'NetrGetJoinableOUs2', 'NetrAddAlternateComputerName'],
    ...['NetrRemoveAlternateComputerName', 'NetrSetPrimaryComputerName', 'NetrEnumerateComputerNames'],
  ].map((procedure) => [`${procedure}.return`, { names: win32ErrorName }]),
);

/** A workstation's settings, users, connections and domain membership: over the pipe \PIPE\wkssvc. */
export const wkssvc = idlInterface({
  uuid: '6bffd098-a112-3610-9833-46c3f87e345a',
  name: 'wkssvc',
  label: 'WKSSVC',
  title: 'Workstation Service',
  document: 'MS-WKST',
  idl: new URL('./wkssvc.idl', import.meta.url),
  refine: {
    ...results,
    'WKSTA_INFO_100.wki100_platform_id': platform,
    'WKSTA_INFO_101.wki101_platform_id': platform,
    'WKSTA_INFO_102.wki102_platform_id': platform,
    'USE_INFO_1.ui1_password': { secret: true },
    'NetrJoinDomain2.Options': { base: 'hex', bits: options },
    'NetrRenameMachineInDomain2.Options': { base: 'hex', bits: options },
    'NetrUnjoinDomain2.Options': { base: 'hex', bits: options },
  },
});
