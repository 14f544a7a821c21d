import { idlInterface } from '../dcerpc/interface.ts';
import { win32ErrorName } from '../win32-error/keys.ts';

/** WdsRpcMessage (3.1.4.1): one operation for every service behind the server. */
export const wdsRpcInterface = idlInterface({
  uuid: '1a927394-352e-4553-ae3f-7cf4aafca620',
  name: 'wdsrpc',
  label: 'WDSRPC',
  title: 'Windows Deployment Services Control Protocol RPC',
  document: 'MS-WDSC',
  idl: new URL('./wdsc.idl', import.meta.url),
  refine: {
    'WdsRpcMessage.return': { names: win32ErrorName },
  },
});
