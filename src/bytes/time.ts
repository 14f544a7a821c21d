/** 100 ns ticks between 1601-01-01 and 1970-01-01 (MS-DTYP 2.3.3). */
const FILETIME_EPOCH = 116444736000000000n;

// As a rule the next time lies in the same second.
let lastSecond = Number.NaN;
let lastText: string | undefined;

/** Seconds since 1970 and nanoseconds as an ISO 8601 instant: 2026-01-01T00:00:00.000000001Z. */
export function isoTime(seconds: number, nanoseconds: number): string {
  if (seconds !== lastSecond) {
    lastSecond = seconds;
    const whole = new Date(seconds * 1000);
    lastText = Number.isNaN(whole.getTime()) ? undefined : whole.toISOString().slice(0, -5);
  }
  const fraction = String(nanoseconds).padStart(9, '0');
  return lastText === undefined ? `${seconds}.${fraction}s` : `${lastText}.${fraction}Z`;
}

/** A FILETIME's instant. */
export function isoFiletime(ticks: bigint): string {
  const since = ticks - FILETIME_EPOCH;
  const seconds = since >= 0n ? since / 10000000n : (since - 9999999n) / 10000000n;
  return isoTime(Number(seconds), Number(since - seconds * 10000000n) * 100);
}

/** As `-T fields` writes them and filters read them. */
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A FILETIME of 0, which stands for none. */
const isNone = (iso: string): boolean => /^1601-01-01T[0:.]+Z$/.test(iso);

/** A FILETIME as Wireshark's `-T ek` has it: ISO 8601; 0, which is none, begins 1970. */
export const indexedTime = (iso: string): string => (isNone(iso) ? `1970${iso.slice(4)}` : iso);

/** A FILETIME as Wireshark's `-T fields` has it: `Jan  1, 2026 00:00:00.000000000 UTC`; 0, which is none, begins 1970. */
export function calendarTime(iso: string): string {
  const [, year, month, day, time] = /^([+-]?\d+)-(\d\d)-(\d\d)T(.*)Z$/.exec(iso) ?? [];
  if (!time) return iso;
  if (isNone(iso)) return `Jan  1, 1970 ${time} UTC`;
  return `${MONTHS[Number(month) - 1]} ${String(Number(day)).padStart(2)}, ${Number(year)} ${time} UTC`;
}

/** The time from `then` to `now`; both parts of a negative one are negative. */
export function since(
  to: { seconds: number; nanoseconds: number },
  now: number,
  nowNs: number,
  then: number,
  thenNs: number,
): void {
  let seconds = now - then;
  let nanoseconds = nowNs - thenNs;
  if (seconds > 0 && nanoseconds < 0) {
    seconds--;
    nanoseconds += 1e9;
  } else if (seconds < 0 && nanoseconds > 0) {
    seconds++;
    nanoseconds -= 1e9;
  }
  to.seconds = seconds;
  to.nanoseconds = nanoseconds;
}
