import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { nameCall, sealed } from './name-calls.ts';
import { add, bad, del, good, info, list, unknowable } from './rpc-bytes.ts';

/** The tables of 3.1.4.1 to 3.1.4.4; of the network error both values that documents give it. */
const CODES = {
  add: [0, 0x05, 0x7b, 0x858, 0x859, 0x85c, 0x8e4, 0x8e5, 0x8f9],
  enum: [0, 0x05, 0x57, 0x7c, 0x84b],
  info: [0, 0x05, 0x08, 0x7b, 0x7c, 0x8ed],
  del: [0, 0x05, 0x7b, 0x8e6, 0x8eb, 0x8ed, 0x8fb],
} as const;
const SECTIONS = { add: '3.1.4.1', enum: '3.1.4.2', info: '3.1.4.3', del: '3.1.4.4' } as const;
const INVALID_PARAMETER = 0x57;
const MORE_DATA = 0xea;
const LONGEST = 15;

export default subjectRule({
  id: 'msgsvc/names-return-code',
  title: 'A method returns one of its codes',
  level: 'SHOULD',
  spec: msrp('3.1.4'),
  why:
    'Each method’s table lists them, without a word that demands it: a warning. Windows XP and Server 2003 refuse names ' +
    'of more than sixteen characters, their null counted, with a code of no table: a note.',
  watches: nameCall,
  hidden: sealed,
  messages: {
    other: 'the code {code} is none of {section}',
    longName: 'the code 87 is none of {section}; MsgName has {length} characters (Appendix B <10>, <11>, <16>, <18>)',
  },
  windows: { messages: ['longName'], source: 'MS-MSRP Appendix B <10>, <11>, <16>, <18>' },
  check({ method, asked, answer }, report) {
    const code = answer.status;
    // ERROR_MORE_DATA is another rule's.
    if ((CODES[method] as readonly number[]).includes(code) || (method === 'enum' && code === MORE_DATA)) return;
    const section = SECTIONS[method];
    const length = asked.name?.length ?? 0;
    if (code === INVALID_PARAMETER && length > LONGEST)
      report('longName', answer.at('return'), { section, length }, { severity: 'note' });
    else report('other', answer.at('return'), { section, code });
  },
  bad: [
    bad('out of memory while deleting', [del({}, 8)], 'other'),
    bad('a long name', [add({ name: 'ALICEANDHERFRIENDS' }, 0x57)], 'longName'),
    bad('not local while adding', [add({}, 0x8ed)], 'other'),
  ],
  good: [good('success', list()), good('not local', info({}, 0x8ed)), good('access denied', del({}, 5))],
  undecided: unknowable,
});
