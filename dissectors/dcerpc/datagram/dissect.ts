import { type ByteSource, type Dissection, type Flow, guidText, LITTLE, limits, stateKey } from '#sdk';
import { PRIVACY } from '../connection/auth.ts';
import type { FindInterface } from '../connection/call.ts';
import { keep } from '../connection/state.ts';
import { type Call, rpcCall, type Stub } from '../keys.ts';
import * as shared from '../layout.ts';
import { FAULTS } from '../tables/names.ts';
import * as fields from './layout.ts';
import { FRAGMENT, LAST_FRAGMENT } from './layout.ts';

const { offset, size } = fields.common;
const HEADER = size + fields.body.size;
const LAST_TYPE = 10;

/** Fragments of a stub, by number; the last one's number once it is there. Whole, it takes no more. */
interface Pieces {
  readonly sources: Map<number, ByteSource>;
  last: number | undefined;
  whole: boolean;
}

/** A call of an activity: fragments may come in any order, and again. */
interface Activity {
  call: Call;
  readonly sequence: number;
  /** Of the request and of the response. */
  readonly pieces: readonly [Pieces, Pieces];
  told: boolean;
}

/** Activities of a pair of hosts: UDP calls may be answered from another port. */
interface Activities {
  readonly calls: Map<string, Activity>;
  /** Bytes of stubs that wait for more fragments. */
  held: number;
}

const activities = stateKey<Activities>(() => ({ calls: new Map(), held: 0 }));

const isLittle = (b: Uint8Array, at: number): boolean => (b[at + offset.drep]! & 0xf0) !== 0;

/**
 * Whether a datagram may be a connectionless PDU: version, type, representation, and a length that fits. The caller asks
 * besides for a known interface or an activity it has met.
 */
export function mayBePdu(b: Uint8Array, at: number, end: number): boolean {
  if (end - at < HEADER || b[at] !== 4 || b[at + offset.pkt_type]! > LAST_TYPE) return false;
  if (b[at + offset.dg_flags2]! & 0xfc) return false;
  const order = b[at + offset.drep]!;
  if ((order & 0xe0) !== 0 || (order & 0x0f) > 1 || b[at + offset.drep + 1]! > 3) return false;
  const i = at + size + fields.body.offset.dg_frag_len;
  const length = isLittle(b, at) ? b[i]! | (b[i + 1]! << 8) : (b[i]! << 8) | b[i + 1]!;
  return length <= end - at - HEADER;
}

/** The interface of a connectionless PDU, as text. */
export const interfaceOf = (b: Uint8Array, at: number): string =>
  guidText(b, at + size + fields.body.offset.dg_if_id, isLittle(b, at));

/** Activities of unknown interfaces that a flow's datagrams named. */
const met = stateKey<Set<string>>(() => new Set());

/**
 * Whether a datagram of this flow has named the activity before: once is chance, twice is a protocol. Neither the
 * activity nor the interface of a call is nil.
 */
export function metBefore(flow: Flow, b: Uint8Array, at: number): boolean {
  const i = at + size + fields.body.offset.dg_if_id;
  const nil = (start: number): boolean => b.subarray(start, start + 16).every((it) => it === 0);
  if (nil(i) || nil(i + 16)) return false;
  const both = Buffer.from(b.subarray(i, i + 32)).toString('latin1');
  const known = flow.state(met);
  if (known.has(both)) return true;
  if (known.size >= limits.activitiesMet) known.delete(known.values().next().value!);
  known.add(both);
  return false;
}

export function dissectDatagram(d: Dissection, find: FindInterface): void {
  const start = d.at;
  d.need(HEADER);
  const little = isLittle(d.bytes, start);
  const order = little ? LITTLE : 0;
  const type = d.u8(offset.pkt_type);
  const flags = d.u8(offset.dg_flags1);
  d.record(fields.common);
  d.mark(fields.floatingPoint, start + offset.drep + 1, start + offset.drep + 2);
  const at = d.at;
  const u16 = (i: number): number => (little ? d.u16le(i) : d.u16be(i));
  const u32 = (i: number): number => (little ? d.u32le(i) : d.u32be(i));
  const o = fields.body.offset;
  const head = {
    object: guidText(d.bytes, at + o.obj_id, little),
    uuid: guidText(d.bytes, at + o.dg_if_id, little),
    activity: guidText(d.bytes, at + o.dg_act_id, little),
    version: u32(o.dg_if_ver),
    sequence: u32(o.dg_seqnum),
    opnum: u16(o.opnum),
    number: u16(o.dg_frag_num),
  };
  const length = u16(o.dg_frag_len);
  const protocol = d.u8(o.dg_auth_proto);
  d.record(fields.body, order);
  const sealed = protocol !== 0 && isSealed(d, length);
  d.limitTo(length, 'dcerpc.dg_frag_len');
  switch (type) {
    case 0:
    case 2:
      return stub(d, head, flags, { request: type === 0, little, sealed }, find);
    case 3:
    case 6: {
      const status = u32(0);
      d.take(fields.status, 4, order);
      ended(d, head, status);
      return;
    }
    case 8:
      d.take(fields.cancelVersion, 4, order);
      d.take(fields.cancelId, 4, order);
      return cancelled(d, head);
    case 10:
      if (d.left < 12) return;
      d.take(fields.cancelVersion, 4, order);
      d.take(fields.cancelId, 4, order);
      d.take(fields.accepting, 4, order);
      return;
    case 5:
    case 9:
      return fack(d, order, u16);
  }
}

/**
 * The verifier follows the body, from the next multiple of eight on, and begins with the level (MS-RPCE 2.2.3.4); what the
 * capture cut off may be sealed.
 */
function isSealed(d: Dissection, length: number): boolean {
  const at = (length + 7) & ~7;
  return at < d.left ? d.u8(at) === PRIVACY : d.promised > d.end;
}

interface Head {
  readonly object: string;
  readonly uuid: string;
  readonly activity: string;
  readonly version: number;
  readonly sequence: number;
  readonly opnum: number;
  readonly number: number;
}

function fack(d: Dissection, order: number, u16: (i: number) => number): void {
  if (d.left === 0) return;
  d.take(fields.fackVersion, 1);
  d.skip(1);
  d.take(fields.fackWindow, 2, order);
  d.take(fields.fackTsdu, 4, order);
  d.take(fields.fackFragment, 4, order);
  d.take(fields.fackSerial, 2, order);
  const count = u16(0);
  d.take(fields.fackCount, 2, order);
  for (let i = 0; i < count; i++) d.take(fields.fackMask, 4, order);
}

/** The body of a request or response: whole, or one of its fragments. */
function stub(
  d: Dissection,
  head: Head,
  flags: number,
  how: { readonly request: boolean; readonly little: boolean; readonly sealed: boolean },
  find: FindInterface,
): void {
  const { request, sealed } = how;
  const iface = find(head.uuid, head.version & 0xffff);
  const activity = d.quoted || !d.flow ? undefined : meet(d, head, iface);
  const call = activity?.call ?? newCall(d, head, iface);
  const note: Stub = { call, ...how, ndr64: false, trailer: false, fragments: false };
  d.layer.note = note;
  if (!request && activity) answered(d, call);
  if (sealed) {
    call.sealed = true;
    if (d.left > 0) d.take(shared.encryptedStub, d.left);
    // The operation is not sealed.
    if (iface && (flags & FRAGMENT) === 0) d.submit(iface.protocol, 'interface', d.end, d.end);
    if (activity && ((flags & FRAGMENT) === 0 || (flags & LAST_FRAGMENT) !== 0)) settle(d, activity, request);
    return;
  }
  if ((flags & FRAGMENT) === 0) {
    if (d.left > 0) d.mark(shared.payloadStub, d.at, d.end);
    if (iface) d.submit(iface.protocol, 'interface', d.at, d.end, d.promised);
    else if (d.left > 0) d.take(shared.stubData, d.left);
    if (activity) settle(d, activity, request);
    return;
  }
  d.mark(shared.fragmentData, d.at, d.end);
  if (!activity || d.promised > d.end) return;
  const whole = gather(d, activity, head.number, (flags & LAST_FRAGMENT) !== 0, request);
  if (whole && iface) d.submitFrom(whole, iface.protocol, 'interface');
  if (whole) settle(d, activity, request);
}

/** The activity's call, begun by its first PDU; a retransmission changes nothing. */
function meet(d: Dissection, head: Head, iface: Call['iface']): Activity {
  const { calls } = d.flow!.state(activities);
  const found = calls.get(head.activity);
  if (found && found.sequence === head.sequence) {
    if (found.call.frames.at(-1) !== d.packet.number) found.call.frames.push(d.packet.number);
    return found;
  }
  const made: Activity = {
    call: newCall(d, head, iface),
    sequence: head.sequence,
    pieces: [
      { sources: new Map(), last: undefined, whole: false },
      { sources: new Map(), last: undefined, whole: false },
    ],
    told: false,
  };
  if (found) over(d, found);
  const gone = keep(calls, head.activity, made, limits.calls);
  if (gone) {
    d.reached('calls');
    over(d, gone);
  }
  return made;
}

function gather(
  d: Dissection,
  activity: Activity,
  number: number,
  last: boolean,
  request: boolean,
): ByteSource | undefined {
  const known = d.flow!.state(activities);
  const pieces = activity.pieces[request ? 0 : 1];
  const { sources } = pieces;
  if (pieces.whole || sources.has(number)) return undefined;
  if (known.held + d.left > limits.stubBytes || sources.size >= limits.fragments) {
    d.reached(sources.size >= limits.fragments ? 'fragments' : 'stubBytes');
    return undefined;
  }
  sources.set(number, d.gather('fragment', undefined, d.at, d.end));
  known.held += d.left;
  if (last) pieces.last = number;
  if (pieces.last === undefined || sources.size <= pieces.last) return undefined;
  const whole = d.join(
    'reassembled DCE/RPC',
    [...sources].sort((a, b) => a[0] - b[0]).map(([, source]) => source),
  );
  forget(known, pieces);
  pieces.whole = true;
  return whole;
}

function forget(known: Activities, { sources }: Pieces): void {
  for (const source of sources.values()) known.held -= source.end;
  sources.clear();
}

/** A call that is over, or whose activity is no longer followed, needs its fragments no more. */
function over(d: Dissection, activity: Activity): void {
  const known = d.flow!.state(activities);
  for (const pieces of activity.pieces) forget(known, pieces);
  tell(d, activity);
}

function settle(d: Dissection, activity: Activity, request: boolean): void {
  if (request) return;
  d.later(() => over(d, activity));
}

function ended(d: Dissection, head: Head, status: number): void {
  const activity = d.flow?.peek(activities)?.calls.get(head.activity);
  if (!activity || d.quoted) return;
  activity.call.status = status;
  activity.call.statusName = FAULTS[status];
  answered(d, activity.call);
  activity.call.state = 'faulted';
  over(d, activity);
}

/** The client wants the call to end (C706 12.5.3.2): it is answered all the same, or was cancelled. */
function cancelled(d: Dissection, head: Head): void {
  const activity = d.flow?.peek(activities)?.calls.get(head.activity);
  if (activity?.call.state === 'open' && activity.sequence === head.sequence && !d.quoted)
    activity.call.state = 'cancelled';
}

function tell(d: { observe: Dissection['observe'] }, activity: Activity): void {
  if (activity.told) return;
  activity.told = true;
  activity.call.iface?.over?.(d, activity.call);
  d.observe(rpcCall, activity.call);
}

/** The flow is over: calls that nobody answered are told. */
export function abandonedActivities(
  flow: NonNullable<Dissection['flow']>,
  d: { observe: Dissection['observe'] },
): void {
  for (const activity of flow.peek(activities)?.calls.values() ?? []) {
    if (activity.call.state === 'open') activity.call.state = 'unanswered';
    tell(d, activity);
  }
}

function answered(d: Dissection, call: Call): void {
  const { packet } = d;
  call.responseFrame ??= packet.number;
  call.responseSeconds = packet.seconds;
  call.responseNanoseconds = packet.nanoseconds;
  call.state = 'answered';
  d.generate(shared.requestIn, call.requestFrame);
}

function newCall(d: Dissection, head: Head, iface: Call['iface']): Call {
  const { packet } = d;
  return {
    flow: d.flow!,
    file: packet.file,
    iface,
    uuid: head.uuid,
    version: head.version & 0xffff,
    opnum: head.opnum,
    callId: head.sequence,
    contextId: 0,
    object: /^[0-]+$/.test(head.object) ? undefined : head.object,
    transport: 'udp',
    authentication: undefined,
    direction: d.direction,
    requestFrame: packet.number,
    requestAnchor: d.watching ? d.anchor(fields.body.fields.opnum, d.layer.start, d.layer.end) : undefined,
    seconds: packet.seconds,
    nanoseconds: packet.nanoseconds,
    frames: [packet.number],
    responseFrame: undefined,
    responseSeconds: 0,
    responseNanoseconds: 0,
    state: 'open',
    status: undefined,
    statusName: undefined,
    inputs: undefined,
    sent: undefined,
    undecoded: 0,
    sealed: false,
  };
}
