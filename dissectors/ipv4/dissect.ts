import { type Dissection, onesSum, u32be, without } from '#sdk';
import { surplus, wantsSurplus } from '../padding/keys.ts';
import { BAD, GOOD, UNVERIFIED } from './checksum.ts';
import { ipProtocol, ipVersion } from './keys.ts';
import { checksumStatus, header, headerLength, remarks, timeToLiveControl, timeToLiveSmall } from './layout.ts';
import { dissectOptions } from './options.ts';

const MORE = 0x2000;
const IGMP = 2;
const PIM = 103;
const OSPF = 89;
const { offset } = header;
/** Total length 0: the sender's card was to cut the datagram up. What is there is what it is. */
const offloaded = without(header, 'len');

export function dissect(d: Dissection): void {
  const version = d.u8(offset.first) >> 4;
  if (version !== 4) {
    d.mark(header.fields.first, d.at, d.at + 1);
    return d.route(ipVersion, version, d.at, d.end, d.promised);
  }
  if (d.left < header.size) return d.record(header);
  const start = d.at;
  const { end, promised } = d;
  const length = (d.u8(offset.first) & 15) * 4;
  const total = d.u16be(offset.len);
  const word = d.u16be(offset.flags);
  const number = d.u8(offset.proto);
  d.addresses('ipv4', start + offset.src, start + offset.dst);
  if (total >= length && total !== 0) d.limitTo(total, 'ip.len');
  if (d.recording) {
    if (total === 0) d.generate(header.fields.len, d.left, start + offset.len, start + offset.len + 2);
    d.record(total === 0 ? offloaded : header);
    d.generate(headerLength, length, start, start + 1);
    if (d.wantsAny(remarks)) remark(d, start, length, number);
  } else d.skip(header.size);
  if (length > header.size) dissectOptions(d, start + length);
  else if (length < header.size) return;
  if ((word & (MORE | 0x1fff)) === 0) d.route(ipProtocol, number, d.at, d.end, d.promised);
  else fragment(d, start, start + total <= d.end, word, number);
  if (d.end < end && !d.quoted && wantsSurplus(d)) d.route(surplus, 0, d.end, end, promised);
}

function fragment(d: Dissection, start: number, whole: boolean, word: number, number: number): void {
  if (d.quoted || !whole) return d.data(d.at, d.end, d.promised);
  const datagram = d.reassemble('reassembled IPv4', {
    key: `4,${d.bytes.subarray(start + offset.src, start + header.size)},${d.u16be(start + offset.id - d.at)},${number}`,
    offset: (word & 0x1fff) * 8,
    last: (word & MORE) === 0,
    start: d.at,
    end: d.end,
  });
  if (datagram) d.routeFrom(datagram, ipProtocol, number);
  else d.data(d.at, d.end);
}

function remark(d: Dissection, start: number, length: number, number: number): void {
  const { bytes } = d;
  if (d.wants(checksumStatus) && start + length <= d.end) {
    const at = start + offset.checksum;
    // A card that sums for its host leaves zero in what the host captures.
    const offloaded = bytes[at] === 0 && bytes[at + 1] === 0;
    const status = onesSum(bytes, start, start + length) === 0xffff ? GOOD : offloaded ? UNVERIFIED : BAD;
    d.generate(checksumStatus, status, at, at + 2);
  }
  const at = start + offset.ttl;
  const hops = bytes[at]!;
  const destination = u32be(bytes, start + offset.dst);
  if (destination >>> 8 === 0xe00000) {
    const expected = number === IGMP ? 1 : (CONTROL_BLOCK.get(destination & 0xff) ?? 1);
    if (expected >= 0 && hops !== expected) d.generate(timeToLiveControl, true, at, at + 1);
  } else if (hops < 5 && destination >>> 28 !== 0xe && number !== PIM && number !== OSPF) {
    d.generate(timeToLiveSmall, true, at, at + 1);
  }
}

/**
 * Hops given to what is sent to 224.0.0.x and must not leave the link (RFC 5771 4): one, as IGMP always has, but for
 * VRRP, GLBP and multicast DNS, which prove by 255 that nobody forwarded them, and for LLMNR, which may use any (-1).
 */
const CONTROL_BLOCK = new Map([
  [18, 255],
  [102, 255],
  [251, 255],
  [252, -1],
]);
