import { idlInterface } from '../dcerpc/interface.ts';
import { win32ErrorName } from '../win32-error/keys.ts';
import { msrp } from './spec.ts';

const result = { base: 'dec', names: win32ErrorName } as const;

/** Name management (3.1.4): over the pipe \PIPE\msgsvc. */
export const msgsvc = idlInterface({
  uuid: '17fdd703-1827-4e34-79d4-24a55c53bb37',
  name: 'msgsvc',
  label: 'MSGSVC',
  title: 'Messenger Service Name Management',
  document: 'MS-MSRP',
  idl: new URL('./msgsvc.idl', import.meta.url),
  refine: {
    NET_API_STATUS: result,
    'NetrMessageNameEnum.PrefMaxLen': { spec: msrp('3.1.4.2') },
  },
});

/** Sending a text (3.2.4.1): connectionless. */
export const msgsvcsend = idlInterface({
  uuid: '5a7b91f8-ff00-11d0-a9b2-00c04fb6e6fc',
  name: 'msgsvcsend',
  label: 'MSGSVCSEND',
  title: 'Messenger Service Send',
  document: 'MS-MSRP',
  idl: new URL('./msgsvcsend.idl', import.meta.url),
  refine: {
    'NetrSendMessage.return': result,
  },
});
