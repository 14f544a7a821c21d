/** What is wrong with a filter, and where: the caller shows the place under the text. */
export class FilterError extends Error {
  /** First character concerned, and the one after the last. */
  readonly start: number;
  readonly end: number;

  constructor(message: string, at: { readonly start: number; readonly end: number }) {
    super(message);
    this.start = at.start;
    this.end = at.end;
  }
}

/** Characters shown of a long filter. */
const SHOWN = 100;

/** The filter's text with the place marked under it, cut around the place where it is long. */
export function mark(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  const from = Math.max(0, Math.min(start - SHOWN / 2, text.length - SHOWN));
  const shown = [...text.slice(from, from + SHOWN)].map((c) => (c < ' ' || c === '\u007f' ? ' ' : c)).join('');
  const before = from > 0 ? '…' : '';
  const after = from + SHOWN < text.length ? '…' : '';
  const width = Math.max(1, Math.min(end, from + SHOWN) - start);
  return `${before}${shown}${after}\n${' '.repeat(before.length + start - from)}^${'~'.repeat(width - 1)}`;
}
