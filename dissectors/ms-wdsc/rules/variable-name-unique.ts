import { pduRule } from '#sdk';
import { packetOf } from '../keys.ts';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { asks, bad, exchange, good, ulong, unknowable } from './bytes.ts';
import { PACKETS, sealed } from './watched.ts';

const refused = { status: 13 };
const twice = (name: string) => asks({ variables: [ulong('VERSION', 1), ulong(name, 1)] });

export default pduRule({
  id: 'wdsc/variable-name-unique',
  title: 'No two variables of a packet have the same name',
  level: 'MUST NOT',
  spec: wds('2.2.1.3.1'),
  why: 'Names are compared without regard to case, each character turned to upper case by itself.',
  watches: PACKETS,
  hidden: sealed,
  messages: { again: 'the name “{name}” was given to variable {first} of this packet already' },
  check(it, report, undecided) {
    const seen = new Map<string, number>();
    for (const [i, { name, anchor }] of (packetOf(it) ?? undecided()).variables.entries()) {
      const key = name.toUpperCase();
      const first = seen.get(key);
      if (first !== undefined) report('again', anchor ?? fields.block, { name, first: first + 1 });
      else seen.set(key, i);
    }
  },
  bad: [
    bad('the same name', exchange(twice('VERSION'), null, refused), 'again'),
    bad('in other case', exchange(twice('Version'), null, refused), 'again'),
  ],
  good: [good('a call', exchange()), good('another name', exchange(twice('VERSION2')))],
  undecided: unknowable,
});
