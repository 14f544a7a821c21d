import { type Dissection, type Field, type Layer, on, protocol } from '#sdk';
import { etherType } from '../ethernet/keys.ts';
import { cookedTrailer, filler, leftOver, surplus, trailer, vlanTrailer } from './keys.ts';

/** Shortest Ethernet frame without its check sequence (IEEE 802.3 4A.4.2). */
const SHORTEST = 60;
/** By whom a trailer follows. */
const TRAILERS = new Map<string, Field>([
  ['eth', trailer],
  ['vlan', vlanTrailer],
  ['sll', cookedTrailer],
]);

/**
 * What lies between a datagram's end and its frame's: the bytes that fill a short Ethernet frame up, then whatever a
 * switch, a tap or a card appended.
 */
export const padding = protocol({
  name: 'padding',
  label: '',
  title: 'Padding',
  inside: true,
  fields: [filler, trailer, vlanTrailer, cookedTrailer, leftOver],
  routes: [on(surplus, 0)],
  dissect(d: Dissection) {
    const field = trailerOf(d.layer.parent!);
    if (field !== leftOver && d.source === d.packet.source && d.packet.wire >= SHORTEST) {
      const filled = Math.min(d.end, d.source.base + SHORTEST);
      // Pads are zeros; what else is there was left over in a buffer, or is meant for somebody.
      if (filled > d.at && zeros(d, filled)) d.take(filler, filled - d.at);
    }
    if (d.left > 0) d.take(field, d.left);
  },
  summary(layer, _packet, out) {
    out.ascii(' (');
    out.decimal(layer.end - layer.start);
    out.ascii(' bytes)');
  },
});

/** Whose trailer follows a layer: its own, where it has a length, or that of what led to it by an EtherType. */
function trailerOf(layer: Layer): Field {
  const own = TRAILERS.get(layer.protocol.name);
  if (own) return own;
  return (layer.how === etherType.name && TRAILERS.get(layer.parent!.protocol.name)) || leftOver;
}

function zeros(d: Dissection, end: number): boolean {
  for (let i = d.at; i < end; i++) if (d.bytes[i] !== 0) return false;
  return true;
}
