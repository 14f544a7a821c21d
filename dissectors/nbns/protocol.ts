import { type ByteWriter, type Dissection, type Field, type Framing, type Layer, on, protocol, u16be } from '#sdk';
import { readNetbiosName, showName, suffixName } from '../nbss/keys.ts';
import { tcpPort } from '../tcp/keys.ts';
import { udpPort } from '../udp/keys.ts';
import * as fields from './layout.ts';
import {
  A,
  answer,
  NB,
  NBSTAT,
  NODE_NAME,
  NS,
  OPERATIONS,
  question,
  RESPONSE,
  RESULTS,
  record,
  request,
  sections,
  TYPES,
  WACK,
} from './layout.ts';
import { tellNames } from './names.ts';

const PORT = 137;
const LENGTH = 2;
/** Entries that the Info column names. */
const SHOWN = 32;
const framing: Framing = {
  header: LENGTH,
  measure(b, at) {
    const length = u16be(b, at);
    return length >= request.size ? LENGTH + length : 0;
  },
};

/** NetBIOS name service (RFC 1002 4.2), over UDP, and over TCP with a length before each message. */
export const nbns = protocol({
  name: 'nbns',
  label: 'NBNS',
  title: 'NetBIOS Name Service',
  layouts: fields.layouts,
  fields: fields.fields,
  routes: [on(udpPort, PORT), on(tcpPort, PORT)],
  framing,
  spec: fields.rfc1002('4.2'),
  carries: () => [],
  dissect(d: Dissection) {
    if (!d.whole) return d.take(fields.data, d.left);
    if (overTcp(d.layer)) d.take(fields.tcpLength, LENGTH);
    if (d.packet.names) tellNames(d, d.at);
    if (!d.recording || d.left < request.size) return d.record(request);
    const start = d.at;
    const flags = d.u16be(request.offset.flags);
    const count = (key: keyof typeof request.offset): number => d.u16be(request.offset[key]);
    const questions = count('count.queries');
    const answers = count('count.answers');
    const authorities = count('count.auth_rr');
    const additionals = count('count.add_rr');
    d.record(flags & RESPONSE ? answer : request);
    for (let i = 0; i < questions; i++) {
      const node = d.open(sections.query);
      takeName(d, start, false);
      d.record(question);
      d.close(node);
    }
    const waiting = ((flags >>> 11) & 15) === WACK;
    takeRecords(d, start, sections.answer, answers, waiting);
    takeRecords(d, start, sections.authority, authorities, waiting);
    takeRecords(d, start, sections.additional, additionals, waiting);
  },
  info: (layer, _packet, out) => writeInfo(layer, out),
});

const overTcp = ({ parent }: Layer): boolean => parent?.protocol.name === 'tcp';

/** A name, and what its suffix says; in a record Wireshark has that behind the name. */
function takeName(d: Dissection, start: number, described: boolean): number {
  const found = readNetbiosName(d.bytes, d.at, d.end, start);
  if (!found) return d.fail(d.left + 1);
  const { at } = d;
  const suffix = found.name?.suffix;
  const text = described && suffix !== undefined ? `${found.text} (${suffixName(suffix)})` : found.text;
  d.generate(fields.name, text, at, found.end);
  if (suffix !== undefined) d.generate(fields.suffix, suffix, at, found.end);
  d.at = found.end;
  return found.end;
}

function takeRecords(d: Dissection, start: number, section: Field, count: number, waiting: boolean): void {
  const { end, promised } = d;
  for (let i = 0; i < count; i++) {
    const node = d.open(section);
    // The type, which decides how the name is shown, follows it.
    const found = readNetbiosName(d.bytes, d.at, d.end, start);
    const type = found && found.end + 2 <= d.end ? u16be(d.bytes, found.end) : -1;
    takeName(d, start, type === NB);
    const length = d.u16be(record.offset.data_length);
    d.record(record);
    d.limitTo(length, 'nbns.data_length');
    takeData(d, start, type, waiting);
    if (d.left > 0) d.take(fields.data, d.left);
    d.end = end;
    d.promised = promised;
    d.close(node);
  }
}

function takeData(d: Dissection, start: number, type: number, waiting: boolean): void {
  switch (type) {
    case NB:
      if (waiting) return d.record(fields.waiting);
      while (d.left > 0) {
        d.record(fields.nbFlags);
        d.take(fields.address, 4);
      }
      return;
    case NBSTAT:
      return takeStatus(d);
    case A:
      return d.take(fields.address, 4);
    case NS:
      takeName(d, start, false);
  }
}

function takeStatus(d: Dissection): void {
  const names = d.u8(0);
  d.take(fields.numberOfNames, 1);
  for (let i = 0; i < names; i++) {
    d.need(NODE_NAME);
    const text = String.fromCharCode(...d.bytes.subarray(d.at, d.at + NODE_NAME - 1)).replace(/ +$/, '');
    const suffix = d.u8(NODE_NAME - 1);
    // Without the suffix, which Wireshark leaves to the tree.
    d.generate(fields.nodeName, showName({ name: text, suffix }).slice(0, -'<00>'.length), d.at, d.at + NODE_NAME);
    d.generate(fields.suffix, suffix, d.at + NODE_NAME - 1, d.at + NODE_NAME);
    d.skip(NODE_NAME);
    d.record(fields.nameFlags);
  }
  if (d.left > 0) d.record(fields.statistics);
}

/** The operation, and what it is about: the names asked for, or the answers to them. */
function writeInfo(layer: Layer, out: ByteWriter): void {
  const { bytes } = layer.source;
  const { end } = layer;
  const start = layer.start + (overTcp(layer) ? LENGTH : 0);
  if (end - start < request.size) return;
  const flags = u16be(bytes, start + request.offset.flags);
  const operation = (flags >>> 11) & 15;
  const isResponse = (flags & RESPONSE) !== 0;
  out.ascii(OPERATIONS[operation] ?? `Unknown operation (${operation})`);
  if (isResponse) out.ascii(' response');
  const result = flags & 15;
  if (isResponse && result !== 0) out.ascii(`, ${RESULTS[result] ?? `Unknown (${result})`}`);
  let at = start + request.size;
  const questions = u16be(bytes, start + request.offset['count.queries']);
  for (let i = 0; i < Math.min(questions, SHOWN); i++) {
    const found = readNetbiosName(bytes, at, end, start);
    if (!found || found.end + question.size > end) return;
    at = found.end + question.size;
    if (!isResponse) out.utf8(` ${typeName(u16be(bytes, found.end))} ${found.text}`);
  }
  if (!isResponse) return;
  const answers = u16be(bytes, start + request.offset['count.answers']);
  for (let i = 0; i < Math.min(answers, SHOWN); i++) {
    const found = readNetbiosName(bytes, at, end, start);
    if (!found || found.end + record.size > end) return;
    const type = u16be(bytes, found.end);
    at = found.end + record.size;
    if (operation !== WACK) out.ascii(` ${typeName(type)}`);
    // Of a name with several addresses the first one.
    if (type === NB && operation !== WACK && at + 6 <= end) {
      out.byte(0x20);
      out.ipv4(bytes, at + 2);
    }
    at += u16be(bytes, at - 2);
  }
}

const typeName = (type: number): string => TYPES[type] ?? `Unknown (${type})`;
