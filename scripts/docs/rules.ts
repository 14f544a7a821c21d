import { exampleBytes, exampleFacts } from '../../src/conformance/example-lines.ts';
import { type AnyRule, type Example, severityOf } from '../../src/model/rule.ts';
import { anchor, GENERATED, link, table } from './markdown.ts';

/** docs/rules.md: all that a rule's own file says of it. */
export function rulesPage(rules: readonly AnyRule[]): string {
  const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const overview = table(
    ['rule', 'level', 'severity', 'section', 'title'],
    sorted.map((rule) => [
      `[${rule.id}](#${anchor(rule.id)})`,
      rule.level,
      severityOf(rule),
      link(rule.spec),
      rule.title,
    ]),
  );
  const parts = [
    '# Rules',
    GENERATED,
    '`specshark check` judges captures by these rules; `specshark rules ID` tells the same of one. A rule that did not see what it needs to know is *undecided*, one that saw nothing of its kind is *not exercised*: silence is never a pass. An id is for ever; it holds no section number.',
    overview,
    ...sorted.map(section),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section(rule: AnyRule): string {
  const messages = Object.entries(rule.messages as Record<string, string>).map(([id, text]) => `- \`${id}\`: ${text}`);
  const places = 'index' in rule.watches ? [] : watched(rule.watches as readonly { readonly spec?: AnyRule['spec'] }[]);
  return [
    `## ${rule.id}`,
    `${rule.title}.`,
    `**${rule.level}** (${severityOf(rule)}), ${link(rule.spec)}${places.length > 0 ? `; also ${places.join(', ')}` : ''}.`,
    rule.why,
    ...(rule.needs?.length ? [`Judged only with: ${rule.needs.join(', ')}.`] : []),
    ...(rule.clear ? [`Judged of sealed calls, too. ${rule.clear}`] : []),
    ...(rule.windows ? [windows(rule.windows)] : []),
    messages.join('\n'),
    ...examples('Bad', rule.bad),
    ...examples('Good', rule.good),
    ...examples('Undecided', rule.undecided ?? []),
  ].join('\n\n');
}

function watched(list: readonly { readonly spec?: AnyRule['spec'] }[]): string[] {
  return [...new Set(list.flatMap(({ spec }) => (spec ? [link(spec)] : [])))];
}

function windows({ source, messages }: NonNullable<AnyRule['windows']>): string {
  const which = messages ? ` (${messages.map((id: string) => `\`${id}\``).join(', ')})` : '';
  return `Under \`--profile windows\` a note${which}: ${source}.`;
}

function examples(kind: string, list: readonly Example[]): string[] {
  return list.map((example) => {
    const found = example.finds?.length ? ` (${example.finds.map((id) => `\`${id}\``).join(', ')})` : '';
    return `${kind}: ${example.shows}${found}.\n\n\`\`\`\n${[...exampleFacts(example), ...exampleBytes(example).map(shortened)].join('\n')}\n\`\`\``;
  });
}

/** Longer ones are shown by their beginning: `specshark rules ID` has them whole. */
const SHOWN = 400;

const shortened = (line: string): string => (line.length <= SHOWN ? line : `${line.slice(0, SHOWN)} …`);
