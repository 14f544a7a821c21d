import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { nameCall, sealed } from './name-calls.ts';
import { bad, good, info, list, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/forward-flag',
  title: 'msgi1_forward_flag is zero',
  level: 'MUST',
  spec: msrp('2.2.2.2'),
  why: 'Names are no longer forwarded. Said by the server; what a client sends holds no structure.',
  watches: nameCall,
  hidden: sealed,
  messages: { set: 'msgi1_forward_flag is {is}' },
  applies: ({ answer }) => answer.elements.some(hasFlag),
  check({ answer }, report) {
    const one = answer.elements.length === 1 && answer.info !== undefined;
    for (const [i, element] of answer.elements.entries()) {
      const is = hasFlag(element) ? element.msgi1_forward_flag : 0;
      const path = one ? answer.base : `${answer.base}.Buffer[${i}]`;
      if (is !== 0) report('set', answer.at(`${path}.msgi1_forward_flag`), { is });
    }
  },
  bad: [
    bad('in a list', [list({ level: 1, flag: 4 })], 'set', 'set'),
    bad('of one name', [info({ level: 1, flag: 1 })], 'set'),
  ],
  good: [good('nothing in a list', list({ level: 1 })), good('nothing of one name', info({ level: 1 }))],
  undecided: unknowable,
});

function hasFlag(element: unknown): element is { readonly msgi1_forward_flag: number } {
  return typeof (element as { msgi1_forward_flag?: unknown } | null)?.msgi1_forward_flag === 'number';
}
