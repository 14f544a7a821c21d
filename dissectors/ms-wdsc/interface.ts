import { idlInterface } from '../dcerpc/interface.ts';
import { win32ErrorName } from '../win32-error/keys.ts';
import { WDS_INTERFACE } from './keys.ts';
import { wdsc } from './protocol.ts';

/** WdsRpcMessage (3.1.4.1): one operation for every service behind the server. */
export const wdsRpcInterface = idlInterface({
  uuid: WDS_INTERFACE,
  name: 'wdsrpc',
  label: 'WDSRPC',
  title: 'Windows Deployment Services Control Protocol RPC',
  document: 'MS-WDSC',
  guarded: true,
  idl: new URL('./wdsc.idl', import.meta.url),
  refine: {
    'WdsRpcMessage.bRequestPacket': { carries: wdsc },
    'WdsRpcMessage.pbReplyPacket': { carries: wdsc },
    'WdsRpcMessage.return': { names: win32ErrorName },
  },
});
