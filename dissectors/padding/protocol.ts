import { type Dissection, on, protocol } from '#sdk';
import { cookedTrailer, filler, surplus, trailer } from './keys.ts';

const ETHERNET = 1;
const SLL = 113;
const SLL2 = 276;
/** Shortest Ethernet frame without its check sequence (IEEE 802.3 4A.4.2). */
const SHORTEST = 60;

/**
 * What lies between a datagram's end and its frame's: the bytes that fill a short Ethernet frame up, then whatever a
 * switch, a tap or a card appended.
 */
export const padding = protocol({
  name: 'padding',
  label: '',
  title: 'Padding',
  inside: true,
  fields: [filler, trailer, cookedTrailer],
  routes: [on(surplus, 0)],
  dissect(d: Dissection) {
    const { linkType } = d.packet;
    const cooked = linkType === SLL || linkType === SLL2;
    if ((linkType === ETHERNET || cooked) && d.source === d.packet.source) {
      const filled = Math.min(d.end, d.packet.source.base + SHORTEST);
      if (filled > d.at) d.take(filler, filled - d.at);
    }
    if (d.left > 0) d.take(cooked ? cookedTrailer : trailer, d.left);
  },
  summary(layer, _packet, out) {
    out.ascii(' (');
    out.decimal(layer.end - layer.start);
    out.ascii(' bytes)');
  },
});
