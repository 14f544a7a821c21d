import { type Collector, tallyOf } from './table.ts';

interface Tally {
  frames: number;
  bytes: number;
}

/** Which protocols lie in which, with the frames that hold them and the frames' bytes. */
export function hierarchy(): Collector {
  const tallies = new Map<string, Tally>();
  return {
    packet(packet) {
      const seen = new Set<string>();
      const paths: string[] = [];
      for (let l = 0; l < packet.layerCount; l++) {
        const layer = packet.layer(l);
        // The frame itself is no protocol.
        const above = paths[layer.depth - 1] ?? '';
        paths[layer.depth] = layer.depth === 0 ? '' : `${above}${above && '/'}${layer.protocol.name}`;
        const path = paths[layer.depth]!;
        if (path === '' || seen.has(path)) continue;
        seen.add(path);
        const tally = tallyOf(tallies, path, () => ({ frames: 0, bytes: 0 }));
        tally.frames++;
        tally.bytes += packet.wire;
      }
    },
    table: () => ({
      name: 'phs',
      title: 'Protocol hierarchy',
      columns: ['Protocol', 'Path', 'Frames', 'Bytes'],
      rows: [...tallies]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, { frames, bytes }]) => {
          const parts = path.split('/');
          return [`${'  '.repeat(parts.length - 1)}${parts.at(-1)}`, path, frames, bytes];
        }),
    }),
  };
}
