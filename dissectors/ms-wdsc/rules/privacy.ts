import { subjectRule } from '#sdk';
import { wds } from '../spec.ts';
import { asks, bad, bound, boundUnseen, call, exchange, good, on5040, result, SEALED_CALL } from './bytes.ts';
import { isWds, PRIVACY, rpcCall } from './call.ts';

const LEVELS: Readonly<Record<number, string>> = { 1: 'none', 2: 'connect', 3: 'call', 4: 'packet', 5: 'integrity' };
const refused = (level: number) => [
  ...bound({ level }),
  call(asks(), { security: { level } }),
  result(null, { security: { level }, status: 5 }),
];

export default subjectRule({
  id: 'wdsc/privacy',
  title: 'An authenticated call is sealed',
  level: 'MUST',
  spec: wds('2.1.2'),
  why: 'Authentication without packet privacy shows everybody what the server tells this client only.',
  watches: rpcCall,
  clear: 'The security trailer tells type and level of what it seals; a sealed call is right.',
  messages: { open: 'the call is authenticated at level {level} ({name}), and must be at 6 (privacy)' },
  applies: isWds,
  check({ authentication, requestAnchor }, report, undecided) {
    if (!authentication || authentication.level === PRIVACY) return;
    const { level, levelAnchor, unread } = authentication;
    if (unread) return undecided();
    report('open', levelAnchor ?? requestAnchor, { level, name: LEVELS[level] ?? 'unknown' });
  },
  bad: [bad('signed only', refused(5), 'open'), bad('authenticated at connect only', refused(2), 'open')],
  good: [good('nobody authenticates', exchange()), on5040('a sealed call', SEALED_CALL)],
  undecided: [boundUnseen],
});
