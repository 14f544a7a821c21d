import { indexedTime, isoTime } from '../bytes/time.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import { findingRecord } from '../conformance/record.ts';
import { fieldPrinter, type Printer } from '../decode/printer.ts';
import { readValue } from '../decode/value.ts';
import { type Field, fieldById } from '../model/field.ts';
import type { Layer } from '../model/layer.ts';
import type { Packet } from '../model/packet.ts';
import { ALIAS, ID_MASK, type Instant } from '../model/tree.ts';
import { escaped, JSON_TEXT } from './escape.ts';

import type { PacketWriter } from './output.ts';

/**
 * `-T ek`: two lines a packet for Elasticsearch's bulk interface, with tshark's names: ip.src of the layer ip is
 * layers.ip.ip_ip_src. What occurs several times is an array, so that no key comes twice.
 */
export function ekWriter(out: ByteWriter): PacketWriter {
  const printers: (Printer | undefined)[] = [];
  return {
    packet(packet, findings) {
      const time = isoTime(packet.seconds, packet.nanoseconds);
      out.ascii(`{"index":{"_index":"packets-${time.slice(0, 10)}"}}\n`);
      const milliseconds = packet.seconds * 1000 + Math.floor(packet.nanoseconds / 1e6);
      out.ascii(`{"timestamp":"${milliseconds}","layers":{`);
      layers(packet);
      if (findings.length > 0) out.utf8(`,"finding":${JSON.stringify(findings.map(findingRecord))}`);
      out.ascii('}}\n');
      out.settle();
    },
  };

  function layers(packet: Packet): void {
    const byName = new Map<string, Layer[]>();
    for (let l = 0; l < packet.layerCount; l++) {
      const layer = packet.layer(l);
      const same = byName.get(layer.protocol.name);
      if (same) same.push(layer);
      else byName.set(layer.protocol.name, [layer]);
    }
    let first = true;
    for (const [name, same] of byName) {
      out.ascii(`${first ? '' : ','}"${name.replaceAll('.', '_')}":`);
      first = false;
      many(same, (layer) => one(packet, layer));
    }
  }

  function one(packet: Packet, layer: Layer): void {
    const { tree } = packet;
    const { bytes } = layer.source;
    const byField = new Map<string, number[]>();
    for (let node = layer.firstNode + 1; node < layer.endNode; node++) {
      if (tree.flags(node) & ALIAS) continue;
      const field = fieldById(tree.words[node * 4]! & ID_MASK);
      if (field.kind === 'none' || field.kind === 'protocol') continue;
      const same = byField.get(field.abbrev);
      if (same) same.push(node);
      else byField.set(field.abbrev, [node]);
    }
    out.byte(0x7b);
    let first = true;
    const prefix = layer.protocol.name.replaceAll('.', '_');
    for (const [abbrev, nodes] of byField) {
      out.ascii(`${first ? '' : ','}"${prefix}_${abbrev.replaceAll('.', '_')}":`);
      first = false;
      many(nodes, (node) => {
        const field = fieldById(tree.words[node * 4]! & ID_MASK);
        printers[field.id] ??= isDate(field) ? datePrinter(field) : fieldPrinter(field);
        const start = out.length;
        out.byte(0x22);
        escaped(out, JSON_TEXT, () => printers[field.id]!(out, tree, node, bytes));
        if (field.kind === 'bool') {
          const yes = out.buffer[start + 1] === 0x31;
          out.length = start;
          out.ascii(yes ? 'true' : 'false');
        } else out.byte(0x22);
      });
    }
    out.byte(0x7d);
  }

  function many<T>(items: readonly T[], write: (item: T) => void): void {
    if (items.length > 1) out.byte(0x5b);
    items.forEach((item, i) => {
      if (i > 0) out.byte(0x2c);
      write(item);
    });
    if (items.length > 1) out.byte(0x5d);
  }
}

const isDate = ({ kind }: Field): boolean => kind === 'filetime' || kind === 'unixtime';

/** An index takes dates in ISO 8601. */
const datePrinter =
  (field: Field): Printer =>
  (out, tree, node, bytes) => {
    const value = readValue(field, tree, node, bytes) as string | Instant;
    out.ascii(typeof value === 'string' ? indexedTime(value) : isoTime(value.seconds, value.nanoseconds));
  };
