import { isoTime } from '../bytes/time.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import { findingRecord } from '../conformance/record.ts';
import { formatInstant, readValue, type Value } from '../decode/value.ts';
import { type Field, fieldById, nameOf } from '../model/field.ts';
import type { Finding } from '../model/finding.ts';
import type { Layer } from '../model/layer.ts';
import type { Packet } from '../model/packet.ts';
import { ALIAS, ID_MASK, WORDS } from '../model/tree.ts';
import type { PacketWriter } from './output.ts';

const PACKETS_SCHEMA = 'specshark.packets/1';

/** A field's part of an object that does not change: `{"field":"tcp.seq",…"value":`, made once. */
const heads: (Uint8Array | undefined)[] = [];
const encoder = new TextEncoder();

/** `-T json`: one document; `-T ndjson` (`lines`): an object a line. */
export function jsonWriter(out: ByteWriter, lines: boolean): PacketWriter {
  let first = true;
  let late: readonly Finding[] = [];
  return {
    begin() {
      if (!lines) out.ascii(`{"schema":"${PACKETS_SCHEMA}","packets":[`);
    },
    packet(packet, findings) {
      if (!lines) out.ascii(first ? '\n' : ',\n');
      first = false;
      writePacket(packet, findings, out, lines);
      if (lines) out.byte(0x0a);
      out.settle();
    },
    late(findings) {
      late = findings;
    },
    end() {
      const list = JSON.stringify(late.map(findingRecord));
      if (!lines) out.utf8(late.length > 0 ? `\n],"findings":${list}}\n` : '\n]}\n');
      else if (late.length > 0) out.utf8(`{"schema":"${PACKETS_SCHEMA}","findings":${list}}\n`);
    },
  };
}

function writePacket(packet: Packet, findings: readonly Finding[], out: ByteWriter, lines: boolean): void {
  out.ascii(lines ? `{"schema":"${PACKETS_SCHEMA}","number":` : '{"number":');
  out.decimal(packet.number);
  out.ascii(`,"time":"${isoTime(packet.seconds, packet.nanoseconds)}","interface":${packet.interface},"length":`);
  out.decimal(packet.wire);
  out.ascii(',"captured":');
  out.decimal(packet.captured);
  out.ascii(',"layers":[');
  for (let l = 0; l < packet.layerCount; l++) {
    if (l > 0) out.byte(0x2c);
    writeLayer(packet, packet.layer(l), out);
  }
  out.byte(0x5d);
  if (findings.length > 0) {
    out.ascii(',"findings":[');
    findings.forEach((finding, i) => {
      if (i > 0) out.byte(0x2c);
      out.utf8(JSON.stringify(findingRecord(finding)));
    });
    out.byte(0x5d);
  }
  out.byte(0x7d);
}

function writeLayer(packet: Packet, layer: Layer, out: ByteWriter): void {
  out.ascii(`{"protocol":"${layer.protocol.name}","outcome":"${layer.outcome}"`);
  if (layer.trouble) out.utf8(`,"trouble":${JSON.stringify(layer.trouble)}`);
  if (layer.quoted) out.ascii(',"quoted":true');
  if (layer.how) out.utf8(`,"recognised":${JSON.stringify(layer.how)}`);
  writeBytes(layer, layer.start, layer.end, out);
  writeChildren(packet, layer, layer.firstNode + 1, layer.endNode, out);
  out.byte(0x7d);
}

function writeChildren(packet: Packet, layer: Layer, from: number, to: number, out: ByteWriter): void {
  const { tree } = packet;
  let any = false;
  for (let node = from; node < to; node = tree.next(node)) {
    const word = tree.words[node * WORDS]!;
    if (word & ALIAS) continue;
    out.ascii(any ? ',' : ',"fields":[');
    any = true;
    const field = fieldById(word & ID_MASK);
    let head = heads[field.id];
    if (!head) {
      head = encoder.encode(`{"field":${JSON.stringify(field.abbrev)},"label":${JSON.stringify(field.label)}`);
      heads[field.id] = head;
    }
    out.raw(head);
    writeValue(field, readValue(field, tree, node, layer.source.bytes), out);
    if (tree.start(node) >= 0) writeBytes(layer, tree.start(node), tree.end(node), out);
    if (tree.next(node) > node + 1) writeChildren(packet, layer, node + 1, tree.next(node), out);
    out.byte(0x7d);
    out.settle();
  }
  if (any) out.byte(0x5d);
}

function writeValue(field: Field, value: Value, out: ByteWriter): void {
  if (value === undefined) return;
  out.ascii(',"value":');
  if (typeof value === 'number') {
    if (value >= 0 && field.kind !== 'float') out.decimal(value);
    else out.ascii(String(value));
    const name = nameOf(field, value);
    if (name !== undefined) out.utf8(`,"name":${JSON.stringify(name)}`);
  } else if (typeof value === 'boolean') {
    out.ascii(String(value));
    const name = nameOf(field, Number(value));
    if (name !== undefined && name !== 'Set' && name !== 'Not set') out.utf8(`,"name":${JSON.stringify(name)}`);
  } else if (typeof value === 'bigint') out.ascii(`"${value}"`);
  else if (value instanceof Uint8Array) {
    out.byte(0x22);
    out.hexBytes(value, 0, value.length);
    out.byte(0x22);
  } else if (typeof value === 'object')
    out.ascii(`"${field.kind === 'duration' ? formatInstant(value) : isoTime(value.seconds, value.nanoseconds)}"`);
  else out.utf8(JSON.stringify(value));
}

function writeBytes(layer: Layer, start: number, end: number, out: ByteWriter): void {
  out.ascii(',"bytes":[');
  const { source } = layer;
  if (source.frame > 0) span(source.frame, start - source.base, end - start, out);
  else {
    source.trace(start, end).forEach((piece, i) => {
      if (i > 0) out.byte(0x2c);
      span(piece.frame, piece.offset, piece.length, out);
    });
  }
  out.byte(0x5d);
}

function span(frame: number, offset: number, length: number, out: ByteWriter): void {
  out.ascii('{"frame":');
  out.decimal(frame);
  out.ascii(',"offset":');
  out.decimal(offset);
  out.ascii(',"length":');
  out.decimal(length);
  out.byte(0x7d);
}
