import type { Dissection } from '#sdk';
import { ipProtocol } from './keys.ts';
import { fragmentOffset, header, headerLength } from './layout.ts';
import { dissectOptions } from './options.ts';

const MORE = 0x2000;
const { offset } = header;

export function dissect(d: Dissection): void {
  d.need(header.size);
  const start = d.at;
  const length = (d.u8(offset.first) & 15) * 4;
  const total = d.u16be(offset.len);
  const word = d.u16be(offset.flags);
  const number = d.u8(offset.proto);
  d.addresses('ipv4', start + offset.src, start + offset.dst);
  // Total length 0: the sender's card was to cut the datagram up. What is there is what it is.
  if (total >= length && total !== 0) d.limitTo(total, 'ip.len');
  if (d.recording) {
    d.generate(headerLength, length, start, start + 1);
    d.generate(fragmentOffset, (word & 0x1fff) * 8, start + offset.flags, start + offset.flags + 2);
  }
  d.record(header);
  if (length > header.size) dissectOptions(d, start + length);
  else if (length < header.size) return;
  if ((word & (MORE | 0x1fff)) === 0) {
    d.route(ipProtocol, number, d.at, d.end, d.promised);
    return;
  }
  const from = d.at;
  if (d.quoted || d.promised > d.end) return d.data(from, d.end, d.promised);
  const whole = d.reassemble('reassembled IPv4', {
    key: `4${d.source.bytes.slice(start + offset.src, start + header.size)}${d.u16be(start + offset.id - d.at)}/${number}`,
    offset: (word & 0x1fff) * 8,
    last: (word & MORE) === 0,
    start: from,
    end: d.end,
  });
  if (whole) d.routeFrom(whole, ipProtocol, number);
  else d.data(from, d.end);
}
