import { type Dissection, equal } from '#sdk';
import * as fields from '../layout.ts';

/** SEC_VT_SIGNATURE (MS-RPCE 2.2.2.13.1). */
const SIGNATURE = Uint8Array.of(0x8a, 0xe3, 0x13, 0x71, 0x02, 0xf4, 0x36, 0x71);
/** How far before the end it is looked for: its commands are small. */
const REACH = 256;
const END = 0x4000;

/**
 * The verification trailer at the end of a request's stub, where there is one. It lies at a multiple of four; gives
 * where the arguments end.
 */
export function takeVerification(d: Dissection, start: number, end: number): number {
  for (let at = end - ((end - start) & 3) - 8; at >= start && at >= end - REACH; at -= 4) {
    if (!equal(SIGNATURE, 0, d.bytes, at, SIGNATURE.length)) continue;
    if (d.recording) take(d, at, end);
    return at;
  }
  return end;
}

function take(d: Dissection, at: number, end: number): void {
  const back = d.at;
  d.at = at;
  d.take(fields.signature, 8);
  for (let last = false; !last && d.at + 4 <= end; ) {
    const command = d.u16le(0);
    last = (command & END) !== 0;
    const node = d.open(fields.vtCommand);
    for (const bit of fields.vtBits) d.mark(bit, d.at, d.at + 2);
    d.skip(2);
    d.close(node);
    const length = Math.min(d.u16le(0), end - d.at - 2);
    d.take(fields.vtLength, 2);
    const next = d.at + length;
    switch (command & 0x3fff) {
      case 1:
        if (length >= 4) {
          d.mark(fields.vtBitmask, d.at, d.at + 4);
          d.mark(fields.vtSign, d.at, d.at + 4);
        }
        break;
      case 2:
        if (length >= 40) {
          for (let i = 0; i < 2; i++) {
            d.take(fields.vtUuid, 16);
            d.take(fields.vtVersion, 4);
          }
        }
        break;
      default:
        if (length > 0) d.mark(fields.vtData, d.at, next);
    }
    d.at = next;
  }
  d.at = back;
}
