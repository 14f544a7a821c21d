import { subjectRule } from '#sdk';
import { wds } from '../spec.ts';
import { bad, good, notThere, SEALED, sealedBy } from './bytes.ts';
import { isWds, rpcCall } from './call.ts';

const NEGOTIATE = 9;

export default subjectRule({
  id: 'wdsc/authentication-type',
  title: 'A client authenticates through SPNEGO',
  level: 'SHOULD',
  spec: wds('2.1.2'),
  why: 'RPC_C_AUTHN_GSS_NEGOTIATE (9) lets both sides find the best mechanism; Kerberos (16) and NTLM (10) by themselves are allowed.',
  watches: rpcCall,
  clear: 'The security trailer tells type and level of what it seals.',
  messages: { other: 'the client authenticates with type {type}, and should with 9 (SPNEGO)' },
  applies: (call) => isWds(call) && call.authentication !== undefined,
  check({ authentication, requestAnchor }, report, undecided) {
    const { type, typeAnchor, unread } = authentication!;
    if (unread) return undecided();
    if (type !== NEGOTIATE) report('other', typeAnchor ?? requestAnchor, { type });
  },
  bad: [bad('NTLM by itself', sealedBy({ type: 10, level: 6 }), 'other')],
  good: [good('SPNEGO', sealedBy(SEALED))],
  undecided: notThere,
});
