import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { nameCall, sealed } from './name-calls.ts';
import { bad, good, list, unknowable } from './rpc-bytes.ts';

const LONGEST = 15;

export default subjectRule({
  id: 'msgsvc/listed-name',
  title: 'Listed names are NetBIOS names without suffix and padding',
  level: 'MUST',
  spec: msrp('2.2.2.1'),
  why:
    'Fifteen characters at most; the sixteenth byte and the blanks before it were taken off (2.2.2.2 says the same). A letter beyond ASCII is a note: 3.1.4.6 makes names ' +
    'ASCII, 2.2.2.1 OEM.',
  watches: nameCall,
  hidden: sealed,
  messages: {
    long: '“{name}” has {length} characters',
    padded: '“{name}” ends with padding',
    suffix: '“{name}” ends with its suffix',
    foreign: '“{name}” is not ASCII',
  },
  applies: ({ method, answer }) => method === 'enum' && (answer.names?.length ?? 0) > 0,
  check({ answer }, report) {
    for (const [i, name] of answer.names!.entries()) {
      const field = /Level1$/.test(answer.base) ? 'msgi1_name' : 'msgi0_name';
      const at = () => answer.at(`${answer.base}.Buffer[${i}].${field}`);
      if (/\x03$/.test(name)) report('suffix', at(), { name: name.slice(0, -1) });
      else if (name.length > LONGEST) report('long', at(), { name, length: name.length });
      else if (/ $/.test(name)) report('padded', at(), { name });
      if (/[^\x00-\x7f]/.test(name)) report('foreign', at(), { name }, { severity: 'note' });
    }
  },
  bad: [
    bad('sixteen characters', [list({ names: ['A'.repeat(16)] })], 'long'),
    bad('a padded name', [list({ names: ['ALICE          '] })], 'padded'),
    bad('a letter beyond ASCII', [list({ names: ['JÜRGEN'] })], 'foreign'),
    bad('a name with its suffix', [list({ names: ['ALICE          \x03'] })], 'suffix'),
  ],
  good: [good('two names', list()), good('fifteen characters', list({ names: ['A'.repeat(15)] }))],
  undecided: unknowable,
});
