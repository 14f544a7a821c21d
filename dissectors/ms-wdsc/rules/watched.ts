import { hiddenIn } from '#sdk';
import { rpcCall } from '../../dcerpc/keys.ts';
import { WDS_INTERFACE } from '../keys.ts';
import * as fields from '../layout.ts';

export const REQUEST = [{ pdu: fields.request }];
export const REPLY = [{ pdu: fields.reply }];
export const PACKETS = [...REQUEST, ...REPLY];
export const BLOCKS = [{ pdu: fields.block }];

/** Packets of sealed calls cannot be read. */
export const sealed = hiddenIn(rpcCall, (call) => call.uuid === WDS_INTERFACE && call.sealed);

/** Every Win32 error code is below it (MS-ERREF 2.2). */
export const BEYOND_WIN32 = 0x10000;
