import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { nameCall, sealed } from './name-calls.ts';
import { bad, good, info, list, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/forward-null',
  title: 'msgi1_forward is null',
  level: 'MUST',
  spec: msrp('2.2.2.2'),
  why: 'Names are no longer forwarded: there is nobody to name.',
  watches: nameCall,
  hidden: sealed,
  messages: { set: 'msgi1_forward is “{is}”' },
  applies: ({ answer }) => answer.elements.some(hasForward),
  check({ answer }, report) {
    const one = answer.elements.length === 1 && answer.info !== undefined;
    for (const [i, element] of answer.elements.entries()) {
      const is = hasForward(element) ? element.msgi1_forward : null;
      const path = one ? answer.base : `${answer.base}.Buffer[${i}]`;
      if (is !== null) report('set', answer.at(`${path}.msgi1_forward`), { is: String(is) });
    }
  },
  bad: [
    bad('in a list', [list({ level: 1, names: ['ALICE'], forward: 'BOB' })], 'set'),
    bad('of one name', [info({ level: 1, forward: 'BOB' })], 'set'),
  ],
  good: [good('nothing in a list', list({ level: 1 })), good('nothing of one name', info({ level: 1 }))],
  undecided: unknowable,
});

function hasForward(element: unknown): element is { readonly msgi1_forward: unknown } {
  return typeof element === 'object' && element !== null && 'msgi1_forward' in element;
}
