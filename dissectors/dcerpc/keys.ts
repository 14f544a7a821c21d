import {
  type Anchor,
  type Direction,
  type Dissection,
  type Field,
  type Flow,
  limits,
  type NdrInputs,
  type NdrProcedure,
  type NdrStub,
  type Protocol,
  probeTable,
  stateKey,
  subject,
} from '#sdk';

/** What is written to and read from named pipes. */
export const pipePayload = probeTable('pipe');

/** An interface that calls are routed to: its own folder's or a name in the table of published ones. */
export interface RpcInterface {
  /** Lower case. */
  readonly uuid: string;
  readonly version: number;
  /** As columns show it: 'SRVSVC'. */
  readonly label: string;
  /** The document that specifies it. */
  readonly document: string;
  /** Names by opnum. */
  readonly operations: readonly (string | undefined)[];
  /** Dissects stubs of its calls. */
  readonly protocol: Protocol;
  /** An operation's arguments, where IDL describes them. */
  readonly procedure?: (opnum: number) => NdrProcedure | undefined;
  /** Its arguments may hold passwords: what of an unsealed stub is not read yet is not shown. */
  readonly guarded?: boolean;
  /** Hears that one of its calls is over. */
  readonly over?: (d: { observe: Dissection['observe'] }, call: Call) => void;
}

/** How a stub's bytes are to be read. */
export interface Stub {
  readonly call: Call;
  readonly request: boolean;
  readonly little: boolean;
  /** Undefined where the bind was not captured: the interface finds out by reading. */
  ndr64: boolean | undefined;
  /** Its bytes are encrypted: the layer is empty. */
  readonly sealed: boolean;
  /** A verification trailer follows the arguments, behind as much padding as it takes to align it. */
  trailer: boolean;
  /** It was put together from fragments. */
  fragments: boolean;
}

/** How a call is authenticated (MS-RPCE 2.2.2.11), and where its trailer says so; without one the bind said it. */
export interface CallSecurity {
  readonly type: number;
  readonly level: number;
  /** It has a trailer, which could not be read. */
  readonly unread?: boolean | undefined;
  readonly typeAnchor?: Anchor;
  readonly levelAnchor?: Anchor;
}

/** One remote procedure call. */
export interface Call {
  readonly flow: Flow;
  readonly file: number;
  readonly iface: RpcInterface | undefined;
  readonly uuid: string | undefined;
  readonly version: number | undefined;
  readonly opnum: number;
  readonly callId: number;
  readonly contextId: number;
  readonly object: string | undefined;
  readonly transport: 'tcp' | 'udp' | 'smb';
  readonly authentication: CallSecurity | undefined;
  readonly direction: Direction;
  readonly requestFrame: number;
  readonly requestAnchor: Anchor | undefined;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly frames: number[];
  responseFrame: number | undefined;
  responseSeconds: number;
  responseNanoseconds: number;
  state: 'open' | 'answered' | 'faulted' | 'cancelled' | 'unanswered' | 'unknown';
  /** The fault's status, or the operation's result, with its name. */
  status: number | undefined;
  statusName: string | undefined;
  /** What the response's expressions need of the request. */
  inputs: NdrInputs | undefined;
  /** What the interface keeps of the request. */
  sent: unknown;
  /** Bytes of the stubs that nothing decoded. */
  undecoded: number;
  sealed: boolean;
}

/** A call that got its answer, or whose connection ended without one. */
export const rpcCall = subject<Call>('RPC call', (it) => it.flow);

/** A stub whose arguments were read: what it tells is true until the next one is read. */
export interface StubRead {
  readonly call: Call;
  readonly request: boolean;
  readonly procedure: NdrProcedure;
  readonly ndr64: boolean;
  readonly trailer: boolean;
  readonly stub: NdrStub;
  /** It was there to its end … */
  readonly whole: boolean;
  /** … and where it was not, the capture has all of it: it is too short for what it says. */
  readonly short: boolean;
  /** Its bytes. */
  readonly start: number;
  readonly end: number;
  anchor(field: Field | undefined, start: number, end: number): Anchor;
}

/** A lasting reference to an argument, by its path; to the whole stub where it is not there. */
export function argumentAnchor(it: StubRead, path: string): Anchor {
  const place = it.stub.place(path);
  return it.anchor(place?.field, place?.start ?? it.start, place?.end ?? it.end);
}

/** A stub of a known interface, in either direction. */
export const rpcStub = subject<StubRead>('RPC stub', (it) => it.call.flow);

/** A presentation context of a connection (C706 12.6.3.1). */
export interface Context {
  readonly id: number;
  readonly uuid: string;
  readonly version: number;
  readonly minor: number;
  /** Transfer syntaxes offered, in order; the server's result says which was taken. */
  readonly offered: readonly string[];
  accepted: string | undefined;
  result: number | undefined;
}

/** A bind and its answer (C706 12.6.4.3 to 12.6.4.5). */
export interface Bound {
  readonly flow: Flow;
  /** What the client proposed; empty where that was not seen. */
  readonly contexts: readonly Context[];
  readonly authentication: CallSecurity | undefined;
  /** Why the server will have no association at all, and where it says so. */
  readonly refused: { readonly reason: number; readonly anchor: Anchor } | undefined;
}

export const rpcBind = subject<Bound>('RPC bind', (it) => it.flow);

/** Where an interface listens, as an endpoint mapper answered. */
export interface MappedEndpoint {
  readonly uuid: string;
  readonly version: number;
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  /** Undefined for the host that was asked. */
  readonly address: Uint8Array | undefined;
}

/** Answers by transport, address and port; null where they named several interfaces, because then they decide nothing. */
const endpoints = stateKey<Map<string, { readonly uuid: string; readonly version: number } | null>>(() => new Map());
const placeOf = (transport: string, address: Uint8Array, port: number): string =>
  `${transport} ${address.join('.')} ${port}`;

/** Remembers an answer that the packet under way gives. */
export function mapped(d: Dissection, endpoint: MappedEndpoint): void {
  const { uuid, version, transport, port } = endpoint;
  const known = d.shared(endpoints);
  const place = placeOf(transport, endpoint.address ?? d.flow!.addresses[d.direction], port);
  const before = known.get(place);
  if (before === undefined && known.size >= limits.mappedEndpoints) {
    known.delete(known.keys().next().value!);
    d.reached('mappedEndpoints');
  }
  known.set(
    place,
    before === undefined || (before?.uuid === uuid && before.version === version) ? { uuid, version } : null,
  );
}

/** The interface that the receiver of the packet under way serves there, where an answer said so. */
export function mappedHere(d: Dissection): { readonly uuid: string; readonly version: number } | undefined {
  const { flow } = d;
  if (!flow || (flow.transport !== 'tcp' && flow.transport !== 'udp')) return undefined;
  const to = d.direction === 0 ? 1 : 0;
  return d.shared(endpoints).get(placeOf(flow.transport, flow.addresses[to], flow.ports[to])) ?? undefined;
}

/** The call that a stub belongs to: its parent layer, one of DCE/RPC's, keeps it as its note. */
export const stubOf = (d: Dissection): Stub | undefined => d.layer.parent?.note as Stub | undefined;
