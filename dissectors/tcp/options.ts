import { after, type Dissection, type Field, field, fieldGroup, specification, u32be } from '#sdk';
import { rfc9293 } from './layout.ts';

const rfc7323 = specification('RFC 7323', 'https://www.rfc-editor.org/rfc/rfc7323#section-{section}');
const rfc2018 = specification('RFC 2018', 'https://www.rfc-editor.org/rfc/rfc2018#section-{section}');
const rfc2883 = specification('RFC 2883', 'https://www.rfc-editor.org/rfc/rfc2883#section-{section}');

export const END = 0;
export const NO_OPERATION = 1;
export const SEGMENT_SIZE = 2;
export const WINDOW_SCALE = 3;
export const SACK_PERMITTED = 4;
export const SACK = 5;
export const TIMESTAMPS = 8;
/** Larger shifts count as this one (RFC 7323 2.3). */
export const LARGEST_SHIFT = 14;

const KINDS: readonly (readonly [number, string, string])[] = [
  [END, 'eol', 'End of Option List (EOL)'],
  [NO_OPERATION, 'nop', 'No-Operation (NOP)'],
  [SEGMENT_SIZE, 'mss', 'Maximum segment size'],
  [WINDOW_SCALE, 'wscale', 'Window scale'],
  [SACK_PERMITTED, 'sack_perm', 'SACK permitted'],
  [SACK, 'sack', 'SACK'],
  [TIMESTAMPS, 'timestamp', 'Timestamps'],
  [19, 'md5', 'MD5 signature'],
  [28, 'user_to', 'User Timeout'],
  [29, 'ao', 'TCP Authentication Option'],
  [30, 'mptcp', 'Multipath TCP'],
  [34, 'tfo', 'TCP Fast Open Cookie'],
];
const NAMES = new Map(KINDS.map(([kind, , name]) => [kind, name]));

const all = field('tcp.options', 'Options', 'bytes', { spec: rfc9293('3.1') });
/** An option's heading. */
const headings = new Map(
  KINDS.map(([kind, abbrev, name]) => [kind, field(`tcp.options.${abbrev}`, `TCP Option - ${name}`, 'none')]),
);
const unknown = field('tcp.options.unknown', 'TCP Option - Unknown', 'none');
const u32 = (abbrev: string, label: string, spec = rfc2018('3')): Field =>
  field(abbrev, label, 'uint', { size: 4, spec });
const kind = field('tcp.option_kind', 'Kind', 'uint', { size: 1, names: NAMES, spec: rfc9293('3.1') });
const optionLength = field('tcp.option_len', 'Length', 'uint', { size: 1, spec: rfc9293('3.1') });
const mss = field('tcp.options.mss_val', 'MSS Value', 'uint', { size: 2, spec: rfc9293('3.2') });
const shift = field('tcp.options.wscale.shift', 'Shift count', 'uint', { size: 1, spec: rfc7323('2.2') });
const multiplier = field('tcp.options.wscale.multiplier', 'Multiplier', 'uint', { size: 2, generated: true });
const tsval = u32('tcp.options.timestamp.tsval', 'Timestamp value', rfc7323('3.2'));
const tsecr = u32('tcp.options.timestamp.tsecr', 'Timestamp echo reply', rfc7323('3.2'));
const generated = { size: 4, generated: true, spec: rfc2018('3') };
const left = field('tcp.options.sack_le', 'TCP SACK Left Edge', 'uint', generated);
const right = field('tcp.options.sack_re', 'TCP SACK Right Edge', 'uint', generated);
const count = field('tcp.options.sack.count', 'TCP SACK Count', 'uint', generated);
const duplicate = { generated: true, size: 4, spec: rfc2883('4') };
const dsack = field('tcp.options.sack.dsack', 'Duplicate SACK', 'none', duplicate);
const dsackLeft = field('tcp.options.sack.dsack_le', 'TCP D-SACK Left Edge', 'uint', duplicate);
const dsackRight = field('tcp.options.sack.dsack_re', 'TCP D-SACK Right Edge', 'uint', duplicate);
const data = field('tcp.options.data', 'Option data', 'bytes');

export const options = fieldGroup(
  all,
  ...headings.values(),
  unknown,
  kind,
  optionLength,
  mss,
  shift,
  multiplier,
  tsval,
  tsecr,
  left,
  right,
  count,
  dsack,
  dsackLeft,
  dsackRight,
  data,
);

/** What the header's code needs of the options. */
export interface TcpOptions {
  /** Window scale shift, -1 where none is offered. */
  scale: number;
}

const found: TcpOptions = { scale: -1 };

/** Options up to `end` (RFC 9293 3.1); a length that cannot be ends them. `ackBase` makes SACK edges relative. */
export function dissectOptions(d: Dissection, end: number, ack: number, ackBase: number): TcpOptions {
  found.scale = -1;
  d.need(end - d.at);
  const node = d.open(all);
  for (let more = true; more && d.at < end; ) {
    const heading = d.open(headings.get(d.u8(0)) ?? unknown);
    more = dissectOption(d, end, ack, ackBase);
    d.close(heading);
  }
  d.skip(end - d.at);
  d.close(node);
  return found;
}

/** Reads one option; false where none can follow. */
function dissectOption(d: Dissection, end: number, ack: number, ackBase: number): boolean {
  const option = d.u8(0);
  d.take(kind, 1);
  if (option === END) return false;
  if (option === NO_OPERATION) return true;
  if (d.at >= end) return false;
  const body = d.u8(0) - 2;
  d.take(optionLength, 1);
  if (body < 0 || d.at + body > end) return false;
  if (option === SEGMENT_SIZE && body === 2) d.take(mss, 2);
  else if (option === WINDOW_SCALE && body === 1) {
    found.scale = Math.min(LARGEST_SHIFT, d.u8(0));
    d.take(shift, 1);
    d.generate(multiplier, 2 ** found.scale, d.at - 1, d.at);
  } else if (option === TIMESTAMPS && body === 8) {
    d.take(tsval, 4);
    d.take(tsecr, 4);
  } else if (option === SACK) selective(d, body, ack, ackBase);
  else if (body > 0) d.take(data, body);
  return true;
}

/** Bytes beyond `ack` that a segment's SACK option acknowledges. */
export function selected(b: Uint8Array, start: number, end: number, ack: number): number {
  let bytes = 0;
  for (let at = start; at < end && b[at] !== END; ) {
    const length = b[at] === NO_OPERATION ? 1 : at + 1 < end ? b[at + 1]! : 0;
    if (length === 0 || at + length > end) break;
    if (b[at] === SACK)
      for (let block = at + 2; block + 8 <= at + length; block += 8) {
        const left = u32be(b, block) | 0;
        if (after(left, ack) > 0) bytes += Math.max(0, after(u32be(b, block + 4) | 0, left));
      }
    at += length;
  }
  return bytes;
}

function selective(d: Dissection, body: number, ack: number, ackBase: number): void {
  const blocks = Math.floor(body / 8);
  for (let i = 0; i < blocks; i++) {
    const from = d.u32be(0);
    const to = d.u32be(4);
    // A first block below the acknowledgment reports a duplicate (RFC 2883 4).
    const repeats = i === 0 && ((from - ack) | 0) < 0;
    d.generate(left, (from - ackBase) >>> 0, d.at, d.at + 4);
    d.generate(right, (to - ackBase) >>> 0, d.at + 4, d.at + 8);
    if (repeats) {
      d.generate(dsack, true, d.at, d.at + 8);
      d.generate(dsackLeft, (from - ackBase) >>> 0, d.at, d.at + 4);
      d.generate(dsackRight, (to - ackBase) >>> 0, d.at + 4, d.at + 8);
    }
    d.skip(8);
  }
  d.generate(count, blocks, d.at - blocks * 8, d.at);
  d.skip(body - blocks * 8);
}
