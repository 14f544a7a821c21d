import { type Field, nameOf } from '../model/field.ts';
import { ID_MASK, type Instant, WORDS } from '../model/tree.ts';
import { nodeUint } from '../model/view.ts';
import { DURATION_COLUMNS, Durations } from './durations.ts';
import { type Collector, tallyOf } from './table.ts';

/** Ids of every definition that a name has. */
const ids = (fields: readonly Field[]): ReadonlySet<number> => new Set(fields.map(({ id }) => id));

/** How long commands took: of layers that hold a command and the time since its request. */
export function commandTimes(
  name: string,
  title: string,
  command: readonly Field[],
  time: readonly Field[],
): Collector {
  const known = new Map<string, Durations>();
  const [commands, times] = [ids(command), ids(time)];
  return {
    packet(packet) {
      const { tree } = packet;
      for (let l = 0; l < packet.layerCount; l++) {
        const layer = packet.layer(l);
        let what: string | undefined;
        for (let node = layer.firstNode; node < layer.endNode; node++) {
          const id = tree.words[node * WORDS]! & ID_MASK;
          if (commands.has(id)) {
            const field = command.find((it) => it.id === id)!;
            const value = nodeUint(field, layer.source.bytes, tree.start(node), tree.end(node), tree.flags(node));
            what = nameOf(field, value) ?? `0x${value.toString(16)}`;
          } else if (times.has(id) && what !== undefined) {
            const { seconds, nanoseconds } = tree.value(node) as Instant;
            tallyOf(known, what, () => new Durations()).add(seconds + nanoseconds / 1e9);
          }
        }
      }
    },
    table: () => ({
      name,
      title,
      columns: ['Command', 'Count', ...DURATION_COLUMNS],
      rows: [...known]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([what, times]) => [what, times.count, ...times.cells()]),
    }),
  };
}

/** How often a field had which value. */
export function valueCounts(name: string, title: string, fields: readonly Field[]): Collector {
  const known = new Map<string, { value: number; text: string; of: string; count: number }>();
  const wanted = new Map(fields.map((field) => [field.id, field]));
  return {
    packet(packet) {
      const { tree } = packet;
      for (let l = 0; l < packet.layerCount; l++) {
        const layer = packet.layer(l);
        for (let node = layer.firstNode; node < layer.endNode; node++) {
          const field = wanted.get(tree.words[node * WORDS]! & ID_MASK);
          if (!field) continue;
          const value = nodeUint(field, layer.source.bytes, tree.start(node), tree.end(node), tree.flags(node));
          const key = `${field.abbrev} ${value}`;
          tallyOf(known, key, () => ({ value, text: nameOf(field, value) ?? '', of: field.abbrev, count: 0 })).count++;
        }
      }
    },
    table: () => ({
      name,
      title,
      columns: ['Field', 'Value', 'Name', 'Count'],
      rows: [...known.values()]
        .sort((a, b) => b.count - a.count)
        .map(({ of, value, text, count }) => [of, `0x${value.toString(16).padStart(8, '0')}`, text, count]),
    }),
  };
}
