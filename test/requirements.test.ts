/**
 * The catalogue of requirements against what the documents demand: every word of every normative sentence is answered for
 * by a row, in the document's order, and every row has a rule or a reason. `sections.json` holds what the documents say;
 * that it is right is proved where they are at hand (test/shared/sections.test.ts).
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { requirements, rules } from '../dissectors/rules.ts';
import { readRequirements } from '../src/model/requirement.ts';

interface Sentence {
  readonly sha: string;
  readonly words: readonly string[];
}

const DOCUMENTS = ['MS-WDSC', 'MS-MSRP'];
/** Every rule there is. */
const ids = new Set(rules.map((rule) => rule.id));
const OURS = /^(messenger|msgsvc|msgsvcsend|wdsc)\//;

for (const document of DOCUMENTS) {
  const rows = requirements.filter((row) => row.document === document);
  const path = `../dissectors/${document.toLowerCase()}/sections.json`;
  const sections = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Record<string, Sentence[]>;

  describe(`requirements of ${document}`, () => {
    for (const [section, sentences] of Object.entries(sections)) {
      test(`${section}: every word has its row`, () => {
        const here = rows.filter((row) => row.section === section);
        const words = sentences.flatMap((it) => it.words);
        assert.deepEqual(
          here.flatMap((row) => Array<string>(row.words).fill(row.level ?? '')),
          words,
        );
        const notes = here.flatMap((row) => row.note ?? []);
        const count = sentences.filter((it) => it.words.length === 0).length;
        assert.deepEqual(
          notes,
          Array.from({ length: count }, (_, i) => i + 1),
        );
      });
    }

    test('no row is of a section that demands nothing', () => {
      assert.deepEqual(
        rows.filter((row) => !(row.section in sections)).map((row) => row.section),
        [],
      );
    });

    test('every row has a rule or a reason, and the rules are there', () => {
      const wrong = rows.filter(
        (row) => (row.rules.length === 0 && !row.reason) || row.rules.some((id) => !ids.has(id)),
      );
      assert.deepEqual(
        wrong.map((row) => `${row.section} ${row.statement} ${row.rules.join(' ')}`),
        [],
      );
    });

    test('a note names its products', () => {
      for (const row of rows) assert.equal(row.note === undefined, row.products === undefined);
    });
  });
}

test('every rule of these documents answers for a requirement', () => {
  const used = new Set(requirements.flatMap((row) => row.rules));
  assert.deepEqual(
    rules.map((rule) => rule.id).filter((id) => OURS.test(id) && !used.has(id)),
    [],
  );
});

test('a line that is no row is an error', () => {
  for (const text of [
    'MUST client: x => a/b',
    '## 1\nMUST nobody: x',
    '## 1\nMUST client: x -- @nothing',
    '## 1\nNOTE 1 client: x',
  ])
    assert.throws(() => readRequirements('X', text), /no (requirement|reason)/);
  const [row] = readRequirements('X', '## 1.2\nMUST NOT 2 either: it is so. => a/b c/d -- because');
  assert.deepEqual(row, {
    document: 'X',
    section: '1.2',
    level: 'MUST NOT',
    words: 2,
    role: 'either',
    statement: 'It is so.',
    rules: ['a/b', 'c/d'],
    reason: 'because',
    note: undefined,
    products: undefined,
  });
});
