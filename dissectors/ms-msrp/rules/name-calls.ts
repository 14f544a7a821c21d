import { hiddenIn } from '#sdk';
import { rpcCall } from '../../dcerpc/keys.ts';
import { keyOf, NERR } from '../names.ts';

export { nameCall } from '../keys.ts';
export { keyOf, NERR };

/** Calls of msgsvc whose stubs are sealed. */
const MSGSVC = '17fdd703-1827-4e34-79d4-24a55c53bb37';
export const sealed = hiddenIn(rpcCall, (call) => call.uuid === MSGSVC && call.sealed);
export const isMsgsvc = ({ uuid }: { readonly uuid: string | undefined }): boolean => uuid === MSGSVC;

/** An enumeration's answer holds names: all of them, or as many as there was room for. */
export const holdsNames = (status: number): boolean =>
  status === NERR.success || status === NERR.bufTooSmall || status === NERR.moreData;
