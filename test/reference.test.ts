/**
 * What runs hot is held equal to what is plain: compiled recorders to the interpreter of layouts, byte printers to the
 * values as text, and a run that asks for little to one that asks for everything.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { protocols, rules, wiring } from '../dissectors/index.ts';
import { batchOf, type Frame, framesOf } from '../scripts/fuzz/frames.ts';
import { Random } from '../scripts/fuzz/random.ts';
import { escapeText } from '../src/bytes/text.ts';
import { ByteWriter } from '../src/bytes/writer.ts';
import { Judge } from '../src/conformance/judge.ts';
import { interpret } from '../src/decode/interpret.ts';
import { fieldPrinter, linePrinter, type Printer } from '../src/decode/printer.ts';
import { compileRecorder } from '../src/decode/recorder.ts';
import { displayValue, formatValue, readValue } from '../src/decode/value.ts';
import { Pass } from '../src/engine/pass.ts';
import { Question } from '../src/engine/question.ts';
import { Registry } from '../src/engine/registry.ts';
import { type Field, fieldCount } from '../src/model/field.ts';
import type { Layout } from '../src/model/layout.ts';
import { GENERATED, type GeneratedValue, LITTLE, Tree, WORDS } from '../src/model/tree.ts';
import { FIELD_DEFAULTS, type FieldColumn, fieldsWriter } from '../src/output/fields.ts';
import type { PacketWriter } from '../src/output/output.ts';
import { summaryWriter } from '../src/output/summary.ts';

const registry = new Registry(protocols);
const layouts = protocols.flatMap((protocol) => protocol.layouts);
const fields = [...registry.fields.values()].flat();

describe('a compiled recorder records what the interpreter records', () => {
  const nodesOf = (tree: Tree): number[] => [...tree.words.subarray(0, tree.count * WORDS)];

  function both(layout: Layout, wanted: Uint8Array, random: Random): void {
    const at = random.below(1 << 20);
    const flags = random.pick([0, LITTLE]);
    const before = random.below(2000);
    const [plain, compiled] = [new Tree(), new Tree()];
    for (const tree of [plain, compiled]) for (let i = 0; i < before; i++) tree.add(i, i, i);
    interpret(plain, layout, wanted, at, at + layout.size, flags);
    compileRecorder(layout, wanted)(compiled, at, flags);
    assert.deepEqual(nodesOf(compiled), nodesOf(plain));
  }

  for (const layout of layouts) {
    const name = Object.values<Field>(layout.fields)[0]?.abbrev ?? layout.root?.abbrev;
    test(`of layout ${layout.id} (${name} …), whatever is asked for`, () => {
      const random = new Random(layout.id);
      both(layout, new Uint8Array(fieldCount()).fill(1), random);
      both(layout, new Uint8Array(fieldCount()), random);
      for (let i = 0; i < 40; i++) {
        const share = random.below(100);
        both(
          layout,
          Uint8Array.from({ length: fieldCount() }, () => (random.below(100) < share ? 1 : 0)),
          random,
        );
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

const printed = (printer: Printer, tree: Tree, node: number, bytes: Uint8Array): string => {
  let text = '';
  const out = new ByteWriter((written, length) => {
    text += Buffer.from(written.buffer, 0, length).toString('utf8');
  });
  printer(out, tree, node, bytes);
  out.flush();
  return text;
};

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

  function check(field: Field, tree: Tree, node: number, bytes: Uint8Array): void {
    const size = tree.flags(node) & GENERATED ? field.size : tree.end(node) - tree.start(node);
    const value = readValue(field, tree, node, bytes);
    const what = `${field.abbrev} (${field.kind}) of ${size} bytes, value ${String(value)}`;
    assert.equal(
      printed(fieldPrinter(field), tree, node, bytes),
      escapeText(formatValue(field, value, size)),
      `-T fields: ${what}`,
    );
    assert.equal(printed(linePrinter(field), tree, node, bytes), line(field, tree, node, bytes), `-V: ${what}`);
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
      for (const size of sizes(field)) {
        for (const content of contents(size)) {
          for (const flags of [0, LITTLE]) {
            const at = random.below(20);
            const bytes = new Uint8Array(at + size + 20).fill(0x5a);
            bytes.set(content, at);
            const tree = new Tree();
            check(field, tree, tree.add(field.id | flags, at, at + size), bytes);
          }
        }
      }
    }
  });

  test('for every field, with values that were worked out', () => {
    for (const field of fields) {
      // What is a part of a number is read, never worked out.
      if (field.mask !== 0) continue;
      for (const value of generated(field, random)) {
        const tree = new Tree();
        check(field, tree, tree.generate(field.id, value), new Uint8Array(0));
        check(field, tree, tree.generate(field.id, value, 3, 5), new Uint8Array(8));
      }
    }
  });
});

const SAMPLES = fileURLToPath(new URL('../samples', import.meta.url));
const captures = readdirSync(SAMPLES)
  .filter((name) => name.endsWith('.pcap'))
  .sort();
const sessions: (readonly Frame[])[] = [];
for (const name of captures) sessions.push(await framesOf(join(SAMPLES, name)));
const batches = sessions.map(batchOf);

/** Every sample's output, as one run of the program gives it. */
function run(question: Question, judge: Judge | undefined, make: (out: ByteWriter) => PacketWriter): string {
  let text = '';
  const out = new ByteWriter((bytes, length) => {
    text += Buffer.from(bytes.buffer, 0, length).toString('latin1');
  });
  sessions.forEach((frames, s) => {
    const writer = make(out);
    const pass = new Pass(registry, wiring, question, judge, true);
    frames.forEach(({ linkType }, i) => {
      pass.frame(batches[s]!, i, { linkType, snapLength: 0, section: 1 });
      judge?.packet(pass.packet);
      writer.packet(pass.packet, []);
    });
    pass.finish();
  });
  out.flush();
  return text;
}

describe('asking for little gives what asking for everything shows of it', () => {
  const columns: FieldColumn[] = [...registry.fields].map(([name, definitions]) => ({ name, fields: definitions }));
  const writer = (asked: readonly FieldColumn[]) => (out: ByteWriter) => fieldsWriter(out, asked, FIELD_DEFAULTS);
  const everything = Question.everything();
  // Separators within values are escaped, so that lines and columns can be taken apart again.
  const rows = run(everything, new Judge(rules), writer(columns))
    .split('\n')
    .map((row) => row.split('\t'));
  const column = (index: number): string[] => rows.map((row) => row[index] ?? '');

  /** Fails at the first line that differs; thousands of them say no more. */
  function same(actual: readonly string[], expected: readonly string[], what: string): void {
    assert.equal(actual.length, expected.length, what);
    const wrong = actual.findIndex((row, i) => row !== expected[i]);
    if (wrong >= 0) assert.equal(actual[wrong], expected[wrong], `${what}, line ${wrong + 1}`);
  }

  test('-e X for every field X', () => {
    columns.forEach((asked, index) => {
      same(run(Question.fields(asked.fields), undefined, writer([asked])).split('\n'), column(index), asked.name);
    });
  });

  test('-e X -e Y -e Z for some', () => {
    const random = new Random(3);
    for (let i = 0; i < 40; i++) {
      const some = [0, 1, 2].map(() => random.below(columns.length));
      const asked = some.map((index) => columns[index]!);
      const together = run(Question.fields(asked.flatMap((it) => it.fields)), undefined, writer(asked)).split('\n');
      // The last one is what follows the last line's end.
      const expected = rows.map((row, r) => (r === rows.length - 1 ? '' : some.map((index) => row[index]).join('\t')));
      same(together, expected, asked.map((it) => it.name).join(' '));
    }
  });

  test('the list of packets', () => {
    assert.equal(run(Question.nothing(), undefined, summaryWriter), run(everything, new Judge(rules), summaryWriter));
  });
});
