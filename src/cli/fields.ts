import type { Field } from '../model/field.ts';
import { cite } from '../model/spec.ts';
import type { Command } from './command.ts';
import { EXIT, nearest, UsageError } from './exit.ts';
import { IDL, makeRegistry } from './inputs.ts';
import { PAGER } from './pager.ts';

export const FIELDS_SCHEMA = 'specshark.fields/1';

export const command: Command = {
  name: 'fields',
  takes: '[PREFIX…]',
  describe: 'the dictionary: every field with its type, label and section',
  options: [
    { name: 'format', letter: 'T', takes: 'FORMAT', choices: ['text', 'json'], describe: 'form of the output' },
    IDL,
    PAGER,
  ],
  examples: [['specshark fields smb.mgid nbss', 'one field, and all of a protocol']],
  async run(args, out) {
    const registry = makeRegistry(args);
    const names = [...registry.fields.keys()].sort();
    const wanted =
      args.files.length === 0
        ? names
        : names.filter((name) => args.files.some((p) => name === p || name.startsWith(`${p}.`)));
    if (wanted.length === 0) {
      const close = nearest(args.files[0]!, names);
      throw new UsageError(
        `no field '${args.files[0]}'${close.length > 0 ? `; did you mean ${close.join(', ')}?` : ''}`,
      );
    }
    const entries = wanted.flatMap((name) => distinct(registry.fields.get(name)!));
    if (args.one('format') === 'json') {
      out.utf8(`${JSON.stringify({ schema: FIELDS_SCHEMA, fields: entries.map(asJson) }, null, 1)}\n`);
    } else {
      // A list of thousands streams; tables are for what fits a screen.
      for (const field of entries) {
        out.utf8(
          `${field.abbrev.padEnd(34)} ${typeOf(field).padEnd(10)} ${field.label}${field.spec ? `  [${cite(field.spec)}]` : ''}\n`,
        );
        out.settle();
      }
    }
    out.flush();
    return EXIT.ok;
  },
};

/** Definitions that share an abbreviation, less those that say the same. */
export function distinct(fields: readonly Field[]): Field[] {
  const seen = new Set<string>();
  return fields.filter((field) => {
    const key = `${field.label}/${typeOf(field)}/${field.spec ? cite(field.spec) : ''}`;
    return !seen.has(key) && seen.add(key);
  });
}

export const typeOf = (field: Field): string =>
  field.kind === 'uint' || field.kind === 'int' ? `${field.kind}${field.size ? field.size * 8 : ''}` : field.kind;

const asJson = (field: Field): object => ({
  name: field.abbrev,
  label: field.label,
  type: typeOf(field),
  base: field.base,
  mask: field.mask || null,
  generated: field.generated,
  spec: field.spec ?? null,
  values: field.names instanceof Map ? Object.fromEntries(field.names) : null,
});
