import { addressText } from '../bytes/address.ts';
import type { Packet } from '../model/packet.ts';
import { type Collector, round, tallyOf } from './table.ts';

interface Way {
  packets: number;
  bytes: number;
}

interface Conversation {
  readonly a: string;
  readonly b: string;
  readonly from: readonly [Way, Way];
  readonly begun: number;
  ended: number;
}

type Layer = 'ip' | 'tcp' | 'udp';

const SIZES = { none: 0, ether: 6, ipv4: 4, ipv6: 16 } as const;

/** Source and destination as text; with ports where the flow has some. */
function ends(packet: Packet, layer: Layer): [string, string] | undefined {
  const size = SIZES[packet.addressKind];
  if (layer === 'ip') {
    if (packet.addressKind !== 'ipv4' && packet.addressKind !== 'ipv6') return undefined;
    if (packet.sourceAddress < 0 || packet.destinationAddress < 0) return undefined;
    const of = (at: number): string => addressText(packet.addressBytes.subarray(at, at + size));
    return [of(packet.sourceAddress), of(packet.destinationAddress)];
  }
  const flow = packet.flow?.connection;
  if (flow?.transport !== layer) return undefined;
  const of = (side: 0 | 1): string => `${addressText(flow.addresses[side])}:${flow.ports[side]}`;
  return packet.direction === 0 ? [of(0), of(1)] : [of(1), of(0)];
}

/** Who spoke with whom: packets and bytes each way. */
export function conversations(layer: Layer): Collector {
  const known = new Map<string, Conversation>();
  let first: number | undefined;
  return {
    packet(packet) {
      const now = packet.seconds + packet.nanoseconds / 1e9;
      first ??= now;
      const pair = ends(packet, layer);
      if (!pair) return;
      const [from, to] = pair;
      const there = known.get(`${from} ${to}`);
      const back = there ? undefined : known.get(`${to} ${from}`);
      const begun = now - first;
      const it =
        there ??
        back ??
        tallyOf(known, `${from} ${to}`, () => ({
          a: from,
          b: to,
          from: [
            { packets: 0, bytes: 0 },
            { packets: 0, bytes: 0 },
          ],
          begun,
          ended: now,
        }));
      const way = it.from[back ? 1 : 0];
      way.packets++;
      way.bytes += packet.wire;
      it.ended = now;
    },
    table: () => ({
      name: `conversations-${layer}`,
      title: `Conversations of ${layer.toUpperCase()}`,
      columns: ['A', 'B', 'A to B packets', 'A to B bytes', 'B to A packets', 'B to A bytes', 'Start s', 'Duration s'],
      rows: [...known.values()]
        .sort((a, b) => total(b) - total(a))
        .map(({ a, b, from, begun, ended }) => [
          a,
          b,
          from[0].packets,
          from[0].bytes,
          from[1].packets,
          from[1].bytes,
          round(begun),
          round(ended - (first ?? 0) - begun),
        ]),
    }),
  };
}

const total = ({ from }: Conversation): number => from[0].bytes + from[1].bytes;

/** Who spoke: packets and bytes sent and received. */
export function endpoints(layer: Layer): Collector {
  const known = new Map<string, { sent: Way; received: Way }>();
  const of = (name: string) =>
    tallyOf(known, name, () => ({ sent: { packets: 0, bytes: 0 }, received: { packets: 0, bytes: 0 } }));
  return {
    packet(packet) {
      const pair = ends(packet, layer);
      if (!pair) return;
      for (const way of [of(pair[0]).sent, of(pair[1]).received]) {
        way.packets++;
        way.bytes += packet.wire;
      }
    },
    table: () => ({
      name: `endpoints-${layer}`,
      title: `Endpoints of ${layer.toUpperCase()}`,
      columns: ['Address', 'Sent packets', 'Sent bytes', 'Received packets', 'Received bytes'],
      rows: [...known]
        .map(
          ([name, { sent, received }]) => [name, sent.packets, sent.bytes, received.packets, received.bytes] as const,
        )
        .sort((a, b) => b[2] + b[4] - a[2] - a[4]),
    }),
  };
}
