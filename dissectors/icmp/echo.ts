import { type Dissection, type Field, limits, stateKey } from '#sdk';

interface Request {
  readonly frame: number;
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** Requests by sequence number, oldest first. */
const requests = stateKey<Map<number, Request>>(() => new Map());

export interface EchoFields {
  readonly responseTo: Field;
  readonly responseTime: Field;
}

/** Keeps an echo request; of a reply, generates which request it answers and after how long. */
export function pair(d: Dissection, reply: boolean, identifier: number, sequence: number, fields: EchoFields): void {
  if (d.quoted || !(d.wants(fields.responseTo) || d.wants(fields.responseTime))) return;
  const state = d.converse('icmp', identifier, identifier)?.state(requests);
  if (!state) return;
  const { number, seconds, nanoseconds } = d.packet;
  if (!reply) {
    state.delete(sequence);
    if (state.size >= limits.exchanges) {
      state.delete(state.keys().next().value!);
      d.reached('exchanges');
    }
    state.set(sequence, { frame: number, seconds, nanoseconds });
    return;
  }
  const request = state.get(sequence);
  if (!request) return;
  state.delete(sequence);
  d.generate(fields.responseTo, request.frame);
  // Milliseconds, as exact as a double is.
  const elapsed = (seconds - request.seconds) * 1000 + (nanoseconds - request.nanoseconds) / 1e6;
  d.generate(fields.responseTime, Number(elapsed.toPrecision(15)));
}
