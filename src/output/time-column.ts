import type { ByteWriter } from '../bytes/writer.ts';
import type { Packet } from '../model/packet.ts';

/** tshark's -t. */
export const TIME_FORMATS = ['a', 'ad', 'adoy', 'd', 'dd', 'e', 'r', 'u', 'ud', 'udoy'] as const;
export type TimeFormat = (typeof TIME_FORMATS)[number];

/** Writes a packet's time, to the microsecond, as tshark's list has it. `dd` is since the packet shown before. */
export function timeWriter(format: TimeFormat): (packet: Packet, out: ByteWriter) => void {
  switch (format) {
    case 'r':
      return (packet, out) => span(packet.relative.seconds, packet.relative.nanoseconds, out);
    case 'd':
      return (packet, out) => span(packet.delta.seconds, packet.delta.nanoseconds, out);
    case 'dd': {
      let shown: { seconds: number; nanoseconds: number } | undefined;
      return (packet, out) => {
        const { seconds, nanoseconds } = packet;
        const since = shown ? (seconds - shown.seconds) * 1e9 + nanoseconds - shown.nanoseconds : 0;
        shown = { seconds, nanoseconds };
        span(Math.trunc(since / 1e9), since % 1e9, out);
      };
    }
    case 'e':
      return ({ seconds, nanoseconds }, out) => span(seconds, nanoseconds, out);
    default:
      return calendar(format);
  }
}

function span(seconds: number, nanoseconds: number, out: ByteWriter): void {
  if (seconds < 0 || nanoseconds < 0) out.byte(0x2d);
  out.decimal(Math.abs(seconds));
  fraction(Math.abs(nanoseconds), out);
}

function fraction(nanoseconds: number, out: ByteWriter): void {
  out.byte(0x2e);
  out.padded(Math.floor(nanoseconds / 1000), 6);
}

/** The day is worked out once a second. */
function calendar(format: 'a' | 'ad' | 'adoy' | 'u' | 'ud' | 'udoy'): (packet: Packet, out: ByteWriter) => void {
  const local = format.startsWith('a');
  let known = Number.NaN;
  let text = '';
  return ({ seconds, nanoseconds }, out) => {
    if (seconds !== known) {
      known = seconds;
      const zone = local ? new Date(seconds * 1000).getTimezoneOffset() * 60 : 0;
      const iso = new Date((seconds - zone) * 1000).toISOString();
      const day = format.endsWith('doy')
        ? `${iso.slice(0, 4)}/${dayOfYear(iso)} `
        : format.endsWith('d')
          ? `${iso.slice(0, 10)} `
          : '';
      text = day + iso.slice(11, 19);
    }
    out.ascii(text);
    fraction(nanoseconds, out);
  };
}

function dayOfYear(iso: string): string {
  const days =
    (Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) - Date.parse(`${iso.slice(0, 4)}-01-01T00:00:00Z`)) / 86_400_000;
  return String(days + 1).padStart(3, '0');
}
