import type { Flow } from '../model/flow.ts';
import type { Protocol } from '../model/protocol.ts';
import type { Probe, ProbeTable, RouteTable, Routing } from '../model/routes.ts';
import { Dictionary } from './dictionary.ts';

/** All protocols, as a value: the dictionary, and who follows whom. */
export class Registry implements Routing {
  readonly protocols: readonly Protocol[];
  #fields: Dictionary | undefined;
  readonly #routes: (Map<number, Protocol> | undefined)[] = [];
  readonly #probes: ({ probe: Probe; protocol: Protocol }[] | undefined)[] = [];
  readonly #tables = new Map<string, RouteTable>();

  constructor(protocols: readonly Protocol[]) {
    this.protocols = protocols;
    for (const protocol of protocols) {
      for (const route of protocol.routes) {
        if ('table' in route) this.route(route.table, route.values, protocol);
        else {
          this.#probes[route.probes.index] ??= [];
          this.#probes[route.probes.index]!.push({ probe: route.probe, protocol });
        }
      }
    }
  }

  /** Fields by abbreviation, collected when they are first asked for. */
  get fields(): Dictionary {
    this.#fields ??= new Dictionary(this.protocols);
    return this.#fields;
  }

  /** Sends values of a table to a protocol: what the protocols say, and what the user decides (`-d`). */
  route(table: RouteTable, values: readonly number[], protocol: Protocol): void {
    this.#tables.set(table.name, table);
    this.#routes[table.index] ??= new Map();
    for (const value of values) this.#routes[table.index]!.set(value, protocol);
  }

  table(name: string): RouteTable | undefined {
    return this.#tables.get(name);
  }

  tableNames(): string[] {
    return [...this.#tables.keys()].sort();
  }

  protocol(name: string): Protocol | undefined {
    return this.protocols.find((p) => p.name === name);
  }

  lookup(table: RouteTable, value: number): Protocol | undefined {
    return this.#routes[table.index]?.get(value);
  }

  /** Every protocol that a table may lead to. */
  *ledTo({ index }: RouteTable | ProbeTable): Iterable<Protocol> {
    yield* this.#routes[index]?.values() ?? [];
    for (const { protocol } of this.#probes[index] ?? []) yield protocol;
  }

  probe(table: ProbeTable, bytes: Uint8Array, at: number, end: number, flow?: Flow): Protocol | undefined {
    const probes = this.#probes[table.index];
    if (!probes) return undefined;
    for (const { probe, protocol } of probes) if (probe(bytes, at, end, flow)) return protocol;
    return undefined;
  }
}
