/** What `reduce` leaves: it shows the finding, and without any one of its packets it does not. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { rules } from '../../dissectors/rules.ts';
import { program } from '../../scripts/golden/program.ts';
import { type HeldFrame, hold, passOver } from '../../src/cli/held.ts';
import { makeRegistry } from '../../src/cli/inputs.ts';
import { reduce } from '../../src/cli/reduce.ts';
import { Judge } from '../../src/conformance/judge.ts';
import { minimise } from '../../src/conformance/minimise.ts';
import type { AnyRule } from '../../src/model/rule.ts';
import { ROOT } from './run.ts';

process.chdir(ROOT);
const registry = makeRegistry();
const samples = readdirSync('samples').filter((name) => /\.pcap(ng)?$/.test(name));

const judged = (frames: readonly HeldFrame[], of: readonly AnyRule[]): Judge => {
  const judge = new Judge(of);
  passOver(frames, registry, judge);
  return judge;
};

describe('what is left of every sample', () => {
  for (const sample of samples) {
    test(sample, async () => {
      const { frames } = await hold(`samples/${sample}`);
      const places = new Map(judged(frames, rules).findings.map((it) => [`${it.rule.id} ${it.anchor.frame}`, it]));
      for (const { rule, anchor: place } of places.values()) {
        const left = reduce(frames, registry, rule, place.frame)!;
        const target = judged(frames, [rule]).findings.find((it) => it.anchor.frame === place.frame);
        const shows = (some: readonly HeldFrame[]): boolean =>
          judged(some, [rule]).findings.some(
            ({ message, anchor }) =>
              message === target!.message &&
              anchor.field === target!.anchor.field &&
              Buffer.compare(anchor.bytes, target!.anchor.bytes) === 0,
          );
        assert.ok(shows(left), `${rule.id} of frame ${place.frame} is still shown`);
        for (const frame of left)
          assert.ok(!shows(left.filter((it) => it !== frame)), `${rule.id} needs frame ${frame.number}`);
      }
    });
  }
});

test('the smallest part holds what it has to hold, and nothing else', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(200), { maxLength: 6 }), fc.integer({ min: 201, max: 300 }), (needed, count) => {
      const items = Array.from({ length: count }, (_, i) => i);
      const left = minimise(items, (some) => needed.every((it) => some.includes(it)));
      assert.deepEqual(
        left,
        needed.toSorted((a, b) => a - b),
      );
    }),
  );
});

describe('specshark reduce', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'specshark-reduce-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  test('writes a capture that check judges alike, and says what it kept', async () => {
    const path = join(scratch, 'small.pcap');
    const words = ['reduce', 'samples/messenger-short.pcap', '--rule', 'messenger/single-for-short', '-w', path];
    const { code, output } = await program(words);
    assert.equal(code, 0);
    assert.match(output.toString(), /^\d of \d+ packets show messenger\/single-for-short: frame (\d+ ?)+\n$/);
    const check = await program(['check', '-T', 'github', '--rule', 'messenger/single-for-short', path]);
    assert.match(check.output.toString(), /^::warning file=.*title=messenger\/single-for-short::/);
  });

  test('refuses what it cannot do', async () => {
    for (const [words, why] of [
      [['samples/messenger-short.pcap', '--rule', 'messenger/word-count'], /needs -w FILE/],
      [['samples/messenger-short.pcap', '-w', '-'], /needs --rule ID/],
      [
        ['samples/messenger-short.pcap', '-w', '-', '--rule', 'messenger/word-coun'],
        /did you mean messenger\/word-count/,
      ],
      [['samples/messenger-short.pcap', '-w', '-', '--rule', 'udp/checksum'], /shows no finding of udp\/checksum/],
      [['samples/messenger-short.pcap', '-w', '-', '--rule', 'messenger/word-count', '--frame', '8'], /in frame 8/],
    ] as const)
      assert.match((await program(['reduce', ...words])).refused!, why);
    assert.equal((await program(['reduce', 'none.pcap', '-w', '-', '--rule', 'udp/checksum'])).code, 3);
  });
});
