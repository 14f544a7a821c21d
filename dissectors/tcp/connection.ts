import { type Dissection, type Flow, type Segment, stateKey } from '#sdk';
import { analysis, type Progress, tell } from './analysis.ts';
import { ACK, SYN } from './layout.ts';
import { REUSED_PORTS } from './remarks.ts';
import { analyse, type Observed, senders, since } from './sequence.ts';
import { shiftOf } from './window.ts';

/** A connection as those follow it who look for what went wrong with it. */
export class Connection {
  readonly sides = senders();
  /** A SYN waits for its handshake's end, and since when; how long that took, in nanoseconds, 0 where it is not known. */
  opening = false;
  openSeconds = 0;
  openNanoseconds = 0;
  roundTrip = 0;
  /** What only fields tell; where nobody asks for one, it is not kept. */
  progress: Progress | undefined;
}

export const connection = stateKey(() => new Connection());

const observed: Observed = {
  seq: 0,
  ack: 0,
  flags: 0,
  length: 0,
  window: 0,
  shift: 0,
  frame: 0,
  seconds: 0,
  nanoseconds: 0,
  roundTrip: 0,
};

/** Follows a connection by one segment more; gives what that is, as bits of REMARKS. */
export function follow(
  d: Dissection,
  flow: Flow,
  { seq, ack, flags, start, promised }: Segment,
  window: number,
): number {
  const { number: frame, seconds, nanoseconds } = d.packet;
  const it = flow.state(connection);
  observed.seq = seq;
  observed.ack = ack;
  observed.flags = flags;
  observed.length = promised - start;
  observed.window = window;
  observed.shift = shiftOf(flow, d.direction === 0 ? 1 : 0);
  observed.frame = frame;
  observed.seconds = seconds;
  observed.nanoseconds = nanoseconds;
  const handshake = flags & (SYN | ACK);
  if (handshake === SYN) {
    it.opening = true;
    it.openSeconds = seconds;
    it.openNanoseconds = nanoseconds;
  } else if (it.opening && handshake === ACK) {
    it.opening = false;
    if (it.roundTrip === 0) it.roundTrip = since(observed, it.openSeconds, it.openNanoseconds);
  }
  observed.roundTrip = it.roundTrip;
  let remarks = analyse(it.sides, d.direction, observed);
  if (flow.reused && frame === flow.firstFrame) remarks |= REUSED_PORTS;
  if (d.wantsAny(analysis)) tell(d, flow, it, observed, remarks);
  return remarks;
}
