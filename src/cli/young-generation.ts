import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes at which V8's young generation stops to grow. */
const ENOUGH = 4 << 20;

let bounded = false;

/**
 * Keeps V8's young generation from growing to 48 MB, of which packets that are gone with the next one have no use. To be
 * called now and then: a smaller one than it has grown to would be collected too often.
 */
export function boundYoungGeneration(): void {
  if (bounded) return;
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  if (!young || young.space_size < ENOUGH) return;
  setFlagsFromString('--semi-space-growth-factor=1');
  bounded = true;
}
