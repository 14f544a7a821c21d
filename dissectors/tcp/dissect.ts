import { type Dissection, type Flow, type Segment, u16be, u32be, without } from '#sdk';
import { generateStatus } from '../ipv4/keys.ts';
import { analysis } from './analysis.ts';
import { follow } from './connection.ts';
import {
  ACK,
  ack,
  ackNonzero,
  checksumStatus,
  derived,
  FIN,
  header,
  headerLength,
  length,
  nextSeq,
  payload as payloadBytes,
  retransmittedFrame,
  SYN,
  seq,
  stream,
  windowSize,
} from './layout.ts';
import { dissectOptions, options } from './options.ts';
import { scaledWindow } from './window.ts';

const { offset } = header;
const TCP = 6;
/** An ICMP error quotes eight bytes at least; the number in them is all there is, and is not relative to a stream's. */
const quotedHeader = without(header, 'seq');
const segment: Segment = { seq: 0, ack: 0, flags: 0, start: 0, end: 0, promised: 0, recalled: true };

export function dissect(d: Dissection): void {
  const start = d.at;
  if (d.quoted) return quoted(d);
  if (d.left < header.size) return d.record(header);
  // As all that is kept of sequence numbers: unsigned ones above 2^31 would be doubles to V8, and allocated.
  const raw = d.i32be(offset.seq);
  const rawAck = d.i32be(offset.ack);
  const word = d.u16be(offset.flags);
  const size = (word >> 12) * 4;
  const flags = word & 0xfff;
  const payload = Math.max(0, d.promised - start - size);
  const opening = (flags & (SYN | ACK)) === SYN ? raw : undefined;
  const flow = d.converse('tcp', d.u16be(offset.srcport), d.u16be(offset.dstport), opening);
  let seqBase = 0;
  let ackBase = 0;
  if (flow) {
    base(d, flow, flags, raw, rawAck);
    seqBase = flow.sides[d.direction].base;
    ackBase = flow.sides[d.direction === 0 ? 1 : 0].base;
  }
  d.record(header);
  if (d.wantsAny(derived)) {
    const relative = (raw - seqBase) >>> 0;
    if (flow) d.generate(stream, flow.stream);
    d.generate(length, payload);
    d.generate(seq, relative, start + offset.seq, start + offset.seq + 4);
    d.generate(nextSeq, (relative + payload + (flags & (SYN | FIN) ? 1 : 0)) >>> 0);
    d.generate(ack, flags & ACK ? (rawAck - ackBase) >>> 0 : rawAck >>> 0, start + offset.ack, start + offset.ack + 4);
    if (!(flags & ACK) && rawAck !== 0) d.generate(ackNonzero, true, start + offset.ack, start + offset.ack + 4);
    d.generate(headerLength, size, start + offset.flags, start + offset.flags + 1);
    if (flow)
      d.generate(windowSize, scaledWindow(flow, d.direction, flags, u16be(d.bytes, start + offset.window_size_value)));
  }
  if (d.wants(checksumStatus)) generateStatus(d, checksumStatus, TCP, start + offset.checksum);
  if (size < header.size) return;
  if (size > header.size && (d.wantsAny(options) || flags & SYN)) {
    const { scale } = dissectOptions(d, start + size, rawAck, ackBase);
    if (flow && flags & SYN) flow.sides[d.direction].windowShift = scale;
  } else d.skip(size - header.size);
  if (d.end > d.at) d.mark(payloadBytes, d.at, d.end);
  if (!flow) {
    d.data(d.at, d.end, d.promised);
    return;
  }
  segment.seq = raw;
  segment.ack = rawAck;
  segment.flags = flags;
  segment.start = d.at;
  segment.end = d.end;
  segment.promised = Math.max(d.end, start + size + payload);
  segment.recalled = !d.partial || d.wants(retransmittedFrame);
  // A layer's note, for the list.
  if (!d.partial || d.wantsAny(analysis))
    d.layer.note = follow(d, flow, segment, u16be(d.bytes, start + offset.window_size_value));
  const repeated = d.segment(segment);
  if (repeated > 0) d.generate(retransmittedFrame, repeated);
}

/** Relative numbers begin at the SYN's, or so that the first byte seen is number 1. */
function base(d: Dissection, flow: Flow, flags: number, raw: number, rawAck: number): void {
  const side = flow.sides[d.direction];
  const peer = flow.sides[d.direction === 0 ? 1 : 0];
  if (!side.based || (flags & SYN && !side.opened)) {
    side.based = true;
    side.base = flags & SYN ? raw : (raw - 1) | 0;
  }
  if (!peer.based && flags & ACK) {
    peer.based = true;
    peer.base = (rawAck - 1) | 0;
  }
  if (flags & SYN) side.opened = true;
}

/** What an error message shows of a segment. */
function quoted(d: Dissection): void {
  const start = d.at;
  const flow = d.left < 4 ? undefined : d.quotedFlow('tcp', d.u16be(offset.srcport), d.u16be(offset.dstport));
  if (flow) d.generate(stream, flow.stream);
  if (d.left >= offset.ack) d.generate(seq, d.u32be(offset.seq), start + offset.seq, start + offset.ack);
  if (d.left < header.size) return d.record(quotedHeader);
  const size = (d.u16be(offset.flags) >> 12) * 4;
  d.generate(ack, d.u32be(offset.ack), start + offset.ack, start + offset.ack + 4);
  d.generate(headerLength, size, start + offset.flags, start + offset.flags + 1);
  d.record(quotedHeader);
  if (size < header.size) return;
  if (size > header.size) dissectOptions(d, start + size, u32be(d.bytes, start + offset.ack), 0);
  d.data(d.at, d.end, d.promised);
}
