import type { Flow } from '../model/flow.ts';
import type { Protocol } from '../model/protocol.ts';
import type { Probe, ProbeTable, RouteTable, Routing } from '../model/routes.ts';
import { Dictionary } from './dictionary.ts';

/** Where the values of a table lead. */
class Routes {
  readonly #protocols = new Map<number, Protocol>();
  /** What was asked for last: most packets ask for the same. */
  #value = -1;
  #protocol: Protocol | undefined;

  set(value: number, protocol: Protocol): void {
    this.#protocols.set(value, protocol);
    this.#value = -1;
  }

  get(value: number): Protocol | undefined {
    if (value !== this.#value) {
      this.#value = value;
      this.#protocol = this.#protocols.get(value);
    }
    return this.#protocol;
  }

  protocols(): Iterable<Protocol> {
    return this.#protocols.values();
  }
}

/** All protocols, as a value: the dictionary, and who follows whom. */
export class Registry implements Routing {
  readonly protocols: readonly Protocol[];
  #fields: Dictionary | undefined;
  readonly #routes: (Routes | undefined)[] = [];
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
    this.#routes[table.index] ??= new Routes();
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
    yield* this.#routes[index]?.protocols() ?? [];
    for (const { protocol } of this.#probes[index] ?? []) yield protocol;
  }

  probe(table: ProbeTable, bytes: Uint8Array, at: number, end: number, flow?: Flow): Protocol | undefined {
    const probes = this.#probes[table.index];
    if (!probes) return undefined;
    for (const { probe, protocol } of probes) if (probe(bytes, at, end, flow)) return protocol;
    return undefined;
  }
}
