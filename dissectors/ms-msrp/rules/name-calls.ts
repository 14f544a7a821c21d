import { hiddenIn } from '#sdk';
import { rpcCall } from '../../dcerpc/keys.ts';
import { MSGSVC, MSGSVCSEND } from '../keys.ts';
import { keyOf, NERR } from '../name-table.ts';

export { nameCall } from '../keys.ts';
export { keyOf, NERR };

/** Calls of msgsvc whose stubs are sealed. */
export const sealed = hiddenIn(rpcCall, (call) => call.uuid === MSGSVC && call.sealed);
/** Calls of NetrSendMessage that are, and calls of either interface. */
export const sealedSend = hiddenIn(rpcCall, (call) => call.uuid === MSGSVCSEND && call.sealed);
export const sealedAny = hiddenIn(rpcCall, ({ uuid, sealed }) => sealed && (uuid === MSGSVC || uuid === MSGSVCSEND));
export const isMsgsvc = ({ uuid }: { readonly uuid: string | undefined }): boolean => uuid === MSGSVC;

/** An enumeration's answer holds names: all of them, or as many as there was room for. */
export const holdsNames = (status: number): boolean =>
  status === NERR.success || status === NERR.bufTooSmall || status === NERR.moreData;
