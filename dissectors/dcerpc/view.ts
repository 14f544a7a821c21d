import { addressText, isoTime, type PlainValue } from '#sdk';
import type { Call } from './keys.ts';
import { AUTH_LEVELS, AUTH_TYPES } from './tables/names.ts';

interface Named {
  readonly value: number;
  readonly name: string | null;
}

/** A call as `calls` tells it: `specshark.calls/1`. */
export interface CallView {
  readonly file: string;
  readonly time: string;
  readonly flow: {
    readonly transport: string;
    /** tcp.stream or udp.stream. */
    readonly stream: number;
    readonly client: { readonly address: string; readonly port: number };
    readonly server: { readonly address: string; readonly port: number };
    readonly pipe: string | null;
  };
  readonly interface: string | null;
  readonly uuid: string | null;
  readonly version: number | null;
  readonly object: string | null;
  readonly opnum: number;
  readonly operation: string | null;
  readonly callId: number;
  /** Frames of the request's first fragment and of the response's. */
  readonly request: number;
  readonly response: number | null;
  readonly frames: readonly number[];
  readonly in: Arguments | null;
  readonly out: Arguments | null;
  readonly state: Call['state'];
  /** Of a fault its status, otherwise the operation's result. */
  readonly status: Named | null;
  /** Seconds from the request's first fragment to the response's last. */
  readonly latency: number | null;
  /** RPC protocol sequence. */
  readonly transport: string;
  readonly authentication: { readonly type: Named; readonly level: Named } | null;
  readonly sealed: boolean;
  /** Bytes of both stubs that no argument is made of. */
  readonly undecoded: number;
}

export type Arguments = Readonly<Record<string, PlainValue>>;

const SEQUENCES = { tcp: 'ncacn_ip_tcp', udp: 'ncadg_ip_udp', smb: 'ncacn_np' } as const;

export function callView(call: Call, file: string, sent: Arguments | null, received: Arguments | null): CallView {
  const { flow, direction, iface, authentication: auth } = call;
  const side = (of: 0 | 1) => ({ address: addressText(flow.addresses[of]), port: flow.ports[of] });
  return {
    file,
    time: isoTime(call.seconds, call.nanoseconds),
    flow: {
      transport: flow.connection.transport,
      stream: flow.connection.stream,
      client: side(direction),
      server: side(direction === 0 ? 1 : 0),
      pipe: flow.pipe || null,
    },
    interface: iface?.protocol.name ?? null,
    uuid: call.uuid ?? null,
    version: call.version ?? null,
    object: call.object ?? null,
    opnum: call.opnum,
    operation: iface?.operations[call.opnum] ?? null,
    callId: call.callId,
    request: call.requestFrame,
    response: call.responseFrame ?? null,
    frames: call.frames,
    in: sent,
    out: received,
    state: call.state,
    status: call.status === undefined ? null : { value: call.status, name: call.statusName ?? null },
    latency: latency(call),
    transport: SEQUENCES[call.transport],
    authentication: auth
      ? {
          type: { value: auth.type, name: AUTH_TYPES[auth.type] ?? null },
          level: { value: auth.level, name: AUTH_LEVELS[auth.level] ?? null },
        }
      : null,
    sealed: call.sealed,
    undecoded: call.undecoded,
  };
}

function latency(call: Call): number | null {
  if (call.responseFrame === undefined) return null;
  const nanoseconds = call.responseNanoseconds - call.nanoseconds;
  return Math.round((call.responseSeconds - call.seconds) * 1e9 + nanoseconds) / 1e9;
}
