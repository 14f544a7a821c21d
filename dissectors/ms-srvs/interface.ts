import { idlInterface } from '../dcerpc/interface.ts';
import { refine } from './refine.ts';

/** Shares, sessions, open files and settings of a server: over the pipe \PIPE\srvsvc. */
export const srvsvc = idlInterface({
  uuid: '4b324fc8-1670-01d3-1278-5a47bf6ee188',
  version: 3,
  name: 'srvsvc',
  label: 'SRVSVC',
  title: 'Server Service',
  document: 'MS-SRVS',
  idl: new URL('./srvsvc.idl', import.meta.url),
  refine,
});
