/** A rule that fails by our own mistake: thrown in tests, contained elsewhere. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { start } from '../../dissectors/ms-msrp/rules/bytes.ts';
import { rules } from '../../dissectors/rules.ts';
import type { Judge } from '../../src/conformance/judge.ts';
import type { AnyRule } from '../../src/model/rule.ts';
import { framesOf, judgeFrames } from '../example.ts';

const frames = framesOf({ shows: '', turns: start({}, { words: '' }) });
const judged = (by: readonly AnyRule[], strict: boolean): Judge => judgeFrames(frames, by, 'strict', undefined, strict);
const whole = judged(rules, false);

/** The rules, one of which fails in the part named. */
const broken = (id: string, part: string): AnyRule[] =>
  rules.map((rule) =>
    rule.id === id
      ? {
          ...rule,
          [part]: () => {
            throw new Error('a mistake');
          },
        }
      : rule,
  );

/** What is said of all rules but one. */
const others = (judge: Judge, id: string): unknown => [
  judge.findings.filter(({ rule }) => rule.id !== id).map(({ text }) => text),
  judge.tallies
    .filter(({ rule }) => rule.id !== id)
    .map(({ rule, examined, failed, undecided }) => [rule.id, examined, failed, undecided]),
];

describe('a rule that fails', () => {
  const exercised = (of: 'pdu' | 'subject'): string =>
    whole.tallies.find(({ rule, examined }) => examined > 0 && 'index' in rule.watches === (of === 'subject'))!.rule.id;

  for (const of of ['pdu', 'subject'] as const)
    for (const part of ['check', 'applies', 'finish'])
      test(`in ${part} of a ${of}, is undecided, and alone`, () => {
        const id = exercised(of);
        const contained = judged(broken(id, part), false);
        assert.deepEqual([...contained.failures], [[id, 'a mistake']]);
        assert.deepEqual(others(contained, id), others(whole, id));
        const { undecided } = contained.tallies.find(({ rule }) => rule.id === id)!;
        assert.ok(undecided > 0);
        assert.throws(() => judged(broken(id, part), true), /a mistake/);
      });

  test('is none of these', () => assert.equal(whole.failures.size, 0));
});
