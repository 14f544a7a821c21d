/** One's complement sum of 16-bit words (RFC 1071), folded; an odd last byte counts as the high half of a word. */
export function onesSum(b: Uint8Array, start: number, end: number, seed = 0): number {
  let sum = seed;
  let i = start;
  for (; i + 1 < end; i += 2) sum += (b[i]! << 8) | b[i + 1]!;
  if (i < end) sum += b[i]! << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return sum;
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
