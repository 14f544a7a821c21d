import type { Flow } from './flow.ts';
import type { Protocol } from './protocol.ts';

/** A place where the next protocol is chosen by a number: EtherType, IP protocol, TCP port … */
export interface RouteTable {
  readonly index: number;
  /** As `-d` and the tree name it: 'tcp.port'. */
  readonly name: string;
}

/** A place where the next protocol is recognised by its content. */
export interface ProbeTable {
  readonly index: number;
  readonly name: string;
}

/**
 * Says whether the bytes from `at` to `end` look like the protocol; must not read beyond `end`. Of a datagram it may keep
 * in the flow what it met there before.
 */
export type Probe = (bytes: Uint8Array, at: number, end: number, flow?: Flow) => boolean;

let tables = 0;
export const routeTable = (name: string): RouteTable => ({ index: tables++, name });
export const probeTable = (name: string): ProbeTable => ({ index: tables++, name });

/** What a protocol says of where it is found. */
export type Route =
  | { readonly table: RouteTable; readonly values: readonly number[] }
  | { readonly probes: ProbeTable; readonly probe: Probe };

export const on = (table: RouteTable, ...values: number[]): Route => ({ table, values });
export const recognised = (probes: ProbeTable, probe: Probe): Route => ({ probes, probe });

/** What `measure` gives where a message begins whose length only bytes that are not there yet will tell. */
export const UNTOLD = -1;

/** How messages lie in a byte stream. */
export interface Framing {
  /** Bytes that say how long a message is; of messages that begin with lines, the fewest that may. */
  readonly header: number;
  /** Length of the message that begins at `at` (`header` bytes are there), UNTOLD, or 0 where no message begins there. */
  measure(bytes: Uint8Array, at: number, end: number): number;
  /** Where what follows the header is recognised: a message whose payload nobody asks about is not put together. */
  readonly payload?: ProbeTable;
}

/** Filled by the registry: which protocol a table's value leads to. */
export interface Routing {
  lookup(table: RouteTable, value: number): Protocol | undefined;
  probe(table: ProbeTable, bytes: Uint8Array, at: number, end: number, flow?: Flow): Protocol | undefined;
}
