import { addressText } from '../bytes/address.ts';
import type { Finding } from '../model/finding.ts';
import type { Flow } from '../model/flow.ts';
import type { AddressNames } from '../model/names.ts';
import type { Packet } from '../model/packet.ts';
import { type Collector, MOST_ROWS, round } from './table.ts';

interface Row {
  readonly flow: Flow;
  readonly begun: number;
  ended: number;
  readonly packets: [number, number];
  readonly bytes: [number, number];
  readonly protocols: Set<string>;
  readonly findings: Record<'error' | 'warning' | 'note', number>;
}

/** Layers that every flow has. */
const BELOW: ReadonlySet<string> = new Set([
  'frame',
  'eth',
  'vlan',
  'ip',
  'ipv6',
  'tcp',
  'udp',
  'icmp',
  'data',
  'padding',
]);

/** Conversations with what they carried, and what was found in them. */
export class Flows implements Collector {
  readonly #rows = new Map<Flow, Row>();
  #first: number | undefined;
  readonly #names: AddressNames | undefined;

  constructor(names?: AddressNames) {
    this.#names = names;
  }

  packet(packet: Packet, findings: readonly Finding[] = []): void {
    const now = packet.seconds + packet.nanoseconds / 1e9;
    this.#first ??= now;
    const flow = packet.flow?.connection;
    if (!flow) return;
    let row = this.#rows.get(flow);
    if (!row) {
      if (this.#rows.size >= MOST_ROWS) return;
      row = {
        flow,
        begun: now,
        ended: now,
        packets: [0, 0],
        bytes: [0, 0],
        protocols: new Set(),
        findings: { error: 0, warning: 0, note: 0 },
      };
      this.#rows.set(flow, row);
    }
    row.ended = now;
    row.packets[packet.direction]++;
    row.bytes[packet.direction] += packet.wire;
    for (let l = 0; l < packet.layerCount; l++) {
      const { name } = packet.layer(l).protocol;
      if (!BELOW.has(name)) row.protocols.add(name);
    }
    for (const { severity } of findings) row.findings[severity]++;
  }

  table() {
    const rows = [...this.#rows.values()].map(({ flow, begun, ended, packets, bytes, protocols, findings }) => {
      const end = (side: 0 | 1): string => {
        const address = flow.addresses[side];
        return `${this.#names?.of(address, 0, address.length) ?? addressText(address)}:${flow.ports[side]}`;
      };
      const known = flow.gaps ? 'gaps' : !flow.bothWays ? 'one-way' : flow.fromStart ? 'whole' : 'mid-stream';
      return [
        flow.transport,
        flow.stream,
        end(0),
        end(1),
        round(begun - (this.#first ?? 0)),
        round(ended - begun),
        packets[0],
        bytes[0],
        packets[1],
        bytes[1],
        known,
        [...protocols].join(' '),
        findings.error,
        findings.warning,
        findings.note,
      ];
    });
    return {
      name: 'flows',
      title: 'Flows',
      columns: [
        'Transport',
        'Stream',
        'A',
        'B',
        'Start s',
        'Duration s',
        'A to B packets',
        'A to B bytes',
        'B to A packets',
        'B to A bytes',
        'Known',
        'Protocols',
        'Errors',
        'Warnings',
        'Notes',
      ],
      rows,
    };
  }
}
