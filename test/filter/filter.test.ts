/** What display filters select, and what they say of what is wrong with them; by the program's own parts. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { protocols, wiring } from '../../dissectors/index.ts';
import { openCapture } from '../../src/capture/index.ts';
import { nearest } from '../../src/cli/exit.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import { run } from '../../src/engine/run.ts';
import { type Filter, FilterError, FrameSet, makeFilter, mark } from '../../src/filter/index.ts';
import { DEEPEST, LONGEST } from '../../src/filter/parser.ts';

/** Ten frames: the fourth asks for a session, the sixth is a message, the seventh its answer. */
const SINGLE = 'samples/messenger-single.pcap';
const QUOTED = 'samples/icmp-quoted.pcap';

const registry = new Registry(protocols);
const filter = (text: string): Filter =>
  makeFilter(text, {
    get: (name) => registry.fields.get(name),
    nearest: (name) => nearest(name, registry.fields.keys()),
  });

async function selected(text: string, path = SINGLE, question = (of: Filter) => Question.fields(of.fields)) {
  const asked = filter(text);
  const frames: number[] = [];
  await run(await openCapture(path), new Pass(registry, wiring, question(asked), undefined, true), (packet) => {
    if (asked.matches(packet)) frames.push(packet.number);
  });
  return frames;
}

function wrong(text: string): FilterError {
  try {
    filter(text);
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
  return assert.fail(`${text.slice(0, 60)} was taken`);
}

const ALL = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('a filter selects', () => {
  const cases: readonly (readonly [string, readonly number[]])[] = [
    ['', ALL],
    ['nbss', [4, 5, 6, 7]],
    ['!nbss', [1, 2, 3, 8, 9, 10]],
    ['smb.cmd == 0xd0', [6, 7]],
    ['smb.cmd == 208 && tcp.dstport == 139', [6]],
    // Of two ports one is 139 in every packet: == asks for some of them, != for all of them.
    ['tcp.port == 139', ALL],
    ['tcp.port != 139', []],
    ['tcp.port !== 139', ALL],
    ['tcp.port === 139', []],
    ['all tcp.port > 138', ALL],
    ['any tcp.port > 139', ALL],
    ['not all tcp.port == 139', ALL],
    ['tcp.srcport in {139, 1..100}', [2, 5, 7, 9]],
    ['tcp.srcport not in {139, 1..100}', [1, 3, 4, 6, 8, 10]],
    ['frame.number in {2 .. 4, 9}', [2, 3, 4, 9]],
    ['frame.number & 1', [1, 3, 5, 7, 9]],
    ['frame.number % 4 == 1', [1, 5, 9]],
    ['frame.number * {frame.number - 1} == 12', [4]],
    ['frame.number == 1 or frame.number == 2 and nbss', [1]],
    ['tcp.flags.syn == 1', [1, 2]],
    ['tcp.flags.syn == "Set"', [1, 2]],
    ['tcp[13] & 2', [1, 2]],
    ['ip.src == 192.0.2.0/31', [1, 3, 4, 6, 8, 10]],
    ['ip.src[3] == 02', [2, 5, 7, 9]],
    ['nbss.called_name contains "STAT"', [4]],
    ['nbss.called_name matches "^work[a-z]+<"', [4]],
    ['lower(nbss.called_name) contains "station"', [4]],
    ['frame contains "STATION" and nbss', [6]],
    ['len(frame) > 100', [4, 6]],
    ['count(ip.addr) == 2', ALL],
    ['string(tcp.srcport) matches "^13"', [2, 5, 7, 9]],
    ['max(tcp.srcport, tcp.dstport) == 49152', ALL],
    ['frame.time_relative >= 0.005 and frame.time_relative < 0.007', [6, 7]],
    ['frame.time >= "2026-01-01 00:00:00.008 UTC"', [9, 10]],
  ];
  for (const [text, frames] of cases) {
    test(text || '(nothing)', async () => assert.deepEqual(await selected(text), frames));
  }

  test('the same of a tree that holds everything', async () => {
    for (const [text, frames] of cases)
      assert.deepEqual(await selected(text, SINGLE, () => Question.everything()), frames, text);
  });

  test('by layers', async () => {
    const quotes = await selected('ip#2', QUOTED);
    assert.ok(quotes.length > 0);
    assert.deepEqual(await selected('ip.src#[2] and icmp', QUOTED), quotes);
    assert.deepEqual(await selected('count(ip.src) == 2', QUOTED), quotes);
    assert.deepEqual(await selected('ip.proto#[-1] != 1 and icmp', QUOTED), quotes);
  });
});

describe('a filter is refused with its place', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['tcp.prt == 1', 'tcp.prt', /did you mean tcp\.port/],
    ['tcp.port == "x"', '"x"', /unsigned integer \(2 bytes\)/],
    ['tcp.port == 70000', '70000', /65535 is the most/],
    ['ip.addr == 1.2.3.4/33', '1.2.3.4/33', /at most 32 bits/],
    ['smb.cmd == "Nonsense"', '"Nonsense"', /no value of smb\.cmd/],
    ['tcp.port contains 1', 'tcp.port', /no part in a comparison with contains/],
    ['tcp.port == ip.src', 'ip.src', /do not go together/],
    ['frame matches "(?=a)"', '"(?=a)"', /look-ahead/],
    ['frame matches "(?<!a)"', '"(?<!a)"', /look-behind/],
    ['frame matches "(a)\\\\1"', '"(a)\\\\1"', /back-reference/],
    ['frame matches "["', '"["', /regular expression/],
    ['frame[3-1] == 00', '3-1', /ends before it begins/],
    ['tcp and', '', /ends too early/],
    ['tcp tcp', 'tcp', /not expected/],
    ['foo(tcp) == 1', 'foo(tcp)', /no function foo/],
    ['frame.time > "2026-02-30"', '"2026-02-30"', /not a valid date/],
  ];
  for (const [text, place, message] of cases) {
    test(text, () => {
      const error = wrong(text);
      assert.match(error.message, message);
      assert.equal(text.slice(error.start, error.end), place);
    });
  }

  test('which is marked under the text', () => {
    const text = 'tcp.port == "x" and udp';
    assert.equal(mark(text, wrong(text)), `${text}\n            ^~~`);
    const long = `${'tcp or '.repeat(50)}nonsense or ${'tcp or '.repeat(50)}udp`;
    const [shown, under] = mark(long, wrong(long)).split('\n') as [string, string];
    assert.equal(shown.slice(under.indexOf('^'), under.length), 'nonsense');
  });
});

describe('a hostile filter is refused at once', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['a million characters', 'tcp or '.repeat(150_000), /characters/],
    ['parentheses', '('.repeat(LONGEST), /within each other/],
    ['negations', `${'!'.repeat(60_000)}tcp`, /within each other/],
    ['functions', 'len('.repeat(10_000), /within each other/],
    ['operations', `tcp.port${' + 1'.repeat(10_000)} == 1`, /within each other/],
    ['slices', `tcp${'[0]'.repeat(10_000)} == 1`, /within each other/],
    ['comparisons', `${'tcp.port < '.repeat(5_000)}1`, /within each other/],
    ['repetitions of repetitions', 'frame matches "(((a{1,100}){1,100}){1,100}){1,100}"', /repeat/],
  ];
  for (const [what, text, message] of cases) {
    test(what, () => {
      const begun = performance.now();
      assert.match(wrong(text).message, message);
      assert.ok(performance.now() - begun < 1000);
    });
  }

  test('and what is merely long is not', async () => {
    assert.deepEqual(await selected(`${'frame.number == 3 or '.repeat(3000)}frame.number == 5`), [3, 5]);
    assert.deepEqual(await selected(`${'('.repeat(DEEPEST / 2)}nbss${')'.repeat(DEEPEST / 2)}`), [4, 5, 6, 7]);
  });

  test('nor does an expression explode that backtracking would be lost in', async () => {
    const begun = performance.now();
    await selected('frame matches "(.*)*(.*)*(.*)*x{5}$"');
    assert.ok(performance.now() - begun < 1000);
  });
});

test('frames are remembered by a bit each', () => {
  const set = new FrameSet();
  for (const frame of [1, 7, 8, 1_000_000]) set.add(frame);
  assert.deepEqual(
    [1, 2, 7, 8, 9, 999_999, 1_000_000, 5_000_000].filter((frame) => set.has(frame)),
    [1, 7, 8, 1_000_000],
  );
});
