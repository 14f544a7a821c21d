import { type Dissection, type Field, field, type Part, u32 } from '#sdk';
import { cifs } from '../spec.ts';

/** The four times every file has, by what Wireshark calls them. */
type Which = 'create' | 'access' | 'last_write' | 'change';

export const fileTime = (which: Which, label: string): Part => ({
  label,
  kind: 'filetime',
  size: 8,
  abbrev: `smb.${which}.time`,
});

/** UTIME (MS-CIFS 2.2.1.4.3): seconds since 1970, in the server's time zone. */
export const unixTime = (which: Which, label: string): Part =>
  u32(label, { abbrev: `smb.${which}.time`, kind: 'unixtime', spec: cifs('2.2.1.4.3') });

/** SMB_DATE and SMB_TIME (2.2.1.4.1, 2.2.1.4.2), and the time they make together. */
export interface DosTime {
  readonly time: Field;
  readonly date: Field;
  readonly whole: Field;
}

export function dosTime(prefix: string, label: string, section: string): DosTime {
  const part = (name: string, what: string): Field =>
    field(`${prefix}.${name}`, `${label}${what}`, 'uint', { size: 2, base: 'hex', little: true, spec: cifs(section) });
  return {
    time: part('smb_time', 'Time'),
    date: part('smb_date', 'Date'),
    whole: field(prefix, label, 'unixtime', { generated: true, spec: cifs(section) }),
  };
}

/** As `smb.create.smb.date`: what Wireshark calls those of files. */
export function fileDosTime(which: Which, label: string, section: string): DosTime {
  const part = (name: string, what: string): Field =>
    field(`smb.${which}.smb.${name}`, `${label}${what}`, 'uint', {
      size: 2,
      base: 'hex',
      little: true,
      spec: cifs(section),
    });
  return {
    time: part('time', 'Time'),
    date: part('date', 'Date'),
    whole: field(`smb.${which}.time`, label, 'unixtime', { generated: true, spec: cifs(section) }),
  };
}

export const dosFields = (...times: readonly DosTime[]): Field[] =>
  times.flatMap(({ time, date, whole }) => [time, date, whole]);

/** Two words; which comes first depends on the structure. */
export function takeDosTime(d: Dissection, { time, date, whole }: DosTime, dateFirst: boolean): void {
  d.need(4);
  if (d.recording && d.wants(whole)) {
    const days = d.u16le(dateFirst ? 0 : 2);
    const clock = d.u16le(dateFirst ? 2 : 0);
    // No month, no day: no time.
    if (((days >> 5) & 15) !== 0 && (days & 31) !== 0)
      d.generate(whole, { seconds: secondsOf(days, clock), nanoseconds: 0 }, d.at, d.at + 4);
  }
  d.take(dateFirst ? date : time, 2);
  d.take(dateFirst ? time : date, 2);
}

const secondsOf = (date: number, time: number): number =>
  Date.UTC(1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2) / 1000;
