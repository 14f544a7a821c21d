import { type Dissection, u32le } from '#sdk';
import { element } from '../ber/keys.ts';
import { bareSequence, inside, type Read, sequenceOf, type Told, telling } from './asn1.ts';
import * as message from './message-layout.ts';
import { known, paData, padataValue } from './padata.ts';
import * as fields from './padata-layout.ts';

/** Errors that say which pre-authentication would do (RFC 4120 5.9.1, RFC 6113 2). */
const METHODS: ReadonlySet<number> = new Set([14, 24, 25, 68, 90, 91, 92, 93]);
/** Errors that Windows explains with a status. */
const EXPLAINED: ReadonlySet<number> = new Set([12, 13, 18, 23]);
const SEQUENCE = 0x30;
const OCTETS = 0x04;
/** The member that says of which type the next one is. */
const TYPE = 0xa1;
const { size } = fields.extendedError;

/** METHOD-DATA (RFC 4120 5.9.1). */
const methodData = sequenceOf(message.eData, paData);

/** KERB-ERROR-DATA (MS-KILE 2.2.2): Wireshark shows it as the PA-DATA that it looks like. */
const errorData = bareSequence(message.eData, { 1: telling(fields.padataType), 2: padataValue(extendedError) });

function extendedError(d: Dissection, told: Told): void {
  if (d.left === size && explains(d.bytes, d.at)) d.record(fields.extendedError);
  else known(d, told);
}

/** Whether these bytes are a KERB-EXT-ERROR (MS-KILE 2.2.1) and no salt: a status, nothing, and flags. */
function explains(b: Uint8Array, at: number): boolean {
  return u32le(b, at) !== 0 && u32le(b, at + 4) === 0 && u32le(b, at + 8) !== 0;
}

/** The e-data of a KRB-ERROR, by its error-code and what it begins with. */
export const eData: Read = inside(message.eData, (d, told) => {
  const node = d.open(message.eData);
  const first = firstInside(d);
  if (first === SEQUENCE && METHODS.has(told.number)) methodData(d, told);
  else if (first === TYPE && EXPLAINED.has(told.number)) errorData(d, told);
  d.at = d.end;
  d.close(node);
});

/** Tag of the first element in a SEQUENCE; 0 where there is none. */
function firstInside(d: Dissection): number {
  if (d.left < 2 || d.u8(0) !== SEQUENCE) return 0;
  const { content } = element(d);
  return content < d.end ? d.bytes[content]! : 0;
}

/** The status that explains an error, 0 for none: it is the last thing in e-data, and that in its message. */
export function explanation(code: number, b: Uint8Array, start: number, end: number): number {
  const at = end - size;
  if (!EXPLAINED.has(code) || at - 2 < start) return 0;
  return b[at - 2] === OCTETS && b[at - 1] === size && explains(b, at) ? u32le(b, at) : 0;
}
