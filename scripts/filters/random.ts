/**
 * Display filters made at random of the fields that both know and of values that occur in a capture: right ones, and some
 * with an operand of the wrong type, which both should refuse. The same seed makes the same filters.
 */
import { execFileSync } from 'node:child_process';
import { protocols, wiring } from '../../dissectors/index.ts';
import { openCapture } from '../../src/capture/index.ts';
import { readValue } from '../../src/decode/value.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import { run } from '../../src/engine/run.ts';
import { type Field, fieldById } from '../../src/model/field.ts';
import { Random } from '../fuzz/random.ts';
import type { Listed } from './list.ts';

/** A field of a capture with some of its values, as literals of the filter language. */
interface Known {
  readonly name: string;
  readonly kind: Field['kind'];
  readonly values: readonly string[];
}

/** What differs on purpose: checksums that were verified, a date for a duration, and what depends on the filter itself. */
const MEANT = /\.checksum\.status$|^frame\.time_epoch$|^frame\.time_delta_displayed$/;
/** Values of a field that are kept. */
const VALUES = 12;

const ORDERS = ['==', '!=', '===', '!==', '<', '<=', '>', '>=', 'eq', 'ne', 'lt', 'le', 'gt', 'ge'];
const OPERATORS = ['+', '-', '*', '/', '%', '&'];
const CONSTANTS = ['0', '1', '2', '0x10', '255', '65535', '65536', '0b101', '017', '-1', '"a"', "'a'", '1.5', '00:01'];
const TEXTS = ['"."', '"a"', '"[0-9]+"', '"^\\\\w"', '"S"', '"\\x00"', '""'];

export async function randomFilters(capture: string, count: number, seed: number): Promise<Listed[]> {
  const known = await fieldsIn(capture);
  const maker = new Maker(known, new Random(seed));
  return Array.from({ length: count }, () => ({ capture, expression: maker.test(0), reason: undefined }));
}

/** The fields of a capture that tshark has under the same name. */
async function fieldsIn(capture: string): Promise<Known[]> {
  const rows = execFileSync('tshark', ['-G', 'fields'], { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\n');
  const theirs = new Set(rows.map((row) => row.split('\t')[2]));
  const registry = new Registry(protocols);
  const values = new Map<string, { field: Field; seen: Set<string> }>();
  await run(await openCapture(capture), new Pass(registry, wiring, Question.everything(), undefined), (packet) => {
    for (let l = 0; l < packet.layerCount; l++) {
      const layer = packet.layer(l);
      for (let node = layer.firstNode; node < layer.endNode; node++) {
        const field = fieldById(packet.tree.id(node));
        if (!theirs.has(field.abbrev) || MEANT.test(field.abbrev)) continue;
        let it = values.get(field.abbrev);
        if (!it) {
          it = { field, seen: new Set() };
          values.set(field.abbrev, it);
        }
        if (it.seen.size >= VALUES || field.kind === 'protocol' || field.kind === 'none') continue;
        const literal = literalOf(field, readValue(field, packet.tree, node, layer.source.bytes));
        if (literal) it.seen.add(literal);
      }
    }
  });
  return [...values].map(([name, { field, seen }]) => ({ name, kind: field.kind, values: [...seen] }));
}

function literalOf(field: Field, value: unknown): string | undefined {
  switch (field.kind) {
    case 'bool':
      return value ? '1' : '0';
    case 'bytes':
      return value instanceof Uint8Array && value.length > 0
        ? [...value.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(':')
        : undefined;
    case 'string':
      return /^[ -~]*$/.test(String(value)) ? JSON.stringify(String(value)) : undefined;
    case 'time':
    case 'unixtime':
    case 'filetime':
      return '"2020-01-01 00:00:00"';
    case 'duration': {
      const { seconds, nanoseconds } = value as { seconds: number; nanoseconds: number };
      return seconds < 0 || nanoseconds < 0 ? undefined : `${seconds}.${String(nanoseconds).padStart(9, '0')}`;
    }
    default:
      return String(value);
  }
}

class Maker {
  readonly #fields: readonly Known[];
  readonly #random: Random;

  constructor(fields: readonly Known[], random: Random) {
    this.#fields = fields;
    this.#random = random;
  }

  /** One time in `n`. */
  #rarely(n: number): boolean {
    return this.#random.below(n) === 0;
  }

  #field(fits: (field: Known) => boolean = () => true): Known {
    const fitting = this.#fields.filter(fits);
    return this.#random.pick(fitting.length > 0 ? fitting : this.#fields);
  }

  test(depth: number): string {
    const roll = this.#random.below(depth > 2 ? 12 : 16);
    if (roll >= 14)
      return `${this.test(depth + 1)} ${this.#random.pick(['and', 'or', '&&', '||'])} ${this.test(depth + 1)}`;
    if (roll === 13) return `${this.#random.pick(['not ', '!'])}${this.test(depth + 1)}`;
    if (roll === 12) return `(${this.test(depth + 1)})`;
    const quantifier = this.#rarely(8) ? this.#random.pick(['any ', 'all ']) : '';
    if (roll === 0) return this.#reference(this.#field());
    if (roll === 1) return quantifier + this.#membership();
    if (roll === 2)
      return `${quantifier}${this.#texty()} contains ${this.#value(this.#field((it) => it.kind === 'bytes' || it.kind === 'string'))}`;
    if (roll === 3) return `${quantifier}${this.#texty()} matches ${this.#random.pick(TEXTS)}`;
    return quantifier + this.#relation();
  }

  #reference(field: Known): string {
    return this.#rarely(10)
      ? `${field.name}#${this.#random.pick(['1', '2', '[1]', '[-1]', '[1-2]', '[2:]'])}`
      : field.name;
  }

  #texty(): string {
    const field = this.#field((it) => ['bytes', 'string', 'protocol', 'ether'].includes(it.kind) || this.#rarely(12));
    return field.kind === 'string' && this.#rarely(3)
      ? `${this.#random.pick(['lower', 'upper'])}(${field.name})`
      : field.name;
  }

  #relation(): string {
    const field = this.#field((it) => it.kind !== 'none' || this.#rarely(20));
    const left = this.#operand(field);
    const right = this.#rarely(4)
      ? this.#operand(this.#field((it) => it.kind === field.kind))
      : this.#value(field, left);
    const chain = this.#rarely(15) ? ` ${this.#random.pick(ORDERS)} ${this.#value(field)}` : '';
    return this.#rarely(15)
      ? `${right} ${this.#random.pick(ORDERS)} ${left}`
      : `${left} ${this.#random.pick(ORDERS)} ${right}${chain}`;
  }

  #operand(field: Known): string {
    const name = this.#reference(field);
    switch (this.#random.below(12)) {
      case 0:
        return `${name} ${this.#random.pick(OPERATORS)} ${this.#value(field)}`;
      case 1:
        return `${this.#random.pick(['len', 'count', 'string', 'abs', 'max', 'min'])}(${name})`;
      case 2:
        return `${this.#random.pick(['max', 'min'])}(${name}, ${this.#field((it) => it.kind === field.kind).name})`;
      case 3:
        return `${name}${this.#slice()}`;
      case 4:
        return `-${name}`;
      case 5:
        return `${name} ${this.#random.pick(OPERATORS)} {${this.#field((it) => it.kind === field.kind).name} ${this.#random.pick(OPERATORS)} 1}`;
      default:
        return name;
    }
  }

  #slice(): string {
    return `[${this.#random.pick(['0', '1', '-1', '0:2', '1-2', ':2', '1:', '-2:', '0,2', '100', '-3:2', '2:1', '0:1,3'])}]`;
  }

  #value(field: Known, left = ''): string {
    if (this.#rarely(7)) return this.#random.pick(CONSTANTS);
    if (left.includes('[') && !this.#rarely(4)) return this.#random.pick(['00', '00:00', '"A"', '0x01', '01', 'ff:ff']);
    if (/^(len|count)\(/.test(left)) return String(this.#random.below(40));
    if (left.startsWith('string(')) return JSON.stringify((field.values[0] ?? 'a').replaceAll('"', ''));
    if (field.values.length === 0) return this.#random.pick(CONSTANTS);
    return this.#random.pick(field.values);
  }

  #membership(): string {
    const field = this.#field((it) => it.kind !== 'protocol' && it.kind !== 'none');
    const item = (): string =>
      this.#rarely(4) ? `${this.#value(field)} .. ${this.#value(field)}` : this.#value(field);
    const items = Array.from({ length: 1 + this.#random.below(3) }, item).join(', ');
    return `${field.name} ${this.#rarely(4) ? 'not in' : 'in'} {${items}}`;
  }
}
