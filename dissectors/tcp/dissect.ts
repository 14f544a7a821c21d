import type { Dissection, Segment } from '#sdk';
import { ACK, ack, ackNonzero, FIN, header, headerLength, length, nextSeq, seq, stream, SYN, windowSize } from './layout.ts';
import { dissectOptions } from './options.ts';

const { offset } = header;
const segment: Segment = { seq: 0, ack: 0, flags: 0, start: 0, end: 0, promised: 0 };

export function dissect(d: Dissection): void {
  const start = d.at;
  if (d.left < header.size) return d.record(header);
  const raw = d.u32be(offset.seq);
  const rawAck = d.u32be(offset.ack);
  const word = d.u16be(offset.flags);
  const size = (word >> 12) * 4;
  const flags = word & 0xfff;
  const payload = Math.max(0, d.promised - start - size);
  let seqBase = 0;
  let ackBase = 0;
  const flow = d.quoted
    ? undefined
    : d.converse('tcp', d.u16be(offset.srcport), d.u16be(offset.dstport), (flags & (SYN | ACK)) === SYN ? raw : -1);
  if (flow) {
    const side = flow.sides[d.direction];
    const peer = flow.sides[d.direction === 0 ? 1 : 0];
    // Relative numbers begin at the SYN's, or so that the first byte seen is number 1.
    if (!side.based) {
      side.based = true;
      side.base = flags & SYN ? raw : (raw - 1) >>> 0;
    }
    if (!peer.based && flags & ACK) {
      peer.based = true;
      peer.base = (rawAck - 1) >>> 0;
    }
    if (flags & SYN) side.opened = true;
    seqBase = side.base;
    ackBase = peer.base;
  }
  if (d.recording) {
    const relative = (raw - seqBase) >>> 0;
    if (flow) d.generate(stream, flow.stream);
    d.generate(length, payload);
    d.generate(seq, relative, start + offset.seq, start + offset.seq + 4);
    d.generate(nextSeq, (relative + payload + (flags & (SYN | FIN) ? 1 : 0)) >>> 0);
    d.generate(ack, flags & ACK ? (rawAck - ackBase) >>> 0 : 0, start + offset.ack, start + offset.ack + 4);
    if (!(flags & ACK) && rawAck !== 0) d.generate(ackNonzero, true, start + offset.ack, start + offset.ack + 4);
    d.generate(headerLength, size, start + offset.flags, start + offset.flags + 1);
  }
  d.record(header);
  if (size < header.size) return;
  if (size > header.size && (d.recording || flags & SYN)) {
    const options = dissectOptions(d, start + size, rawAck, ackBase);
    if (flow && flags & SYN) flow.sides[d.direction].windowShift = options.scale;
  } else d.skip(size - header.size);
  if (flow && d.recording && d.wants(windowSize)) {
    const [a, b] = flow.sides;
    const scaled = a.windowShift >= 0 && b.windowShift >= 0 && !(flags & SYN);
    const window = d.bytes[start + offset.window_size_value]! * 256 + d.bytes[start + offset.window_size_value + 1]!;
    d.generate(windowSize, scaled ? window * 2 ** flow.sides[d.direction].windowShift : window);
  }
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
  d.segment(segment);
}
