import Table from 'cli-table3';
import { requirements } from '../../dissectors/rules.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import type { Requirement } from '../model/requirement.ts';

const REQUIREMENTS_SCHEMA = 'specshark.requirements/1';

/** The trace: what each document demands, and which rules test it or why none can. */
export function writeRequirements(out: ByteWriter, format: string): void {
  if (format === 'json')
    out.utf8(`${JSON.stringify({ schema: REQUIREMENTS_SCHEMA, requirements: requirements.map(asJson) }, null, 1)}\n`);
  else if (format === 'markdown') out.utf8(asMarkdown());
  else asText(out);
}

const asJson = (row: Requirement): object => ({
  document: row.document,
  section: row.section,
  level: row.level ?? null,
  words: row.words,
  role: row.role,
  statement: row.statement,
  rules: row.rules,
  reason: row.reason ?? null,
  note: row.note ?? null,
  products: row.products ?? null,
});

const documents = [...new Set(requirements.map(({ document }) => document))];

const levelOf = ({ level, words, note }: Requirement): string =>
  level === undefined ? `note <${note}>` : words > 1 ? `${level} × ${words}` : level;
const statementOf = ({ statement, products }: Requirement): string =>
  products === undefined ? statement : `${products}: ${statement}`;

/** Rows, those with rules and those with a reason, by document and by section. */
function shares(
  document: string,
): { section: string; rows: number; ruled: number; words: number; ruledWords: number }[] {
  const rows = requirements.filter((row) => row.document === document);
  const sections = [...new Set(rows.map(({ section }) => section))];
  const share = (section: string, here: readonly Requirement[]) => {
    const ruled = here.filter((row) => row.rules.length > 0);
    const words = (list: readonly Requirement[]) => list.reduce((sum, row) => sum + row.words, 0);
    return { section, rows: here.length, ruled: ruled.length, words: words(here), ruledWords: words(ruled) };
  };
  return [
    ...sections.map((section) =>
      share(
        section,
        rows.filter((row) => row.section === section),
      ),
    ),
    share('all', rows),
  ];
}

function asMarkdown(): string {
  const lines = ['# What the documents demand', ''];
  for (const document of documents) {
    lines.push(`## ${document}`, '');
    lines.push(
      '| section | rows | with rules | with a reason only | words | with rules |',
      '|---|---|---|---|---|---|',
    );
    for (const { section, rows, ruled, words, ruledWords } of shares(document))
      lines.push(`| ${section} | ${rows} | ${ruled} | ${rows - ruled} | ${words} | ${ruledWords} |`);
    lines.push('', '| section | level | role | statement | rules | reason |', '|---|---|---|---|---|---|');
    for (const row of requirements.filter((it) => it.document === document)) {
      const rules = row.rules.map((id) => `\`${id}\``).join(' ');
      const cells = [row.section, levelOf(row), row.role, statementOf(row), rules, row.reason ?? ''];
      lines.push(`| ${cells.map((cell) => cell.replace(/[|<>\\*]/g, '\\$&')).join(' | ')} |`);
    }
    lines.push('');
  }
  return `${lines.join('\n')}`;
}

function asText(out: ByteWriter): void {
  for (const document of documents) {
    out.utf8(`${document}\n`);
    let section = '';
    for (const row of requirements.filter((it) => it.document === document)) {
      if (row.section !== section) out.utf8(`\n  ${row.section}\n`);
      section = row.section;
      out.utf8(`    ${levelOf(row)}, ${row.role}: ${statementOf(row)}\n`);
      if (row.rules.length > 0) out.utf8(`      tested by ${row.rules.join(', ')}\n`);
      if (row.reason) out.utf8(`      ${row.rules.length > 0 ? 'beyond that: ' : 'not on the wire: '}${row.reason}\n`);
    }
    const table = new Table({
      head: ['section', 'rows', 'with rules', 'reason only', 'words', 'with rules'],
      style: { head: [], border: [], compact: true },
    });
    for (const it of shares(document))
      table.push([it.section, it.rows, it.ruled, it.rows - it.ruled, it.words, it.ruledWords]);
    out.utf8(`\n${table.toString()}\n\n`);
  }
}
