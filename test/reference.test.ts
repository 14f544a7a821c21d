/**
 * What runs hot is held equal to what is plain: compiled recorders to the interpreter of layouts, byte printers to the
 * values as text, and a run that asks for little to one that asks for everything.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { protocols } from '../dissectors/index.ts';
import { framesOf } from '../scripts/fuzz/frames.ts';
import { Random } from '../scripts/fuzz/random.ts';
import { escapeText } from '../src/bytes/text.ts';
import { ByteWriter } from '../src/bytes/writer.ts';
import { interpret } from '../src/decode/interpret.ts';
import { fieldPrinter, linePrinter, type Printer } from '../src/decode/printer.ts';
import { compileRecorder } from '../src/decode/recorder.ts';
import { displayValue, formatValue, readValue } from '../src/decode/value.ts';
import { Question } from '../src/engine/question.ts';
import { Registry } from '../src/engine/registry.ts';
import { type Field, fieldCount } from '../src/model/field.ts';
import type { Item, Layout } from '../src/model/layout.ts';
import { GENERATED, type GeneratedValue, LITTLE, Tree, WORDS } from '../src/model/tree.ts';
import type { FieldColumn } from '../src/output/fields.ts';
import { summaryWriter } from '../src/output/summary.ts';
import { Asked } from './asked.ts';

const registry = new Registry(protocols);
const layouts = protocols.flatMap((protocol) => protocol.layouts);
const fields = [...registry.fields.values()].flat();

describe('a compiled recorder records what the interpreter records', () => {
  const random = new Random(1);
  const [plain, compiled] = [new Tree(), new Tree()];

  function both(layout: Layout, wanted: Uint8Array): void {
    const at = random.below(1 << 20);
    const flags = random.pick([0, LITTLE]);
    const before = random.below(300);
    for (const tree of [plain, compiled]) {
      tree.clear();
      for (let i = 0; i < before; i++) tree.add(i, i, i);
    }
    interpret(plain, layout, wanted, at, at + layout.size, flags);
    compileRecorder(layout, wanted)(compiled, at, flags);
    const nodes = (tree: Tree): number[] => [...tree.words.subarray(before * WORDS, tree.count * WORDS)];
    assert.deepEqual(nodes(compiled), nodes(plain), `layout ${layout.id}`);
  }

  function idsOf(layout: Layout): number[] {
    const ids = (items: readonly Item[]): number[] => items.flatMap((item) => [item.field.id, ...ids(item.children)]);
    return [...(layout.root ? [layout.root.id] : []), ...ids(layout.items)];
  }

  for (const protocol of protocols.filter((it) => it.layouts.length > 0)) {
    test(`of ${protocol.name}, whatever is asked for`, () => {
      for (const layout of protocol.layouts) {
        const wanted = new Uint8Array(fieldCount());
        both(layout, wanted);
        both(layout, wanted.fill(1));
        const ids = idsOf(layout);
        for (let i = 0; i < 30; i++) {
          const share = random.below(100);
          for (const id of ids) wanted[id] = random.below(100) < share ? 1 : 0;
          both(layout, wanted);
        }
      }
    });
  }

  test('and where bytes run short, the interpreter records what fits', () => {
    const wanted = new Uint8Array(fieldCount()).fill(1);
    for (const layout of layouts) {
      const whole = new Tree();
      interpret(whole, layout, wanted, 0, layout.size, 0);
      for (let end = 0; end < layout.size; end++) {
        const short = new Tree();
        interpret(short, layout, wanted, 0, end, 0);
        const ids = (tree: Tree): number[] => Array.from({ length: tree.count }, (_, node) => tree.id(node));
        const fitting: number[] = [];
        for (let node = 0; node < whole.count; ) {
          const heading = node === 0 && layout.root !== undefined;
          const fits = heading || whole.end(node) <= end;
          if (fits) fitting.push(whole.id(node));
          // What belongs to a part that is cut is left out with it.
          node = fits ? node + 1 : whole.next(node);
        }
        assert.deepEqual(ids(short), fitting, `layout ${layout.id} of ${end} bytes`);
      }
    }
  });
});

const HOSTILE = [
  '',
  'plain',
  'a\u001b[31mred',
  'bell\u0007',
  'line\r\nline',
  'tab\t',
  'null\0',
  '\u202eback',
  'é € 𝄞',
  '\ud800',
  '\u009b1m',
  '"quoted", \\',
  ',;|',
];
const INSTANTS = [
  { seconds: 0, nanoseconds: 0 },
  { seconds: 1_700_000_000, nanoseconds: 1 },
  { seconds: 5, nanoseconds: 999_999_999 },
  { seconds: -3, nanoseconds: -250_000_000 },
  { seconds: 0, nanoseconds: -7 },
  { seconds: 9e9, nanoseconds: 123_456_000 },
];

/** Sizes of a node of this field. */
function sizes(field: Field): readonly number[] {
  switch (field.kind) {
    case 'uint':
    case 'int':
      return field.mask === 0
        ? [1, 2, 3, 4, 5, 6, 7, 8]
        : [field.size || 1, 2, 4].filter((size) => field.mask < 2 ** (size * 8));
    case 'bool':
      return field.mask === 0 ? [1, 2, 4] : [1, 2, 3, 4].filter((size) => field.mask < 2 ** (size * 8));
    case 'ipv4':
      return [4];
    case 'ipv6':
    case 'guid':
      return [16];
    case 'filetime':
      return [8];
    case 'unixtime':
      return [4];
    case 'ether':
      return [6, 8];
    case 'bytes':
    case 'string':
      return [0, 1, 2, 7, 31, 32, 33, 100];
    case 'time':
    case 'duration':
      // These are worked out, never read.
      return [];
    default:
      return [0, 4];
  }
}

/** Values that a dissector may work out for a field of this kind. */
function generated(field: Field, random: Random): readonly GeneratedValue[] {
  switch (field.kind) {
    case 'uint':
      return [
        0,
        1,
        9,
        10,
        99,
        255,
        65535,
        1_000_000,
        0xffffffff,
        2 ** 40 + 1,
        Number.MAX_SAFE_INTEGER,
        random.word(),
        2n ** 64n - 1n,
      ];
    case 'int':
      return [0, 1, -1, -65536, 2 ** 31, -(2n ** 63n)];
    case 'bool':
      return [true, false];
    case 'bytes':
      return [new Uint8Array(0), random.bytes(5), random.bytes(40)];
    case 'string':
    case 'ipv4':
    case 'ipv6':
    case 'ether':
    case 'guid':
    case 'filetime':
      return HOSTILE;
    case 'time':
    case 'unixtime':
    case 'duration':
      return INSTANTS;
    default:
      return [true];
  }
}

let text = '';
const out = new ByteWriter((written, length) => {
  text += Buffer.from(written.buffer, 0, length).toString('utf8');
});

function printed(printer: Printer, tree: Tree, node: number, bytes: Uint8Array): string {
  text = '';
  printer(out, tree, node, bytes);
  out.flush();
  return text;
}

/** A line of the tree, said plainly. */
function line(field: Field, tree: Tree, node: number, bytes: Uint8Array): string {
  const flags = tree.flags(node);
  if (field.kind === 'none' || field.kind === 'protocol') return flags & GENERATED ? `[${field.label}]` : field.label;
  const size = flags & GENERATED ? field.size : tree.end(node) - tree.start(node);
  const value = readValue(field, tree, node, bytes);
  const cut = value instanceof Uint8Array && value.length > 32 && !(flags & GENERATED);
  const shown = escapeText(displayValue(field, cut ? value.subarray(0, 32) : value, size)) + (cut ? '…' : '');
  if (field.mask === 0) return flags & GENERATED ? `[${field.label}: ${shown}]` : `${field.label}: ${shown}`;
  const digits = [...bytes.subarray(tree.start(node), tree.end(node))].map((byte) => byte.toString(2).padStart(8, '0'));
  if ((flags & LITTLE) !== 0 || field.little) digits.reverse();
  const mask = field.mask.toString(2).padStart(size * 8, '0');
  const bits = Array.from(digits.join(''), (digit, i) => (mask[i] === '1' ? digit : '.'));
  return `${bits.join('').replace(/(.{4})(?=.)/g, '$1 ')} = ${field.label}: ${shown}`;
}

describe('a byte printer prints what the value is as text', () => {
  const random = new Random(7);

  const tree = new Tree();

  function check(field: Field, printers: readonly [Printer, Printer], node: number, bytes: Uint8Array): void {
    const size = tree.flags(node) & GENERATED ? field.size : tree.end(node) - tree.start(node);
    const value = readValue(field, tree, node, bytes);
    const what = (): string => `${field.abbrev} (${field.kind}) of ${size} bytes, value ${String(value)}`;
    const [alone, inTree] = printers.map((printer) => printed(printer, tree, node, bytes));
    const [plain, plainLine] = [escapeText(formatValue(field, value, size)), line(field, tree, node, bytes)];
    if (alone !== plain) assert.equal(alone, plain, `-T fields: ${what()}`);
    if (inTree !== plainLine) assert.equal(inTree, plainLine, `-V: ${what()}`);
  }

  /** Bytes of interest: nothing, everything, one bit, text that steers terminals, anything. */
  function contents(size: number): Uint8Array[] {
    const one = new Uint8Array(size);
    if (size > 0) one[random.below(size)] = 1 << random.below(8);
    const text = Buffer.from('A\u001b]0;x\u0007\r\n\u009b\0é/\\"'.repeat(10), 'latin1').subarray(0, size);
    return [new Uint8Array(size), new Uint8Array(size).fill(0xff), one, text, random.bytes(size), random.bytes(size)];
  }

  test('for every field, read from bytes of every size in both orders', () => {
    for (const field of fields) {
      const printers = [fieldPrinter(field), linePrinter(field)] as const;
      for (const size of sizes(field)) {
        for (const content of contents(size)) {
          for (const flags of [0, LITTLE]) {
            const at = random.below(20);
            const bytes = new Uint8Array(at + size + 20).fill(0x5a);
            bytes.set(content, at);
            tree.clear();
            check(field, printers, tree.add(field.id | flags, at, at + size), bytes);
          }
        }
      }
    }
  });

  test('for every field, with values that were worked out', () => {
    for (const field of fields) {
      // What is a part of a number is read, never worked out.
      if (field.mask !== 0) continue;
      const printers = [fieldPrinter(field), linePrinter(field)] as const;
      for (const value of generated(field, random)) {
        tree.clear();
        check(field, printers, tree.generate(field.id, value), new Uint8Array(0));
        check(field, printers, tree.generate(field.id, value, 3, 5), new Uint8Array(8));
      }
    }
  });
});

const SAMPLES = fileURLToPath(new URL('../samples', import.meta.url));
const captures = readdirSync(SAMPLES)
  .filter((name) => name.endsWith('.pcap'))
  .sort();
const sessions: Asked[] = [];
for (const name of captures) sessions.push(new Asked(registry, await framesOf(join(SAMPLES, name))));

describe('asking for little gives what asking for everything shows of it', () => {
  const samples = [...captures.keys()];
  const columns: FieldColumn[] = [...registry.fields].map(([name, definitions]) => ({ name, fields: definitions }));
  const rows = sessions.map((session) => session.everything(columns));

  function check(some: readonly number[], sample: number): void {
    const asked = some.map((index) => columns[index]!);
    const lines = sessions[sample]!.alone(asked);
    const expected = rows[sample]!.map((row) => some.map((index) => row[index]).join('\t'));
    const wrong = lines.findIndex((line, i) => line !== expected[i]);
    const what = `${captures[sample]}, packet ${wrong + 1}: ${asked.map((it) => it.name).join(' ')}`;
    assert.equal(lines[wrong], expected[wrong], what);
    assert.equal(lines.length, expected.length, what);
  }

  test('-e X for every field X', () => {
    const random = new Random(2);
    columns.forEach((_, index) => {
      // Where it is, and in one sample more, where it may not be.
      const there = samples.filter((sample) => rows[sample]!.some((row) => row[index]));
      for (const sample of [...there, random.pick(samples)]) check([index], sample);
    });
  });

  test('-e X -e Y -e Z for some', () => {
    const random = new Random(3);
    const indices = [...columns.keys()].filter((index) => rows.some((sample) => sample.some((row) => row[index])));
    for (let i = 0; i < 300; i++)
      check(
        [0, 1, 2].map(() => random.pick(indices)),
        random.pick(samples),
      );
  });

  test('the list of packets', () => {
    for (const sample of samples) {
      const session = sessions[sample]!;
      const alone = session.lines(Question.nothing(), false, summaryWriter);
      assert.deepEqual(alone, session.lines(Question.everything(), true, summaryWriter), captures[sample]);
    }
  });
});
