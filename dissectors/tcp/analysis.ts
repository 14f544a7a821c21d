import { type Dissection, type Field, type Flow, field, fieldGroup, type Instant, type Packet } from '#sdk';
import type { Connection } from './connection.ts';
import { InFlight, type Sent } from './in-flight.ts';
import { ACK, FIN, header, PSH, SYN } from './layout.ts';
import { selected } from './options.ts';
import { DUPLICATE_ACK, LOST_SEGMENT, REMARKS, REPEATED, RETRANSMISSION } from './remarks.ts';
import type { Observed } from './sequence.ts';

const generated = { generated: true };
const counted = { generated: true, size: 4 };
const uint = (name: string, label: string) => field(`tcp.analysis.${name}`, label, 'uint', counted);
const duration = (abbrev: string, label: string) => field(`tcp.${abbrev}`, label, 'duration', generated);

const sinceFirst = duration('time_relative', 'Time since first frame in this TCP stream');
const sinceLast = duration('time_delta', 'Time since previous frame in this TCP stream');
const heading = field('tcp.analysis', 'SEQ/ACK analysis', 'none', generated);
const acked = uint('acks_frame', 'This is an ACK to the segment in frame');
const roundTrip = duration('analysis.ack_rtt', 'The RTT to ACK the segment was');
const firstRoundTrip = duration('analysis.initial_rtt', 'iRTT');
const inFlight = uint('bytes_in_flight', 'Bytes in flight');
const pushed = uint('push_bytes_sent', 'Bytes sent since last PSH flag');
const flagged = field('tcp.analysis.flags', 'TCP Analysis Flags', 'none', generated);
const timeout = duration('analysis.rto', 'The RTO for this segment was');
const timeoutFrame = uint('rto_frame', 'RTO based on delta from frame');
const duplicates = uint('duplicate_ack_num', 'Duplicate ACK #');
const duplicated = uint('duplicate_ack_frame', 'Duplicate to the ACK in frame');

export const analysis = fieldGroup(
  sinceFirst,
  sinceLast,
  heading,
  acked,
  roundTrip,
  firstRoundTrip,
  inFlight,
  pushed,
  flagged,
  ...REMARKS.map((remark) => remark.field),
  timeout,
  timeoutFrame,
  duplicates,
  duplicated,
);

/** How far a connection is. */
export class Progress {
  /** The first frame that was followed, and when that was; when the last one was. */
  readonly frame: number;
  readonly first: Instant;
  last: Instant;
  /** What is under way each way. */
  readonly flights: readonly [InFlight, InFlight] = [new InFlight(), new InFlight()];

  constructor({ number, seconds, nanoseconds }: Packet) {
    this.frame = number;
    this.first = { seconds, nanoseconds };
    this.last = { seconds, nanoseconds };
  }
}

/** Says what is known of a segment by those that came before. */
export function tell(d: Dissection, flow: Flow, it: Connection, segment: Readonly<Observed>, remarks: number): void {
  const { packet, direction } = d;
  it.progress ??= new Progress(packet);
  const { frame, first, last, flights } = it.progress;
  // Of one that was forgotten, the first segment is not known any more.
  if (frame === flow.firstFrame) {
    d.generate(sinceFirst, packet.since(first));
    d.generate(sinceLast, packet.since(last));
  }
  it.progress.last = { seconds: packet.seconds, nanoseconds: packet.nanoseconds };
  const own = flights[direction];
  const peer = flights[direction === 0 ? 1 : 0];
  const repeats = remarks & RETRANSMISSION ? (own.oldest ?? own.newest) : undefined;
  const answers = segment.flags & ACK ? peer.acknowledge(segment.ack) : undefined;
  if (segment.flags & ACK) peer.selective = selected(d.bytes, d.layer.start + header.size, d.at, segment.ack);
  const bytes = send(own, segment, remarks, packet);
  if (remarks === 0 && !answers && bytes === undefined) return;
  const node = d.generate(heading, true);
  if (answers) tellSince(d, acked, roundTrip, answers);
  if (it.roundTrip > 0) {
    const nanoseconds = it.roundTrip % 1e9;
    d.generate(firstRoundTrip, { seconds: (it.roundTrip - nanoseconds) / 1e9, nanoseconds });
  }
  if (bytes !== undefined) {
    d.generate(inFlight, bytes);
    d.generate(pushed, own.push(segment.length, (segment.flags & PSH) !== 0));
  }
  if (remarks !== 0) tellRemarks(d, remarks, repeats);
  if (remarks & DUPLICATE_ACK) {
    const { repeats: count, ackFrame } = it.sides[direction];
    d.generate(duplicates, count);
    d.generate(duplicated, ackFrame);
  }
  if (node >= 0) packet.tree.enclose(node);
}

/** Takes note of a segment; gives the bytes under way with it, where it has some and they are known. */
function send(
  own: InFlight,
  { seq, length, flags }: Readonly<Observed>,
  remarks: number,
  packet: Packet,
): number | undefined {
  const virtual = flags & (SYN | FIN) ? 1 : 0;
  if (length + virtual > 0) {
    const { number: frame, seconds, nanoseconds } = packet;
    const sent = { frame, seconds, nanoseconds };
    own.add(seq, (seq + length + virtual) | 0, sent);
    if (!(remarks & REPEATED)) own.newest = sent;
  }
  if (remarks & LOST_SEGMENT) own.tear();
  const { bytes } = own;
  return length > 0 && bytes !== undefined ? bytes - virtual : undefined;
}

/** Which frame had a segment, and the time since, if there was any. */
function tellSince(d: Dissection, frame: Field, time: Field, sent: Sent): void {
  d.generate(frame, sent.frame);
  const since = d.packet.since(sent);
  if (since.seconds !== 0 || since.nanoseconds !== 0) d.generate(time, since);
}

function tellRemarks(d: Dissection, remarks: number, repeats: Sent | undefined): void {
  const node = d.generate(flagged, true);
  for (const { told, field } of REMARKS) if (remarks & told) d.generate(field, true);
  if (repeats) tellSince(d, timeoutFrame, timeout, repeats);
  if (node >= 0) d.packet.tree.enclose(node);
}
