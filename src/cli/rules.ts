import Table from 'cli-table3';
import { rules } from '../../dissectors/rules.ts';
import { exampleBytes, exampleFacts } from '../conformance/example-lines.ts';
import { type AnyRule, type Example, severityOf } from '../model/rule.ts';
import { cite } from '../model/spec.ts';
import type { Command } from './command.ts';
import { EXIT, nearest, UsageError } from './exit.ts';
import { PAGER } from './pager.ts';
import { writeRequirements } from './requirements.ts';
import { COLOR, chalkFor, coloured } from './terminal.ts';

export const RULES_SCHEMA = 'specshark.rules/1';

/** Rules whose ids match one of the patterns; all of them where there is none. */
export function matching(patterns: readonly string[]): readonly AnyRule[] {
  if (patterns.length === 0) return rules;
  const tests = patterns.map(
    (p) =>
      new RegExp(
        `^${p
          .split('*')
          .map((s) => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('.*')}$`,
      ),
  );
  return rules.filter((rule) => tests.some((test) => test.test(rule.id)));
}

export const command: Command = {
  name: 'rules',
  takes: '[ID]',
  describe: 'the catalogue of rules; one rule explained with its bad and good bytes',
  options: [
    {
      name: 'format',
      letter: 'T',
      takes: 'FORMAT',
      choices: ['text', 'json', 'markdown'],
      describe: 'form of the output',
    },
    { name: 'requirements', describe: 'what the documents demand, and what tests it or why nothing can' },
    COLOR,
    PAGER,
  ],
  examples: [
    ['specshark rules', 'every rule'],
    ['specshark rules messenger/word-count', 'one rule with its examples'],
    ['specshark rules --requirements -T markdown', 'the trace from the documents to the rules'],
  ],
  async run(args, out) {
    const format = args.one('format') ?? 'text';
    if (args.has('requirements')) {
      writeRequirements(out, format);
      out.flush();
      return EXIT.ok;
    }
    if (format === 'markdown') throw new UsageError('-T markdown goes with --requirements');
    const patterns = args.files;
    const found = matching(patterns);
    if (found.length === 0) {
      const close = nearest(
        patterns[0]!,
        rules.map((rule) => rule.id),
      );
      throw new UsageError(`no rule '${patterns[0]}'${close.length > 0 ? `; did you mean ${close.join(', ')}?` : ''}`);
    }
    if (format === 'json') {
      out.utf8(`${JSON.stringify({ schema: RULES_SCHEMA, rules: found.map(asJson) }, null, 1)}\n`);
    } else if (patterns.length > 0 && found.length === 1) out.utf8(explain(found[0]!, coloured(args)));
    else {
      const table = new Table({
        head: ['rule', 'level', 'severity', 'section', 'title'],
        style: { head: [], border: [], compact: true },
      });
      for (const rule of found) table.push([rule.id, rule.level, severityOf(rule), cite(rule.spec), rule.title]);
      out.utf8(`${table.toString()}\n`);
    }
    out.flush();
    return EXIT.ok;
  },
};

const asJson = (rule: AnyRule): object => ({
  id: rule.id,
  title: rule.title,
  level: rule.level,
  severity: severityOf(rule),
  spec: rule.spec,
  why: rule.why,
  needs: rule.needs ?? [],
  messages: rule.messages,
  windows: rule.windows ?? null,
  examples: { bad: rule.bad, good: rule.good, undecided: rule.undecided ?? [] },
});

function explain(rule: AnyRule, colour: boolean): string {
  const chalk = chalkFor(colour);
  const lines = [
    chalk.bold(rule.id),
    '',
    `${rule.title}.`,
    `${rule.level} (${severityOf(rule)}), ${cite(rule.spec)}: ${rule.spec.url}`,
    '',
    rule.why,
    ...(rule.needs ? ['', `Judged only with: ${rule.needs.join(', ')}.`] : []),
    ...(rule.clear ? ['', `Judged of sealed calls, too. ${rule.clear}`] : []),
    ...(rule.windows ? ['', windows(rule.windows)] : []),
    '',
    ...Object.entries<string>(rule.messages).map(([id, text]) => `${id}: ${text}`),
    ...examples(chalk.red('bad'), rule.bad),
    ...examples(chalk.green('good'), rule.good),
    ...examples(chalk.yellow('undecided'), rule.undecided ?? []),
  ];
  return `${lines.join('\n')}\n`;
}

function windows({ source, messages }: NonNullable<AnyRule['windows']>): string {
  const which = messages ? ` (${messages.join(', ')})` : '';
  return `Known of Windows, a note under --profile windows${which}: ${source}.`;
}

function examples(kind: string, list: readonly Example[]): string[] {
  return list.flatMap((example) => [
    '',
    `${kind}: ${example.shows}${example.finds ? ` (${example.finds.join(', ')})` : ''}`,
    ...[...exampleFacts(example), ...exampleBytes(example)].map((line) => `  ${line}`),
  ]);
}
