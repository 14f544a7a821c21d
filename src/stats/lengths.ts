import { type Collector, round } from './table.ts';

const LIMITS = [20, 40, 80, 160, 320, 640, 1280, 2560, 5120];

/** How long packets are, in tshark's ranges. */
export function lengths(): Collector {
  const ranges = [...LIMITS, Number.POSITIVE_INFINITY].map(() => ({ count: 0, sum: 0, least: 0, most: 0 }));
  let packets = 0;
  return {
    packet({ wire }) {
      packets++;
      const at = LIMITS.findIndex((limit) => wire < limit);
      const range = ranges[at < 0 ? LIMITS.length : at]!;
      range.least = range.count === 0 ? wire : Math.min(range.least, wire);
      range.most = Math.max(range.most, wire);
      range.count++;
      range.sum += wire;
    },
    table: () => ({
      name: 'lengths',
      title: 'Packet lengths',
      columns: ['Bytes', 'Packets', 'Percent', 'Mean', 'Min', 'Max'],
      rows: ranges.map(({ count, sum, least, most }, i) => [
        i === LIMITS.length ? `${LIMITS[i - 1]} and more` : `${LIMITS[i - 1] ?? 0} to ${LIMITS[i]! - 1}`,
        count,
        packets > 0 ? round((100 * count) / packets, 2) : null,
        count > 0 ? round(sum / count, 2) : null,
        count > 0 ? least : null,
        count > 0 ? most : null,
      ]),
    }),
  };
}
