/**
 * Distance from `b` to `a` in the space of TCP's sequence numbers, negative where `a` is older (RFC 9293 3.4). They are
 * kept as signed 32-bit integers.
 */
export const after = (a: number, b: number): number => (a - b) | 0;
