import { type Collector, round } from './table.ts';

const BARS = '▁▂▃▄▅▆▇█';
/** Intervals shown: where a capture has more, they become longer. */
const MOST = 120;

/** Packets and bytes over time; the interval doubles where the capture is too long for it. */
export function rates(wanted?: number): Collector {
  let interval = wanted ?? 1;
  let first: number | undefined;
  let counts: { packets: number; bytes: number }[] = [];
  const double = (): void => {
    interval *= 2;
    const merged: typeof counts = [];
    counts.forEach(({ packets, bytes }, i) => {
      const to = (merged[i >> 1] ??= { packets: 0, bytes: 0 });
      to.packets += packets;
      to.bytes += bytes;
    });
    counts = merged;
  };
  return {
    packet(packet) {
      const now = packet.seconds + packet.nanoseconds / 1e9;
      first ??= now;
      let at = Math.max(0, Math.floor((now - first) / interval));
      while (at >= MOST && counts.length > 0) {
        double();
        at = Math.max(0, Math.floor((now - first) / interval));
      }
      at = Math.min(at, MOST - 1);
      while (counts.length <= at) counts.push({ packets: 0, bytes: 0 });
      counts[at]!.packets++;
      counts[at]!.bytes += packet.wire;
    },
    table: () => {
      const most = Math.max(1, ...counts.map((it) => it.bytes));
      return {
        name: 'rate',
        title: `Packets over time  ${counts.map(({ bytes }) => BARS[Math.min(7, Math.floor((bytes * 8) / most))]).join('')}`,
        columns: ['From s', 'To s', 'Packets', 'Bytes', 'Packets/s', 'Bits/s'],
        rows: counts.map(({ packets, bytes }, i) => [
          round(i * interval),
          round((i + 1) * interval),
          packets,
          bytes,
          round(packets / interval, 2),
          round((bytes * 8) / interval, 1),
        ]),
      };
    },
  };
}
