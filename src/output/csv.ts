/** One row of comma-separated values (RFC 4180). What a spreadsheet would take for a formula is made text. */
export const csvRow = (cells: readonly (string | number | boolean | null)[]): string =>
  `${cells.map(cell).join(',')}\n`;

function cell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
