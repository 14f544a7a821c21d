import { after, type Direction } from '#sdk';
import { ACK, FIN, RST, SYN } from './layout.ts';
import * as is from './remarks.ts';

/** What one side sent so far. Numbers are signed 32-bit integers, as all that is kept of sequence numbers. */
class Sender {
  /** A segment of it was captured; nothing else is known before. */
  seen = false;
  /** The number after the highest one it used, and when that was. */
  next = 0;
  nextSeconds = 0;
  nextNanoseconds = 0;
  /** Up to here, nothing of it is missing that was not told to be. */
  whole = 0;
  /** That its last segments are missing was told, and it said nothing new since. */
  missed = false;
  /** What it acknowledged last, which frame was the first to do so, how often others repeated that, and when. */
  ack = 0;
  acked = false;
  ackFrame = 0;
  repeats = 0;
  ackSeconds = 0;
  ackNanoseconds = 0;
  /** What it offered last, not scaled; -1 before it did. */
  window = -1;
  /** What its last segment was. */
  remarks = 0;

  /** It used the numbers up to `end`. */
  advance(end: number, { seq, seconds, nanoseconds }: Readonly<Observed>): void {
    const follows = !this.seen || (after(seq, this.whole) <= 0 && after(end, this.whole) > 0);
    if (!this.seen || after(end, this.next) > 0) {
      this.next = end;
      this.nextSeconds = seconds;
      this.nextNanoseconds = nanoseconds;
    }
    // What lay behind a hole counts with what fills it.
    if (follows) this.whole = this.next;
    this.seen = true;
  }

  acknowledge(again: boolean, { ack, frame, seconds, nanoseconds }: Readonly<Observed>): void {
    if (again) this.repeats++;
    else if (!this.acked || ack !== this.ack) {
      this.ackFrame = frame;
      this.repeats = 0;
      this.missed = false;
    }
    this.acked = true;
    this.ack = ack;
    this.ackSeconds = seconds;
    this.ackNanoseconds = nanoseconds;
  }
}

export type Senders = readonly [Sender, Sender];
export const senders = (): Senders => [new Sender(), new Sender()];

/** A segment, as it counts here. */
export interface Observed {
  seq: number;
  ack: number;
  flags: number;
  /** Bytes of data. */
  length: number;
  /** What it offers, not scaled. */
  window: number;
  /** By how much its receiver's windows are scaled, -1 where that is not known. */
  shift: number;
  frame: number;
  seconds: number;
  nanoseconds: number;
  /** Nanoseconds that a round trip takes, 0 where that is not known. */
  roundTrip: number;
}

/** Nanoseconds to a segment from a moment before it. */
export const since = (it: Readonly<Observed>, seconds: number, nanoseconds: number): number =>
  (it.seconds - seconds) * 1e9 + it.nanoseconds - nanoseconds;

/** Within this time of them, a segment answers acknowledgments that ask for it; in nanoseconds. */
const FAST = 20_000_000;
/** Within this time of what follows it, a segment was overtaken; where the round trip is not known. */
const OVERTAKEN = 3_000_000;

/** What a segment is, as bits of REMARKS, by the rules that Wireshark's users know. */
export function analyse(sides: Senders, direction: Direction, it: Readonly<Observed>): number {
  const { seq, ack, flags, length, window } = it;
  const own = sides[direction];
  const peer = sides[direction === 0 ? 1 : 0];
  const plain = (flags & (SYN | FIN | RST)) === 0;
  const ahead = own.seen ? after(seq, own.next) : 0;
  const follows = own.seen && ahead === 0;
  let remarks = 0;
  if (length === 1 && follows && peer.window === 0) remarks = is.ZERO_WINDOW_PROBE;
  else {
    if (window === 0 && plain) remarks |= is.ZERO_WINDOW;
    if (ahead > 0 && !(flags & RST)) remarks |= is.LOST_SEGMENT;
    if (plain && length <= 1 && ahead === -1) remarks |= is.KEEP_ALIVE;
    if (plain && length > 0 && fills(peer, seq + length, it.shift)) remarks |= is.WINDOW_FULL;
    if (plain && length === 0 && follows && own.acked && flags & ACK) remarks |= answer(own, peer, ack, window);
  }
  if (flags & ACK && peer.seen && after(ack, peer.whole) > 0) remarks |= unseen(peer, ack);
  const end = (seq + length + (flags & (SYN | FIN) ? 1 : 0)) | 0;
  if (ahead < 0 && end !== seq && !(remarks & is.KEEP_ALIVE)) remarks |= repetition(own, peer, end, it);
  if (!(remarks & is.ZERO_WINDOW_PROBE)) own.advance(end, it);
  if (flags & ACK) own.acknowledge((remarks & is.DUPLICATE_ACK) !== 0, it);
  own.window = window;
  own.remarks = remarks;
  return remarks;
}

/** Of a segment that acknowledges more than was captured of its peer without a hole. */
function unseen(peer: Sender, ack: number): number {
  const missed = peer.whole === peer.next;
  peer.whole = peer.next;
  if (peer.remarks & is.ZERO_WINDOW_PROBE && ack === ((peer.next + 1) | 0)) {
    // The probe's byte was taken after all: the window is open.
    peer.next = peer.whole = ack;
    return is.WINDOW_UPDATE;
  }
  const told = missed && peer.missed;
  peer.missed ||= missed;
  return told ? 0 : is.ACKED_LOST_SEGMENT;
}

/** Whether the segment that ends at `end` leaves nothing of the peer's window. */
const fills = ({ acked, ack, window }: Sender, end: number, shift: number): boolean =>
  acked && shift >= 0 && after(end, ack) === window << shift;

/** Of a segment without data that is where its sender's stream is: what it has to say. */
function answer(own: Sender, peer: Sender, ack: number, window: number): number {
  if (window === 0) {
    const probed = window === own.window && (peer.remarks & is.ZERO_WINDOW_PROBE) !== 0;
    return probed && (ack === own.ack || ack === ((own.ack + 1) | 0)) ? is.ZERO_WINDOW_PROBE_ACK : 0;
  }
  if (ack !== own.ack) return 0;
  if (window !== own.window) return is.WINDOW_UPDATE;
  return peer.remarks & is.KEEP_ALIVE ? is.KEEP_ALIVE_ACK : is.DUPLICATE_ACK;
}

/** Of a segment that begins before where its sender's stream is: why. */
function repetition(own: Sender, peer: Sender, end: number, it: Readonly<Observed>): number {
  const { seq, length, roundTrip } = it;
  if (length > 0 && peer.acked && after(end, peer.ack) <= 0) return is.SPURIOUS_RETRANSMISSION;
  // Behind a probe's byte, which counts for nothing.
  if (length > 1 && seq === ((own.next - 1) | 0)) return 0;
  if (peer.repeats >= 2 && peer.ack === seq && since(it, peer.ackSeconds, peer.ackNanoseconds) < FAST)
    return is.FAST_RETRANSMISSION;
  const overtaken = roundTrip > 0 ? roundTrip : OVERTAKEN;
  return since(it, own.nextSeconds, own.nextNanoseconds) < overtaken && end !== own.next
    ? is.OUT_OF_ORDER
    : is.RETRANSMISSION;
}
