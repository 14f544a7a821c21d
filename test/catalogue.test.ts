/** Every rule of the catalogue, by its own examples. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { messengerRules } from '../dissectors/ms-msrp/rules/index.ts';
import { rules } from '../dissectors/rules.ts';
import type { Judge } from '../src/conformance/judge.ts';
import type { Finding, RuleTally } from '../src/model/finding.ts';
import type { AnyRule, Example } from '../src/model/rule.ts';
import { judge } from './example.ts';

const LEVELS = ['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY'];
/** Folders whose rules bear another name. */
const FOLDERS: Readonly<Record<string, string>> = {
  messenger: 'ms-msrp',
  msgsvc: 'ms-msrp',
  msgsvcsend: 'ms-msrp',
  wdsc: 'ms-wdsc',
  ip: 'ipv4',
  ndr: 'dcerpc',
};

/** Rules that pass one of their undecided examples: what it lacks lies beside what they judge. */
const SEES_ENOUGH: ReadonlySet<string> = new Set([
  'messenger/mailslot-class',
  'messenger/mailslot-names',
  'messenger/mailslot-recipient',
  'messenger/request-answered',
  'msgsvc/level-valid',
  'msgsvc/rpc-strings-terminated',
  'ndr/size-disagrees',
]);

const tallyOf = (judge: Judge, rule: AnyRule): RuleTally => judge.tallies.find((tally) => tally.rule === rule)!;
const told = (judge: Judge): string[] =>
  judge.findings.map(({ rule, message, text }) => `${rule.id} ${message}: ${text}`);

describe('the catalogue', () => {
  test('has each id once', () => {
    const ids = rules.map((rule) => rule.id);
    assert.deepEqual(ids, [...new Set(ids)]);
  });

  test('lists the rules by id', () => {
    const ids = messengerRules.map((rule) => rule.id);
    assert.deepEqual(ids, ids.toSorted());
  });
});

for (const rule of rules) {
  describe(rule.id, () => {
    test('is documented', () => documented(rule));

    for (const example of rule.bad) {
      test(`finds: ${example.shows}`, () => {
        const found = judge(example, [rule]).findings;
        assert.deepEqual(
          found.map((finding) => finding.message),
          example.finds,
        );
        for (const { text } of found) assert.doesNotMatch(text, /\{\w+\}/, 'data for each place of the message');
      });
    }

    const { windows } = rule;
    if (windows) {
      test('is a note with its source where Windows is known to differ', () => {
        const known = (message: string): boolean =>
          (windows.messages as readonly string[] | undefined)?.includes(message) ?? true;
        const found = rule.bad.flatMap((example: Example) => judge(example, [rule], 'windows').findings);
        const lowered = found.filter(({ message }: Finding) => known(message));
        assert.ok(lowered.length > 0);
        for (const { severity, text } of lowered) assert.ok(severity === 'note' && text.includes(windows.source), text);
      });
    }

    for (const example of rule.good) {
      test(`passes: ${example.shows}`, () => {
        const judged = judge(example, rules);
        assert.deepEqual(told(judged), [], 'nothing is wrong with a good example, by no rule');
        const { examined, undecided } = tallyOf(judged, rule);
        assert.ok(examined > 0 === !example.silent && undecided === 0, `examined ${examined}, undecided ${undecided}`);
      });
    }

    for (const example of rule.undecided ?? []) {
      test(`cannot say: ${example.shows}`, () => {
        const judged = judge(example, [rule]);
        assert.deepEqual(told(judged), []);
        const { examined, undecided } = tallyOf(judged, rule);
        if (!SEES_ENOUGH.has(rule.id))
          assert.ok(undecided > 0 || examined === 0, `examined ${examined}, undecided ${undecided}: that is a pass`);
      });
    }
  });
}

function documented(rule: AnyRule): void {
  const [document = '', name] = rule.id.split('/');
  const path = `../dissectors/${FOLDERS[document] ?? document}/rules/${name}.ts`;
  assert.ok(existsSync(fileURLToPath(new URL(path, import.meta.url))), `${rule.id} lies in ${path}`);
  assert.ok(LEVELS.includes(rule.level));
  for (const text of [rule.title, rule.why, ...Object.values<string>(rule.messages)]) assert.notEqual(text.trim(), '');
  assert.doesNotMatch(rule.title, /\.$/, 'a title is no sentence with its stop');
  const places = 'index' in rule.watches ? [] : rule.watches.flatMap(({ spec }) => spec ?? []);
  for (const { document: cited, section, url } of [rule.spec, ...places]) {
    assert.match(url, /^https:\/\//);
    // Old RFCs have no numbered sections.
    assert.ok(section || cited.startsWith('RFC'), cited);
  }
  assert.ok(rule.bad.length > 0 && rule.good.length > 0, 'bad and good examples');
  const shown = new Set(rule.bad.flatMap((example: Example) => example.finds ?? []));
  assert.deepEqual(Object.keys(rule.messages).sort(), [...shown].sort(), 'each message has its bad example');
  const all: readonly Example[] = [...rule.bad, ...rule.good, ...(rule.undecided ?? [])];
  const names = all.map((example) => example.shows);
  assert.deepEqual(
    names.filter((name, i) => rule.bad.slice(0, i).some((bad: Example) => bad.shows === name)),
    [],
    'no example bears the name of a bad one',
  );
}
