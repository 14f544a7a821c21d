import { distinct, typeOf } from '../../src/cli/fields.ts';
import type { Field } from '../../src/model/field.ts';
import { fieldsOf, type Protocol } from '../../src/model/protocol.ts';
import { GENERATED, link, table } from './markdown.ts';

/** docs/fields.md: the dictionary, by protocol. */
export function fieldsPage(protocols: readonly Protocol[]): string {
  const sorted = [...protocols].sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = [
    '# Fields',
    GENERATED,
    'Names that Wireshark has are Wireshark’s. *Generated* values are worked out and not in the bytes; an *alias* is another name of the field before it, which trees do not show. `specshark fields PREFIX` prints the same, `specshark fields -T json` with the names of values.',
    ...sorted.map(section),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section(protocol: Protocol): string {
  const fields = fieldsOf(protocol).filter((field) => field !== protocol.heading);
  const byName = grouped(fields);
  const rows = [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, definitions]) => distinct(definitions))
    .map((field) => [
      `\`${field.abbrev}\``,
      typeOf(field) + note(field),
      field.label,
      field.spec ? link(field.spec) : '',
    ]);
  const spec = protocol.spec ? `, ${link(protocol.spec)}` : '';
  const head = `## ${protocol.name}\n\n${protocol.title}${spec}.`;
  return rows.length > 0 ? `${head}\n\n${table(['field', 'type', 'label', 'section'], rows)}` : head;
}

const note = (field: Field): string => (field.alias ? ', alias' : field.generated ? ', generated' : '');

function grouped(fields: readonly Field[]): Map<string, Field[]> {
  const found = new Map<string, Field[]>();
  for (const field of fields) found.set(field.abbrev, [...(found.get(field.abbrev) ?? []), field]);
  return found;
}
