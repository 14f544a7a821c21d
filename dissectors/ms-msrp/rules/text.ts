import type { PduView } from '#sdk';
import * as pdu from '../layout.ts';

/** Bytes that one block may carry, and that a full one does. */
export const BLOCK = 128;

export const isTerminated = (it: PduView): boolean => it.bytes(pdu.text).at(-1) === 0;

/** Data up to its null. */
export function textOf(it: PduView): Uint8Array {
  const bytes = it.bytes(pdu.text);
  return isTerminated(it) ? bytes.subarray(0, -1) : bytes;
}

/** Bytes that can be Data: those between DataLength and the end of the message. */
export const room = (it: PduView): number => it.bytesAfter(pdu.dataLength);
