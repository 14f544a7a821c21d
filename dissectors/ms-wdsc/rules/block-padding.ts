import { pduRule } from '#sdk';
import { packetOf } from '../keys.ts';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, requested, string, ulong, unknowable, variable } from './bytes.ts';
import { BLOCKS, sealed } from './watched.ts';

const UNIT = 16;
const VERSION = ulong('VERSION', 1);
const padded = (bytes: number) =>
  requested({ variables: [VERSION, variable({ name: 'A', type: 0x10, value: '6100', padding: '00'.repeat(bytes) })] });

export default pduRule({
  id: 'wdsc/block-padding',
  title: 'A block’s length is a multiple of 16',
  level: 'MUST',
  spec: wds('2.2.1.3.1'),
  why:
    'Counted from the block’s own start, with 0 to 15 bytes of padding behind the value. Some clients put sixteen more ' +
    'behind strings and blobs, which keeps the multiple: a note.',
  watches: BLOCKS,
  hidden: sealed,
  messages: {
    uneven: 'the block has {bytes} bytes, which is no multiple of 16',
    longer: '{padding} bytes of padding, where {enough} are enough',
  },
  windows: { messages: ['longer'], source: 'deployed clients never pad strings and blobs with less than four bytes' },
  check(it, report, undecided) {
    if (it.layer.outcome !== 'complete') return undecided();
    const { variables } = packetOf(it) ?? undecided();
    const start = it.packet.tree.start(it.first);
    const { end, valueEnd } = variables.find((one) => one.start === start) ?? undecided();
    const enough = (UNIT - ((valueEnd - start) % UNIT)) % UNIT;
    const padding = end - valueEnd;
    if ((end - start) % UNIT !== 0) report('uneven', undefined, { bytes: end - start });
    else if (padding > enough) report('longer', fields.paddingEnd, { padding, enough }, { severity: 'note' });
  },
  bad: [
    bad('a last block without padding', padded(0), 'uneven'),
    bad('a last block with too little', padded(13), 'uneven'),
    bad('sixteen bytes more', padded(14 + 16), 'longer'),
  ],
  good: [good('a call', exchange()), good('a string', requested({ variables: [VERSION, string('A', 'a')] }))],
  undecided: unknowable,
});
