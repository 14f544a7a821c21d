import { calendarTime, isoTime } from '../bytes/time.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import { fieldPrinter, linePrinter, type Printer } from '../decode/printer.ts';
import { fieldById } from '../model/field.ts';
import type { Finding } from '../model/finding.ts';
import type { Layer } from '../model/layer.ts';
import type { Packet } from '../model/packet.ts';
import { ALIAS, GENERATED, ID_MASK, WORDS } from '../model/tree.ts';
import { writeHeading } from './columns.ts';
import { escaped, XML } from './escape.ts';
import type { PacketWriter } from './output.ts';

/** Bytes of a field that are written as hex; Wireshark writes all of them. */
const LONGEST = 1 << 16;

/** How Wireshark calls what was not read to its end. */
const OUTCOMES = { truncated: '_ws.short', malformed: '_ws.malformed', opaque: '_ws.exception' } as const;

/** Takes the brackets away that trees have around what was worked out. */
function unbracket(out: ByteWriter, from: number): void {
  if (out.buffer[from] !== 0x5b || out.buffer[out.length - 1] !== 0x5d) return;
  out.buffer.copyWithin(from, from + 1, out.length - 1);
  out.length -= 2;
}

/** `-T pdml`: the tree as XML, in the Packet Details Markup Language as Wireshark writes it. */
export function pdmlWriter(out: ByteWriter, creator: string, capture: string): PacketWriter {
  const shows: (Printer | undefined)[] = [];
  const names: (Printer | undefined)[] = [];
  return {
    begin() {
      out.utf8(`<?xml version="1.0" encoding="utf-8"?>\n<pdml version="0" creator="${creator}" capture_file="`);
      escaped(out, XML, () => out.utf8(capture));
      out.ascii('">\n');
    },
    packet(packet, findings) {
      out.ascii('<packet>\n');
      general(packet);
      // Consumers take the last protocol for the packet's.
      if (findings.length > 0) judged(findings);
      for (let l = 0; l < packet.layerCount; l++) if (!packet.layer(l).protocol.inside) protocol(packet, l, 2);
      out.ascii('</packet>\n\n');
      out.settle();
    },
    end: () => out.ascii('</pdml>\n'),
  };

  function general(packet: Packet): void {
    const { number, wire, captured, seconds, nanoseconds } = packet;
    const epoch = `${seconds}.${String(nanoseconds).padStart(9, '0')}`;
    const field = (name: string, shown: string, show: string, value: string): void =>
      out.ascii(
        `    <field name="${name}" pos="0" show="${show}" showname="${shown}" value="${value}" size="${captured}"/>\n`,
      );
    out.ascii(`  <proto name="geninfo" pos="0" showname="General information" size="${captured}">\n`);
    field('num', 'Number', String(number), number.toString(16));
    field('len', 'Frame Length', String(wire), wire.toString(16));
    field('caplen', 'Captured Length', String(captured), captured.toString(16));
    field('timestamp', 'Captured Time', calendarTime(isoTime(seconds, nanoseconds)), epoch);
    out.ascii('  </proto>\n');
  }

  /** A layer, and in it those that lie in one of its fields. */
  function protocol(packet: Packet, at: number, depth: number): void {
    const layer = packet.layer(at);
    const { source } = layer;
    out.spaces(depth);
    out.ascii(`<proto name="${layer.protocol.name}" showname="`);
    escaped(out, XML, () => writeHeading(packet, layer, out));
    out.ascii(`" size="${layer.end - layer.start}" pos="${layer.start - source.base}">\n`);
    fields(packet, layer, layer.firstNode + 1, layer.endNode, depth + 2);
    for (let i = at + 1; i < packet.layerCount && packet.layer(i).depth > layer.depth; i++)
      if (packet.layer(i).protocol.inside && packet.layer(i).parent === layer) protocol(packet, i, depth + 2);
    out.spaces(depth);
    out.ascii('</proto>\n');
    if (layer.outcome !== 'complete') {
      out.spaces(depth);
      out.ascii(`<proto name="${OUTCOMES[layer.outcome]}" showname="`);
      escaped(out, XML, () => out.utf8(layer.trouble));
      out.ascii(`" size="0" pos="${layer.end - source.base}"/>\n`);
    }
  }

  function fields(packet: Packet, layer: Layer, from: number, to: number, depth: number): void {
    const { tree } = packet;
    const { bytes, base } = layer.source;
    for (let node = from; node < to; node = tree.next(node)) {
      const word = tree.words[node * WORDS]!;
      const id = word & ID_MASK;
      const field = fieldById(id);
      names[id] ??= linePrinter(field);
      shows[id] ??= fieldPrinter(field);
      const start = tree.start(node);
      const end = tree.end(node);
      out.spaces(depth);
      out.ascii(`<field name="${field.abbrev}" showname="`);
      escaped(out, XML, () => {
        const from = out.length;
        names[id]!(out, tree, node, bytes);
        if (word & GENERATED) unbracket(out, from);
      });
      if (word & ALIAS) out.ascii('" hide="yes');
      out.ascii(`" size="${start < 0 ? 0 : end - start}" pos="${start < 0 ? 0 : start - base}" show="`);
      if (field.kind !== 'none') escaped(out, XML, () => shows[id]!(out, tree, node, bytes));
      if (!(word & GENERATED) && end > start) {
        const of = field.mask === 0 ? 'value' : 'unmaskedvalue';
        out.ascii(`" ${of}="`);
        out.hexBytes(bytes, start, Math.min(end, start + LONGEST));
      }
      const next = tree.next(node);
      if (next > node + 1) {
        out.ascii('">\n');
        fields(packet, layer, node + 1, next, depth + 2);
        out.spaces(depth);
        out.ascii('</field>\n');
      } else out.ascii('"/>\n');
      out.settle();
    }
  }

  function judged(findings: readonly Finding[]): void {
    out.ascii('  <proto name="finding" showname="Findings" size="0" pos="0">\n');
    for (const { rule, severity, text } of findings) {
      out.ascii(`    <field name="finding.rule" showname="${severity}: `);
      escaped(out, XML, () => out.utf8(text));
      out.ascii(`" size="0" pos="0" show="${rule.id}"/>\n`);
    }
    out.ascii('  </proto>\n');
  }
}
