import { type ByteWriter, bits, type Dissection, field, layout, specification, u16, u16be } from '#sdk';
import { readName } from './name.ts';

export const rfc1035 = specification('RFC 1035', 'https://www.rfc-editor.org/rfc/rfc1035#section-{section}');
const spec = rfc1035('4.1.1');

const OPERATIONS: Readonly<Record<number, string>> = {
  0: 'Standard query',
  1: 'Inverse query',
  2: 'Server status request',
  4: 'Zone change notification',
  5: 'Dynamic update',
};
const RESULTS: Readonly<Record<number, string>> = {
  1: 'Format error',
  2: 'Server failure',
  3: 'No such name',
  4: 'Not implemented',
  5: 'Refused',
  6: 'Name exists',
  7: 'RRset exists',
  8: 'RRset does not exist',
  9: 'Not authoritative',
  10: 'Name out of zone',
};
const A = 1;
const AAAA = 28;
const MX = 15;
const SRV = 33;
/** Those whose content begins with a name, which is what they tell. */
const NAMES = new Set([2, 5, 12, 39, 47]);
const SOA = 6;
const TYPES: Readonly<Record<number, string>> = {
  [A]: 'A',
  2: 'NS',
  5: 'CNAME',
  [SOA]: 'SOA',
  12: 'PTR',
  13: 'HINFO',
  [MX]: 'MX',
  16: 'TXT',
  [AAAA]: 'AAAA',
  [SRV]: 'SRV',
  35: 'NAPTR',
  39: 'DNAME',
  41: 'OPT',
  43: 'DS',
  46: 'RRSIG',
  47: 'NSEC',
  48: 'DNSKEY',
  50: 'NSEC3',
  64: 'SVCB',
  65: 'HTTPS',
  249: 'TKEY',
  250: 'TSIG',
  251: 'IXFR',
  252: 'AXFR',
  255: 'ANY',
  257: 'CAA',
};

const RESPONSE = 0x8000;
const names = (value: number): string | undefined => OPERATIONS[value];
export const header = layout(
  { prefix: 'dns', spec },
  {
    id: u16('Transaction ID', { base: 'hex' }),
    flags: u16('Flags', { base: 'hex', bits: [bits('dns.flags.opcode', 'Opcode', 0x7800, { names })] }),
    'count.queries': u16('Questions'),
    'count.answers': u16('Answer RRs'),
    'count.auth_rr': u16('Authority RRs'),
    'count.add_rr': u16('Additional RRs'),
  },
);
const queryName = field('dns.qry.name', 'Name', 'string', { generated: true, spec: rfc1035('4.1.2') });
const rest = field('dns.rest', 'Records', 'bytes', { spec: rfc1035('4.1.3') });
export const fields = [queryName, rest];

/** Type and class of a question; and with time to live and length of a record. */
const QUESTION = 4;
const RECORD = 10;
/** Records that the Info column names, of messages that have thousands. */
const SHOWN = 32;

/** Whether bytes may be a message: an operation and result that exist, a record at least, and names that can be read. */
export function looksLikeDns(b: Uint8Array, at: number, end: number): boolean {
  if (end - at < header.size) return false;
  const flags = u16be(b, at + 2);
  const [questions, records] = [u16be(b, at + 4), u16be(b, at + 6) + u16be(b, at + 8) + u16be(b, at + 10)];
  if (OPERATIONS[(flags >>> 11) & 15] === undefined || questions > 512 || records > 4096) return false;
  if (questions === 0) return true;
  const first = readName(b, at + header.size, end, at);
  return first !== undefined && first.end + QUESTION <= end;
}

/** Header and the names asked for; what follows them is left as it is. */
export function takeMessage(d: Dissection): void {
  const start = d.at;
  if (d.packet.names) tellNames(d, start);
  if (!d.recording) return;
  const questions = d.u16be(header.offset['count.queries']);
  d.record(header);
  for (let i = 0; i < questions; i++) {
    const found = readName(d.bytes, d.at, d.end, start);
    if (!found) break;
    d.generate(queryName, shown(found.text), d.at, found.end);
    d.at = found.end;
    d.skip(QUESTION);
  }
  if (d.left > 0) d.take(rest, d.left);
}

/** Tells what the addresses of an answer are called. */
function tellNames(d: Dissection, start: number): void {
  const { bytes, end } = d;
  if (!looksLikeDns(bytes, start, end)) return;
  const flags = u16be(bytes, start + 2);
  if (!(flags & RESPONSE) || flags & 15) return;
  let at = start + header.size;
  for (let i = u16be(bytes, start + 4); i > 0; i--) {
    const asked = readName(bytes, at, end, start);
    if (!asked) return;
    at = asked.end + QUESTION;
  }
  const records = u16be(bytes, start + 6) + u16be(bytes, start + 8) + u16be(bytes, start + 10);
  for (let i = 0; i < records; i++) {
    const owner = readName(bytes, at, end, start);
    if (!owner || owner.end + RECORD > end) return;
    const type = u16be(bytes, owner.end);
    at = owner.end + RECORD;
    const next = at + u16be(bytes, at - 2);
    if (next > end) return;
    if (type === A && next - at === 4) d.called(bytes, at, 4, shown(owner.text));
    else if (type === AAAA && next - at === 16) d.called(bytes, at, 16, shown(owner.text));
    at = next;
  }
}

/** `multicast`: the highest bit of a class asks for a unicast answer, or for a flushed cache (RFC 6762 5.4, 10.2). */
export function writeMessage(b: Uint8Array, start: number, end: number, out: ByteWriter, multicast: boolean): void {
  if (!looksLikeDns(b, start, end)) return;
  const flags = u16be(b, start + 2);
  out.ascii(OPERATIONS[(flags >>> 11) & 15]!);
  if (flags & RESPONSE) out.ascii(' response');
  out.ascii(' 0x');
  out.hex(u16be(b, start), 4);
  const result = flags & RESPONSE ? flags & 15 : 0;
  if (result !== 0) out.ascii(` ${RESULTS[result] ?? `Unknown error (${result})`}`);
  let at = start + header.size;
  const questions = u16be(b, start + 4);
  const records = u16be(b, start + 6) + u16be(b, start + 8) + u16be(b, start + 10);
  for (let i = 0; i < questions; i++) {
    const name = readName(b, at, end, start);
    if (!name || name.end + QUESTION > end) return;
    out.byte(0x20);
    out.ascii(typeName(u16be(b, name.end)));
    out.byte(0x20);
    out.text(shown(name.text));
    if (multicast) out.ascii(u16be(b, name.end + 2) & 0x8000 ? ', "QU" question' : ', "QM" question');
    at = name.end + QUESTION;
  }
  for (let i = 0; i < Math.min(records, SHOWN); i++) {
    const name = readName(b, at, end, start);
    if (!name || name.end + RECORD > end) return;
    const type = u16be(b, name.end);
    out.byte(0x20);
    out.ascii(typeName(type));
    if (multicast && type !== 41 && u16be(b, name.end + 2) & 0x8000) out.ascii(', cache flush');
    at = name.end + RECORD;
    const next = at + u16be(b, at - 2);
    if (next > end) return;
    writeData(b, type, at, next, start, out);
    at = next;
  }
}

function writeData(b: Uint8Array, type: number, at: number, end: number, start: number, out: ByteWriter): void {
  const name = (from: number): void => {
    const found = readName(b, from, end, start);
    if (!found) return;
    out.byte(0x20);
    out.text(shown(found.text));
  };
  if (type === A && end - at === 4) {
    out.byte(0x20);
    out.ipv4(b, at);
  } else if (type === AAAA && end - at === 16) {
    out.byte(0x20);
    out.ipv6(b, at);
  } else if (NAMES.has(type) || type === SOA) name(at);
  else if (type === MX && end - at > 2) {
    out.ascii(` ${u16be(b, at)}`);
    name(at + 2);
  } else if (type === SRV && end - at > 6) {
    out.ascii(` ${u16be(b, at)} ${u16be(b, at + 2)} ${u16be(b, at + 4)}`);
    name(at + 6);
  }
}

const typeName = (type: number): string => TYPES[type] ?? `Unknown (${type})`;
/** Names are UTF-8 where they are not ASCII; the root has none. */
const shown = (text: string): string =>
  text === '' ? '<Root>' : BEYOND_ASCII.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text;
const BEYOND_ASCII = /[\x80-\xff]/;
