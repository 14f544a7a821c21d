import { type Dissection, type Field, field, specification } from '#sdk';
import { rfc9293 } from './layout.ts';

const rfc7323 = specification('RFC 7323', 'https://www.rfc-editor.org/rfc/rfc7323#section-{section}');
const rfc2018 = specification('RFC 2018', 'https://www.rfc-editor.org/rfc/rfc2018#section-{section}');
const NAMES = {
  0: 'End of Option List (EOL)',
  1: 'No-Operation (NOP)',
  2: 'Maximum segment size',
  3: 'Window scale',
  4: 'SACK permitted',
  5: 'SACK',
  8: 'Timestamps',
  19: 'MD5 signature',
  28: 'User Timeout',
  29: 'TCP-AO',
  30: 'Multipath TCP',
  34: 'TCP Fast Open Cookie',
};

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
const rfc2883 = specification('RFC 2883', 'https://www.rfc-editor.org/rfc/rfc2883#section-{section}');
const duplicate = { generated: true, size: 4, spec: rfc2883('4') };
const dsack = field('tcp.options.sack.dsack', 'Duplicate SACK', 'none', duplicate);
const dsackLeft = field('tcp.options.sack.dsack_le', 'TCP D-SACK Left Edge', 'uint', duplicate);
const dsackRight = field('tcp.options.sack.dsack_re', 'TCP D-SACK Right Edge', 'uint', duplicate);
const data = field('tcp.options.data', 'Option data', 'bytes');

export const optionFields = [
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
];

/** What the header's code needs of the options. */
export interface TcpOptions {
  /** Window scale shift, -1 where none is offered. */
  scale: number;
}

const found: TcpOptions = { scale: -1 };

/** Options up to `end` (RFC 9293 3.1); a length that cannot be ends them. `ackBase` makes SACK edges relative. */
export function dissectOptions(d: Dissection, end: number, ack: number, ackBase: number): TcpOptions {
  found.scale = -1;
  if (end > d.end) d.need(end - d.at);
  while (d.at < end) {
    const option = d.u8(0);
    d.take(kind, 1);
    if (option === 0) break;
    if (option === 1) continue;
    if (d.at >= end) break;
    const body = d.u8(0) - 2;
    d.take(optionLength, 1);
    if (body < 0 || d.at + body > end) break;
    if (option === 2 && body === 2) d.take(mss, 2);
    else if (option === 3 && body === 1) {
      // Larger shifts count as 14 (RFC 7323 2.3).
      found.scale = Math.min(14, d.u8(0));
      d.generate(multiplier, 2 ** found.scale, d.at, d.at + 1);
      d.take(shift, 1);
    } else if (option === 8 && body === 8) {
      d.take(tsval, 4);
      d.take(tsecr, 4);
    } else if (option === 5) selective(d, body, ack, ackBase);
    else if (body > 0) d.take(data, body);
  }
  d.skip(Math.max(0, end - d.at));
  return found;
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
