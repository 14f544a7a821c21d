import { type Dissection, field, routeTable } from '#sdk';

/** Bytes that follow a datagram inside its frame: `d.route(surplus, 0, end, frameEnd)`. They are no payload. */
export const surplus = routeTable('padding');

export const filler = field('eth.padding', 'Padding', 'bytes');
export const trailer = field('eth.trailer', 'Trailer', 'bytes');
export const vlanTrailer = field('vlan.trailer', 'Trailer', 'bytes');
export const cookedTrailer = field('sll.trailer', 'Trailer', 'bytes');
/** Left over inside something that has a length of its own: neither fills a frame up nor ends one. */
export const leftOver = field('padding.surplus', 'Surplus', 'bytes');

/** Whether anybody wants to see them: small frames are many, and every one of them is padded. */
export const wantsSurplus = (d: Dissection): boolean => d.asksFor(surplus, 0);
