import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { multi, start } from '../../dissectors/ms-msrp/rules/bytes.ts';
import { good, list } from '../../dissectors/ms-msrp/rules/rpc-bytes.ts';
import { exchange, on5040, SEALED_CALL } from '../../dissectors/ms-wdsc/rules/bytes.ts';
import { requirements, rules } from '../../dissectors/rules.ts';
import { coverageOf } from '../../src/conformance/coverage.ts';
import type { Example } from '../../src/model/rule.ts';
import { judge } from '../example.ts';

/** The verdicts of rows of a section whose statements begin so. */
function verdicts(examples: readonly Example[], document: string, section: string, begins: RegExp): string[] {
  const covered = coverageOf(
    requirements,
    examples.map((example) => judge(example, rules).tallies),
  );
  return covered
    .filter(({ requirement: it }) => it.document === document && it.section === section && begins.test(it.statement))
    .map(({ verdict }) => verdict);
}

describe('coverage', () => {
  const withoutWord: Example = { shows: '', turns: start({}, { words: '' }) };
  const blocks: Example = { shows: '', turns: multi('Hi\0') };

  test('a row fails by what its own section’s PDUs show', () => {
    assert.deepEqual(verdicts([withoutWord], 'MS-MSRP', '2.2.3.2.2', /^WordCount/), ['failed']);
    assert.deepEqual(verdicts([withoutWord], 'MS-MSRP', '2.2.3.2.1', /^It is zero/), ['passed']);
    assert.deepEqual(verdicts([withoutWord], 'MS-MSRP', '2.2.3.1.1', /^It is zero/), ['not-exercised']);
  });

  test('several captures count together: one failure is enough', () => {
    assert.deepEqual(verdicts([blocks], 'MS-MSRP', '2.2.3.2.2', /^WordCount/), ['passed']);
    assert.deepEqual(verdicts([blocks, withoutWord], 'MS-MSRP', '2.2.3.2.2', /^WordCount/), ['failed']);
  });

  test('what no rule can test is said to be so, and what is sealed is undecided', () => {
    assert.deepEqual(verdicts([blocks], 'MS-WDSC', '3.1.3', /./), ['not-observable']);
    assert.deepEqual(verdicts([on5040('', exchange())], 'MS-WDSC', '2.2.1.1', /^Version/), ['passed']);
    assert.deepEqual(verdicts([on5040('', SEALED_CALL)], 'MS-WDSC', '2.2.1.1', /^Version/), ['undecided']);
  });

  test('calls exercise what is said of calls', () => {
    assert.deepEqual(verdicts([good('', list())], 'MS-MSRP', '2.2.2.3', /^EntriesRead/), ['passed']);
  });
});
