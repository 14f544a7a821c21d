import { cite, type SpecReference } from '../../src/model/spec.ts';

export const GENERATED = '<!-- Written by `npm run docs`; a test holds it to the sources. Do not edit. -->';

export const link = (spec: SpecReference): string => `[${cite(spec)}](${spec.url})`;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ');

/** What GitHub makes of a heading for links to it. */
export const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replace(/ /g, '-');
