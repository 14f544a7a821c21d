import { escapeText } from '../bytes/text.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import { csvRow } from './csv.ts';

const STATS_SCHEMA = 'specshark.stats/1';

/** What every form of a table shows. */
export interface Shown {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** Tables as text: columns as wide as their widest cell, numbers to the right. */
export function writeTables(out: ByteWriter, tables: readonly Shown[]): void {
  tables.forEach((table, i) => {
    if (i > 0) out.byte(0x0a);
    out.utf8(`${table.title}\n`);
    const texts = table.rows.map((row) => row.map((cell) => (cell === null ? '' : escapeText(String(cell)))));
    const widths = table.columns.map((name, c) =>
      texts.reduce((most, row) => Math.max(most, row[c]!.length), name.length),
    );
    const right = table.columns.map((_, c) => table.rows.every((row) => typeof row[c] !== 'string'));
    const line = (cells: readonly string[]): void => {
      const padded = cells.map((cell, c) => (right[c] ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!)));
      out.utf8(`  ${padded.join('  ').trimEnd()}\n`);
      out.settle();
    };
    line(table.columns);
    for (const row of texts) line(row);
  });
}

/** Tables one after another, each with its columns' names; the first cell says of which table a row is. */
export function writeTablesCsv(out: ByteWriter, tables: readonly Shown[]): void {
  for (const { name, columns, rows } of tables) {
    out.utf8(csvRow(['table', ...columns]));
    for (const row of rows) {
      out.utf8(csvRow([name, ...row]));
      out.settle();
    }
  }
}

/** `specshark.stats/1`: rows as objects, by the columns' names. */
export function writeTablesJson(out: ByteWriter, tables: readonly Shown[]): void {
  out.utf8(`{"schema":"${STATS_SCHEMA}","tables":[`);
  tables.forEach(({ name, title, columns, rows }, i) => {
    out.utf8(`${i > 0 ? ',' : ''}\n{"name":${JSON.stringify(name)},"title":${JSON.stringify(title)},"rows":[`);
    rows.forEach((row, r) => {
      const object = Object.fromEntries(columns.map((column, c) => [key(column), row[c] ?? null]));
      out.utf8(`${r > 0 ? ',' : ''}\n${JSON.stringify(object)}`);
      out.settle();
    });
    out.ascii(']}');
  });
  out.ascii('\n]}\n');
}

/** 'A to B bytes' is aToBBytes. */
const key = (column: string): string =>
  column
    .split(/[^A-Za-z0-9]+/)
    .map((word, i) => (i === 0 ? word.toLowerCase() : word[0]!.toUpperCase() + word.slice(1)))
    .join('');
