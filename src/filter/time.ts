import { MONTHS } from '../bytes/time.ts';

const CLOCK = String.raw`(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?)?`;
const ZONE = String.raw`\s*(Z|UTC|[+-]\d{2}:?\d{2})?`;
/** 2026-01-01, 2026-01-01 00, 2026-01-01 00:00:00.123456789, 2026-01-01T00:00:00Z … */
const ISO = new RegExp(String.raw`^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:T(?=\d+:)|\s+)${CLOCK}${ZONE})?\s*$`);
/** Jan 1, 2026 00:00:00 */
const CALENDAR = new RegExp(String.raw`^\s*([A-Z][a-z]{2})\s+(\d{1,2}),\s*(\d{4})\s+(?=\d+:)${CLOCK}${ZONE}\s*$`);

/** A date and time, or seconds since 1970, as nanoseconds since 1970; without a zone it is the machine's own. */
export function instant(text: string): bigint {
  const iso = ISO.exec(text);
  const calendar = iso ? null : CALENDAR.exec(text);
  const parts = iso ?? calendar;
  if (!parts) return sinceEpoch(text);
  const [year, month, day] = iso
    ? [Number(iso[1]), Number(iso[2]) - 1, Number(iso[3])]
    : [Number(parts[3]), MONTHS.indexOf(parts[1]!), Number(parts[2])];
  const [hour, minute, second] = [parts[4], parts[5], parts[6]].map((n) => Number(n ?? 0)) as [number, number, number];
  const zone = parts[8];
  const days = month < 0 || month > 11 ? 0 : new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  if (day < 1 || day > days || hour > 23 || minute > 59 || second > 60) throw invalid(text);
  const milliseconds = zone
    ? Date.UTC(year, month, day, hour, minute, second) - offset(zone)
    : new Date(year, month, day, hour, minute, second).getTime();
  return BigInt(milliseconds) * 1_000_000n + BigInt((parts[7] ?? '').slice(0, 9).padEnd(9, '0'));
}

function sinceEpoch(text: string): bigint {
  const [, seconds, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  // Four digits are somebody's way to write a year, eight to write a day.
  if (seconds === undefined || seconds.length === 4 || seconds.length === 8) throw invalid(text);
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}

function offset(zone: string): number {
  if (zone === 'Z' || zone === 'UTC') return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone[0] === '-' ? -minutes : minutes) * 60_000;
}

const invalid = (text: string): Error =>
  new Error(`"${text}" is not a valid date and time, such as "2026-01-31 08:55:44.123" or "Jan 31, 2026 08:55:44.123"`);
