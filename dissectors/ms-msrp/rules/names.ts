import { decodeText, type Field, type PduView } from '#sdk';
import * as pdu from '../layout.ts';

export const NAMES = [pdu.originatorName, pdu.destinationName];

/** The most bytes of a name beside its null: a NetBIOS name without its suffix. */
export const LONGEST = 15;

export const isTerminated = (it: PduView, name: Field): boolean => it.bytes(name).at(-1) === 0;

/** A name's bytes without its null. */
export const bytesOf = (it: PduView, name: Field): Uint8Array => {
  const bytes = it.bytes(name);
  return isTerminated(it, name) ? bytes.subarray(0, -1) : bytes;
};

/** What is shown of a name that does not end. */
const SHOWN = 64;

/** A name as it may be shown and compared: one character a byte. */
export const shown = (it: PduView, name: Field): string => {
  const bytes = bytesOf(it, name);
  return decodeText(bytes, 0, Math.min(bytes.length, SHOWN), 'ascii');
};

/** Whether there is nothing but padding. */
export const isBlank = (it: PduView, name: Field): boolean => bytesOf(it, name).every((byte) => byte === 0x20);

/** How long a name is; where it has no null, nobody knows. */
export const lengthOf = (it: PduView, name: Field, undecided: () => never): number =>
  isTerminated(it, name) ? bytesOf(it, name).length : undecided();
