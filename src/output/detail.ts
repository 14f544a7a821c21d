import { escapeText } from '../bytes/text.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import { linePrinter, type Printer } from '../decode/printer.ts';
import { fieldById } from '../model/field.ts';
import type { Finding } from '../model/finding.ts';
import type { Layer } from '../model/layer.ts';
import { writeNamed } from '../model/names.ts';
import type { Packet } from '../model/packet.ts';
import { cite } from '../model/spec.ts';
import { ALIAS, GENERATED, ID_MASK, WORDS } from '../model/tree.ts';
import { writeHeading } from './columns.ts';
import type { PacketWriter, Palette } from './output.ts';

export interface DetailOptions {
  palette: Palette;
  /** Protocols whose trees are opened (-O); all of them where undefined. */
  only: ReadonlySet<string> | undefined;
}

/** The whole tree of every packet (-V), with what breaks the specification beside the field that breaks it. */
export function detailWriter(out: ByteWriter, options: DetailOptions): PacketWriter {
  const printers: (Printer | undefined)[] = [];
  const { palette, only } = options;
  const printer = (id: number): Printer => {
    let found = printers[id];
    if (!found) {
      found = linePrinter(fieldById(id));
      printers[id] = found;
    }
    return found;
  };

  return {
    packet(packet, findings) {
      const here = findings.filter((finding) => finding.anchor.frame === packet.number);
      for (let l = 0; l < packet.layerCount; l++) writeLayer(packet, l, here);
      // What this packet decided about an earlier one.
      for (const finding of findings)
        if (finding.anchor.frame !== packet.number) writeFinding(out, finding, 0, palette, packet.number);
      out.byte(0x0a);
      out.settle();
    },
    late(findings) {
      for (const finding of findings) writeFinding(out, finding, 0, palette, 0);
    },
  };

  function writeLayer(packet: Packet, index: number, findings: readonly Finding[]): void {
    const layer = packet.layer(index);
    out.raw(palette.heading);
    writeHeading(packet, layer, out);
    if (layer.quoted) out.ascii(' [quoted]');
    out.raw(palette.off);
    out.byte(0x0a);
    const opened = !only || only.has(layer.protocol.name);
    if (opened) writeNodes(packet, layer, index, findings);
    for (const finding of findings) {
      if (finding.anchor.layerIndex === index && (!opened || !shownAt(finding, packet, layer)))
        writeFinding(out, finding, 1, palette, packet.number);
    }
    if (layer.outcome !== 'complete') {
      out.raw(palette.warning);
      out.utf8(
        `    [${layer.outcome === 'truncated' ? 'Truncated' : layer.outcome === 'malformed' ? 'Malformed' : 'Opaque'}: ${layer.trouble}]`,
      );
      out.raw(palette.off);
      out.byte(0x0a);
    }
    out.settle();
  }

  function writeNodes(packet: Packet, layer: Layer, index: number, findings: readonly Finding[]): void {
    const { tree } = packet;
    const { bytes } = layer.source;
    const ends: number[] = [];
    if (layer.source !== packet.source && layer.start === layer.source.base) {
      out.ascii(`    [${layer.source.name}: `);
      const frames = [...new Set(layer.source.pieces.map((p) => p.frame))];
      const named = `${frames.slice(0, 20).join(', ')}${frames.length > 20 ? ', …' : ''}`;
      out.utf8(`${layer.source.end - layer.source.base} bytes${named ? ` of frames ${named}` : ''}]\n`);
    }
    for (let node = layer.firstNode + 1; node < layer.endNode; node++) {
      while (ends.length > 0 && node >= ends[ends.length - 1]!) ends.pop();
      const word = tree.words[node * WORDS]!;
      if (word & ALIAS) continue;
      out.spaces(4 * (ends.length + 1));
      if (!(packet.names && writeCalled(packet, layer, node))) printer(word & ID_MASK)(out, tree, node, bytes);
      out.byte(0x0a);
      for (const finding of findings) {
        if (finding.anchor.layerIndex === index && finding.anchor.field?.id === (word & ID_MASK))
          writeFinding(out, finding, ends.length + 2, palette, packet.number);
      }
      const next = tree.next(node);
      if (next > node + 1) ends.push(next);
      out.settle();
    }
  }

  /** An address with its name; false where the node is no address of the packet's bytes. */
  function writeCalled({ names, tree }: Packet, { source }: Layer, node: number): boolean {
    const { kind, label } = fieldById(tree.id(node));
    const size = kind === 'ipv4' ? 4 : kind === 'ipv6' ? 16 : undefined;
    const start = tree.start(node);
    if (!size || tree.flags(node) & GENERATED || tree.end(node) - start !== size) return false;
    out.utf8(`${label}: `);
    writeNamed(out, names, source.bytes, start, size);
    return true;
  }
}

/** Whether the finding's field has a line of its own in the layer. */
function shownAt(finding: Finding, packet: Packet, layer: Layer): boolean {
  const { field } = finding.anchor;
  if (!field) return false;
  for (let node = layer.firstNode + 1; node < layer.endNode; node++) if (packet.tree.id(node) === field.id) return true;
  return false;
}

/** `beside` is the frame under which it stands, 0 where all have gone by. */
function writeFinding(out: ByteWriter, finding: Finding, depth: number, palette: Palette, beside: number): void {
  const { anchor, decidedAt } = finding;
  const elsewhere =
    anchor.frame !== beside ? ` frame ${anchor.frame}` : decidedAt !== beside ? ` decided by frame ${decidedAt}` : '';
  out.spaces(4 * depth);
  out.raw(palette[finding.severity]);
  out.utf8(
    `[${finding.severity.toUpperCase()} ${finding.rule.id}: ${escapeText(finding.text)} (${cite(finding.spec)})${elsewhere}]`,
  );
  out.raw(palette.off);
  out.byte(0x0a);
}
