/** One's complement sum of 16-bit words (RFC 1071), folded; an odd last byte counts as the high half of a word. */
export function onesSum(b: Uint8Array, start: number, end: number, seed = 0): number {
  let sum = folded(seed);
  let i = start;
  for (const last = end - 1; i < last; sum = folded(sum)) {
    const stop = Math.min(last, i + RUN);
    for (; i < stop; i += 2) sum = (sum + ((b[i]! << 8) | b[i + 1]!)) | 0;
  }
  return folded(i < end ? sum + (b[i]! << 8) : sum);
}

/** Bytes whose sum has room in 31 bits: a larger one would be a double to V8. */
const RUN = 1 << 14;

function folded(sum: number): number {
  let rest = sum;
  while (rest > 0xffff) rest = (rest & 0xffff) + (rest >>> 16);
  return rest;
}

/** A transport PDU and the addresses it goes between: what a sum with a pseudo header covers. */
export interface TransportPdu {
  /** Holds both addresses, of `size` bytes each, at these positions. */
  readonly addresses: Uint8Array;
  readonly source: number;
  readonly destination: number;
  readonly size: number;
  /** Protocol number: 6, 17, 58. */
  readonly protocol: number;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Sum of the pseudo header (RFC 9293 3.1, RFC 768, RFC 8200 8.1), folded; the PDU's length is what is there of it. */
export function pseudoHeaderSum(pdu: TransportPdu): number {
  const { addresses, source, destination, size, start, end } = pdu;
  const seed = pdu.protocol + (end - start);
  return onesSum(addresses, destination, destination + size, onesSum(addresses, source, source + size, seed));
}

/** Sum of pseudo header and PDU: 0xffff where the PDU's checksum is right. */
export const transportSum = (pdu: TransportPdu): number => onesSum(pdu.bytes, pdu.start, pdu.end, pseudoHeaderSum(pdu));
