import { type Anchor, type ByteSource, type Dissection, guidText, LITTLE, limits } from '#sdk';
import {
  type Call,
  type CallSecurity,
  type Context,
  mappedHere,
  type RpcInterface,
  rpcCall,
  type Stub,
} from '../keys.ts';
import * as fields from '../layout.ts';
import { FIRST_FRAG, LAST_FRAG, OBJECT } from '../layout.ts';
import { FAULTS, NDR64 } from '../tables/names.ts';
import { type AuthTrailer, PRIVACY, takeTrailer } from './auth.ts';
import { type Gathering, keep, type RpcConnection } from './state.ts';
import { takeVerification } from './verification.ts';

/** What the PDU's header says. */
export interface Pdu {
  readonly start: number;
  readonly flags: number;
  readonly little: boolean;
  readonly fragmentLength: number;
  readonly authLength: number;
  readonly callId: number;
}

export type FindInterface = (uuid: string, version: number) => RpcInterface | undefined;

const u16 = (d: Dissection, pdu: Pdu, at: number): number => (pdu.little ? d.u16le(at) : d.u16be(at));

export function request(d: Dissection, connection: RpcConnection | undefined, pdu: Pdu, find: FindInterface): void {
  const order = pdu.little ? LITTLE : 0;
  d.take(fields.allocHint, 4, order);
  const contextId = u16(d, pdu, 0);
  d.take(fields.contextId, 2, order);
  const opnum = u16(d, pdu, 0);
  d.take(fields.opnum, 2, order);
  let object: string | undefined;
  if (pdu.flags & OBJECT) {
    d.need(16);
    object = guidText(d.bytes, d.at, pdu.little);
    d.take(fields.objectId, 16, order);
  }
  const auth = takeTrailer(d, pdu.start, pdu.fragmentLength, pdu.authLength, pdu.little, false);
  const context = connection?.contexts.get(contextId);
  if (connection && !context) d.generate(fields.noBind, true);
  let call = connection?.calls.get(pdu.callId);
  if (pdu.flags & FIRST_FRAG || !call) {
    // Without the bind an endpoint mapper's answer may tell.
    const bound = context ?? (connection?.contexts.size === 0 ? mappedHere(d) : undefined);
    call = begin(d, pdu, bound, contextId, opnum, object, auth ?? unread(pdu, connection), find);
    if (connection) {
      const superseded = connection.calls.get(pdu.callId);
      if (superseded) finish(d, superseded, 'unknown');
      const gone = keep(connection.calls, pdu.callId, call, limits.calls);
      if (gone) {
        d.reached('calls');
        finish(d, gone, 'unknown');
      }
    }
  } else call.frames.push(d.packet.number);
  stub(d, connection, pdu, auth, {
    call,
    request: true,
    little: pdu.little,
    ndr64: isNdr64(context),
    sealed: auth?.level === PRIVACY,
    trailer: false,
    fragments: false,
  });
}

/** The server's choice; where its answer was not captured, the only one there was. Undefined where it is not known. */
function isNdr64(context: Context | undefined): boolean | undefined {
  const syntax = context?.accepted ?? (context?.offered.length === 1 ? context.offered[0] : undefined);
  return syntax === undefined ? undefined : syntax === NDR64;
}

export function response(d: Dissection, connection: RpcConnection | undefined, pdu: Pdu): void {
  const order = pdu.little ? LITTLE : 0;
  d.take(fields.allocHint, 4, order);
  const contextId = u16(d, pdu, 0);
  d.take(fields.contextId, 2, order);
  d.take(fields.cancelCount, 1);
  d.skip(1);
  const auth = takeTrailer(d, pdu.start, pdu.fragmentLength, pdu.authLength, pdu.little, false);
  const context = connection?.contexts.get(contextId);
  if (connection && !context) d.generate(fields.noBind, true);
  const call = connection?.calls.get(pdu.callId);
  if (!call) {
    d.generate(fields.noRequest, true);
    return plain(d, auth);
  }
  answered(d, call, 'answered');
  if (call.object && call.uuid) d.generate(fields.requestObject, call.object);
  stub(d, connection, pdu, auth, {
    call,
    request: false,
    little: pdu.little,
    ndr64: isNdr64(context),
    sealed: auth?.level === PRIVACY,
    trailer: false,
    fragments: false,
  });
  if (pdu.flags & LAST_FRAG) d.later(() => over(d, connection, pdu.callId, call));
}

export function fault(d: Dissection, connection: RpcConnection | undefined, pdu: Pdu): void {
  const order = pdu.little ? LITTLE : 0;
  d.take(fields.allocHint, 4, order);
  d.take(fields.contextId, 2, order);
  d.take(fields.cancelCount, 1);
  d.need(1);
  const node = d.open(fields.faultFlags);
  d.mark(fields.extendedError, d.at, d.at + 1);
  d.skip(1);
  d.close(node);
  const status = pdu.little ? d.u32le(0) : d.u32be(0);
  d.take(fields.status, 4, order);
  d.generate(fields.statusExpert, true);
  if (d.left >= 4) d.take(fields.reserved, 4);
  const auth = takeTrailer(d, pdu.start, pdu.fragmentLength, pdu.authLength, pdu.little, false);
  const call = connection?.calls.get(pdu.callId);
  const end = auth?.bodyEnd ?? d.end;
  if (end > d.at) d.take(fields.faultStub, end - d.at);
  if (!call) {
    d.generate(fields.noRequest, true);
    return;
  }
  call.status = status;
  call.statusName = FAULTS[status];
  answered(d, call, 'faulted');
  if (pdu.flags & LAST_FRAG) over(d, connection, pdu.callId, call);
}

function over(d: Dissection, connection: RpcConnection | undefined, callId: number, call: Call): void {
  connection?.calls.delete(callId);
  finish(d, call, call.state);
}

/**
 * The client gives up a call: a cancel asks for its end, and it is answered all the same (C706 12.6.4.6); the answer of
 * an orphaned one nobody waits for (12.6.4.8).
 */
export function abandoned(d: Dissection, connection: RpcConnection, callId: number, orphaned: boolean): void {
  const call = connection.calls.get(callId);
  if (!call) return;
  if (call.frames.at(-1) !== d.packet.number) call.frames.push(d.packet.number);
  call.state = 'cancelled';
  if (orphaned) over(d, connection, callId, call);
}

export function finish(d: { observe: Dissection['observe'] }, call: Call, state: Call['state']): void {
  call.state = state;
  call.iface?.over?.(d, call);
  d.observe(rpcCall, call);
}

function answered(d: Dissection, call: Call, state: Call['state']): void {
  const { packet } = d;
  if (call.frames.at(-1) !== packet.number) call.frames.push(packet.number);
  call.responseFrame ??= packet.number;
  call.responseSeconds = packet.seconds;
  call.responseNanoseconds = packet.nanoseconds;
  call.state = state;
  if (!d.recording) return;
  // What a number means depends on the interface: without one the request's frame tells enough.
  if (call.uuid) d.generate(fields.opnum, call.opnum);
  d.generate(fields.requestIn, call.requestFrame);
  const seconds = packet.seconds - call.seconds;
  const nanoseconds = packet.nanoseconds - call.nanoseconds;
  d.generate(
    fields.time,
    nanoseconds < 0 && seconds > 0
      ? { seconds: seconds - 1, nanoseconds: nanoseconds + 1e9 }
      : { seconds, nanoseconds },
  );
}

function begin(
  d: Dissection,
  pdu: Pdu,
  bound: { readonly uuid: string; readonly version: number } | undefined,
  contextId: number,
  opnum: number,
  object: string | undefined,
  auth: (CallSecurity & { readonly at?: number }) | undefined,
  find: FindInterface,
): Call {
  const { packet } = d;
  return {
    flow: d.flow!,
    file: packet.file,
    iface: bound && find(bound.uuid, bound.version),
    uuid: bound?.uuid,
    version: bound?.version,
    opnum,
    callId: pdu.callId,
    contextId,
    object,
    transport: d.flow?.transport === 'pipe' ? 'smb' : 'tcp',
    authentication: auth && {
      type: auth.type,
      level: auth.level,
      unread: auth.unread,
      ...trailerAnchors(d, auth.at),
    },
    direction: d.direction,
    requestFrame: packet.number,
    requestAnchor: d.watching ? d.anchor(fields.opnum, pdu.start, d.layer.end) : undefined,
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

/** Without a trailer the bind said it; a trailer that could not be read may say something else. */
const unread = ({ authLength }: Pdu, connection: RpcConnection | undefined): CallSecurity | undefined =>
  connection?.authentication && { ...connection.authentication, unread: authLength > 0 };

/** Where type and level stand, in the trailer that begins there. */
function trailerAnchors(d: Dissection, at: number | undefined): { typeAnchor?: Anchor; levelAnchor?: Anchor } {
  if (at === undefined || !d.watching) return {};
  const { auth_type, auth_level } = fields.authTrailer.fields;
  return { typeAnchor: d.anchor(auth_type, at, at + 1), levelAnchor: d.anchor(auth_level, at + 1, at + 2) };
}

/** The body of a request or response: sealed, a fragment, or whole. */
function stub(
  d: Dissection,
  connection: RpcConnection | undefined,
  pdu: Pdu,
  auth: AuthTrailer | undefined,
  it: Stub,
): void {
  const end = auth?.bodyEnd ?? d.end;
  const { call } = it;
  d.layer.note = it;
  const single = (pdu.flags & (FIRST_FRAG | LAST_FRAG)) === (FIRST_FRAG | LAST_FRAG);
  if (auth?.level === PRIVACY) {
    call.sealed = true;
    if (end > d.at) d.take(fields.encryptedStub, end - d.at);
    // The operation is not sealed.
    if (single && call.iface) d.submit(call.iface.protocol, 'interface', end, end);
    return;
  }
  if (single) {
    if (end > d.at && call.iface?.operations[call.opnum]) d.mark(fields.payloadStub, d.at, end);
    const body = it.request ? takeVerification(d, d.at, end) : end;
    it.trailer = body < end;
    const protocol = call.iface?.protocol;
    if (protocol) d.submit(protocol, 'interface', d.at, body, auth || body < end ? body : d.promised);
    else if (end > d.at) {
      call.undecoded += body - d.at;
      d.take(fields.stubData, end - d.at);
    }
    return;
  }
  if (!connection) return plain(d, auth);
  d.mark(fields.fragmentData, d.at, end);
  const whole = gather(d, connection, pdu, it.request, end);
  if (!whole && call.iface?.guarded) d.conceal(d.at, end, 1);
  if (whole && call.iface?.operations[call.opnum]) d.mark(fields.payloadStub, d.at, end);
  if (!whole || !call.iface) return;
  it.fragments = true;
  d.submitFrom(whole, call.iface.protocol, 'interface');
}

/** Adds a fragment to its stub; gives the stub with the last one. */
function gather(
  d: Dissection,
  connection: RpcConnection,
  { flags, callId }: Pdu,
  isRequest: boolean,
  end: number,
): ByteSource | undefined {
  const gatherings = isRequest ? connection.requests : connection.responses;
  if (flags & FIRST_FRAG) {
    forget(connection, gatherings.get(callId));
    const gone = keep(gatherings, callId, { source: undefined, broken: false }, limits.calls);
    if (gone) d.reached('calls');
    forget(connection, gone);
  }
  const gathering = gatherings.get(callId);
  if (!gathering || gathering.broken) return undefined;
  const isFull = connection.held + end - d.at > limits.stubBytes;
  if (isFull) d.reached('stubBytes');
  if (isFull || d.promised > d.end) {
    gathering.broken = true;
    forget(connection, gathering);
    return undefined;
  }
  gathering.source = d.gather('reassembled DCE/RPC', gathering.source, d.at, end);
  connection.held += end - d.at;
  if (!(flags & LAST_FRAG)) return undefined;
  const whole = gathering.source;
  gatherings.delete(callId);
  forget(connection, gathering);
  return whole;
}

function forget(connection: RpcConnection, gathering: Gathering | undefined): void {
  if (!gathering?.source) return;
  connection.held -= gathering.source.end - gathering.source.base;
  gathering.source = undefined;
}

function plain(d: Dissection, auth: AuthTrailer | undefined): void {
  const end = auth?.bodyEnd ?? d.end;
  if (d.flow?.guarded && auth?.level !== PRIVACY) d.conceal(d.at, end, 1);
  if (end > d.at) d.take(auth?.level === PRIVACY ? fields.encryptedStub : fields.stubData, end - d.at);
}
