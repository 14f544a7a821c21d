import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8';

/** Bytes at which V8's young generation stops to grow. */
const ENOUGH = 4 << 20;
/** Bytes of a heap from which on collecting it so often would cost more than it is worth. */
const LARGE = 128 << 20;

let state: 'growing' | 'bounded' | 'large' = 'growing';

/**
 * Keeps V8's heap near what is in use. Its young generation would grow to 48 MB, of which packets that are gone with the
 * next one have no use; the old one to twice what it holds. To be called now and then: a smaller young generation than
 * it has grown to would be collected too often.
 */
export function boundHeap(): void {
  if (state === 'growing') {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    if (!young || young.space_size < ENOUGH) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    setFlagsFromString('--heap-growing-percent=30');
    state = 'bounded';
  } else if (state === 'bounded' && getHeapStatistics().used_heap_size > LARGE) {
    setFlagsFromString('--heap-growing-percent=0');
    state = 'large';
  }
}
