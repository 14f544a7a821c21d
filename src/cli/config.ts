import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PROFILES } from '../conformance/judge.ts';
import { POLICY_SHAPE } from '../output/reports/policy-shape.ts';
import { TIME_FORMATS } from '../output/time-column.ts';
import type { Arguments, Command } from './command.ts';
import { nearest, UsageError } from './exit.ts';
import { parse } from './parse.ts';
import { readPlaced } from './user-files.ts';

/** What a configuration may set, and the option it stands for. */
const KEYS: Readonly<Record<string, { readonly list: boolean; readonly choices?: readonly string[] }>> = {
  columns: { list: true },
  time: { list: false, choices: TIME_FORMATS },
  color: { list: false, choices: ['auto', 'always', 'never'] },
  profile: { list: false, choices: PROFILES },
  'decode-as': { list: true },
  idl: { list: true },
  'code-page': { list: false },
};

type Settings = ReadonlyMap<string, readonly string[]>;

/**
 * The JSON Schema of specshark.config.json; `sets` are chosen by -C NAME and come before the rest.
 */
const settings = Object.fromEntries(
  Object.entries(KEYS).map(([key, { list, choices }]) => {
    const text = choices ? { enum: choices } : { type: 'string' };
    return [key, list ? { type: 'array', items: text } : text];
  }),
);
export const CONFIG = {
  type: 'object',
  properties: {
    ...settings,
    ...POLICY_SHAPE,
    sets: {
      type: 'object',
      additionalProperties: { type: 'object', properties: settings, additionalProperties: false },
    },
  },
  additionalProperties: false,
};

/** The nearest configuration: of the folder, else of the user. */
function place(): string | undefined {
  const user = join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'specshark', 'config.json');
  return ['specshark.config.json', user].find((path) => existsSync(path));
}

/** Takes `-C NAME` out of the words. */
function configSet(words: readonly string[]): { readonly name: string | undefined; readonly rest: string[] } {
  const at = words.findIndex((word) => word === '-C' || word === '--config');
  const end = words.indexOf('--');
  if (at < 0 || (end >= 0 && end < at)) return { name: undefined, rest: [...words] };
  const name = words[at + 1];
  if (name === undefined) throw new UsageError('-C needs the name of a set');
  return { name, rest: [...words.slice(0, at), ...words.slice(at + 2)] };
}

/** What the user said, and where he said nothing what his configuration says. */
function configured(command: Command, args: Arguments, set: string | undefined): Arguments {
  const path = place();
  if (path === undefined) {
    if (set !== undefined) throw new UsageError(`-C ${set}: there is no specshark.config.json`);
    return args;
  }
  const known = new Set(command.options.map(({ name }) => name));
  const config = read(path, set);
  const given = (name: string): readonly string[] => {
    const said = args.all(name);
    return said.length > 0 || !known.has(name) ? said : (config.get(name) ?? []);
  };
  return {
    files: args.files,
    off: args.off,
    has: (name) => args.has(name) || (!args.off(name) && given(name).length > 0),
    one: (name) => given(name).at(-1),
    all: given,
  };
}

/** What a command line says of a command: its words, and where they say nothing what the configuration says. */
export function argumentsOfLine(command: Command, words: readonly string[]): Arguments {
  const { name, rest } = configSet(words);
  return configured(command, parse(command, rest), name);
}

function read(path: string, set: string | undefined): Settings {
  const placed = readPlaced(path);
  const wrong = (at: string, message: string): never => {
    throw new UsageError(`${path}:${placed.line(at)}: ${message}`);
  };
  const object = (value: unknown, at: string): Record<string, unknown> =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : wrong(at, `${at || 'it'} must be an object`);
  const whole = object(placed.value, '');
  const settings = new Map<string, readonly string[]>();
  const take = (from: Record<string, unknown>, prefix: string, use: boolean): void => {
    for (const [key, value] of Object.entries(from)) {
      const at = `${prefix}${key}`;
      // `check` reads its policy itself.
      if ((key === 'sets' || Object.hasOwn(POLICY_SHAPE, key)) && prefix === '') continue;
      const kind = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
      if (!kind) {
        const close = nearest(key, Object.keys(KEYS));
        return wrong(
          at,
          `there is no setting '${key}'${close.length > 0 ? `; did you mean ${close.join(', ')}?` : ''}`,
        );
      }
      const list = kind.list ? value : [value];
      if (!Array.isArray(list) || !list.every((item) => typeof item === 'string'))
        return wrong(at, `${key} must be ${kind.list ? 'a list of texts' : 'a text'}`);
      for (const item of list)
        if (kind.choices && !kind.choices.includes(item))
          return wrong(at, `${key} is one of ${kind.choices.join(', ')}`);
      if (use) settings.set(key, key === 'columns' ? [list.join(',')] : list);
    }
  };
  take(whole, '', true);
  const sets = 'sets' in whole ? object(whole['sets'], 'sets') : {};
  for (const [name, value] of Object.entries(sets)) take(object(value, `sets.${name}`), `sets.${name}.`, name === set);
  if (set !== undefined && !Object.hasOwn(sets, set)) {
    const names = Object.keys(sets);
    throw new UsageError(`-C: ${path} has no set '${set}'${names.length > 0 ? `; there are ${names.join(', ')}` : ''}`);
  }
  return settings;
}
