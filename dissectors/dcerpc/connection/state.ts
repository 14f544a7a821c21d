import { type ByteSource, stateKey } from '#sdk';
import type { Call, Context } from '../keys.ts';

/** A stub that comes in fragments. */
export interface Gathering {
  source: ByteSource | undefined;
  /** Fragments that were not kept, because limits were reached or the first was missed. */
  broken: boolean;
}

/** What a connection (or pipe) has agreed on, and the calls under way on it. */
export interface RpcConnection {
  readonly contexts: Map<number, Context>;
  /** Contexts of the last bind or alter of a call id, in order, for its answer. */
  readonly proposed: Map<number, Context[]>;
  readonly calls: Map<number, Call>;
  readonly requests: Map<number, Gathering>;
  readonly responses: Map<number, Gathering>;
  /** Security of the association: type and level of the last authenticated bind. */
  authentication: { type: number; level: number } | undefined;
  /** Bytes of stubs that wait for more fragments. */
  held: number;
}

export const rpcConnection = stateKey<RpcConnection>(() => ({
  contexts: new Map(),
  proposed: new Map(),
  calls: new Map(),
  requests: new Map(),
  responses: new Map(),
  authentication: undefined,
  held: 0,
}));

/** Adds to a bounded map: the oldest goes. Gives what went. */
export function keep<K, V>(map: Map<K, V>, key: K, value: V, most: number): V | undefined {
  let gone: V | undefined;
  if (map.size >= most && !map.has(key)) {
    const oldest = map.keys().next().value as K;
    gone = map.get(oldest);
    map.delete(oldest);
  }
  map.set(key, value);
  return gone;
}
