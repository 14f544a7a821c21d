import type { Registry } from '../engine/registry.ts';
import { nearest, UsageError } from './exit.ts';

/** `-d tcp.port==5040,nbss`: the user knows better than the registry. */
export function decodeAs(registry: Registry, rules: readonly string[]): void {
  for (const rule of rules) {
    const parts = /^([\w.]+)==(0x[0-9a-f]+|\d+),([\w-]+)$/i.exec(rule);
    if (!parts) throw new UsageError(`-d takes TABLE==VALUE,PROTOCOL, such as tcp.port==5040,nbss, not '${rule}'`);
    const [, name, value, to] = parts;
    const table = registry.table(name!);
    if (!table) throw new UsageError(`-d: no table '${name}'; there are ${registry.tableNames().join(', ')}`);
    const protocol = registry.protocol(to!);
    if (!protocol) {
      const close = nearest(
        to!,
        registry.protocols.map((p) => p.name),
      );
      throw new UsageError(`-d: no protocol '${to}'${close.length > 0 ? `; did you mean ${close.join(', ')}?` : ''}`);
    }
    registry.route(table, [Number(value)], protocol);
  }
}
