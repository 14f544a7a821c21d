import { subjectRule } from '#sdk';
import { rpcBind } from '../../dcerpc/keys.ts';
import { WDS_INTERFACE } from '../keys.ts';
import { wds } from '../spec.ts';
import { good, notThere, on5040, refusedBind, SEALED_CALL } from './bytes.ts';

/** The authentication types (MS-RPCE 2.2.1.1.7) that a server should know. */
const PROVIDERS: Readonly<Record<number, string>> = { 9: 'SPNEGO', 10: 'NTLM', 16: 'Kerberos' };
/** Of a bind_nak: the authentication type is not recognised (MS-RPCE 2.2.2.5). */
const NOT_RECOGNISED = 8;

export default subjectRule({
  id: 'wdsc/security-providers',
  title: 'A server knows SPNEGO, Kerberos and NTLM',
  level: 'SHOULD',
  spec: wds('2.1.1'),
  why:
    'A server that says it does not know one of them has not registered it. Credentials that it does not like are ' +
    'refused in other words.',
  watches: rpcBind,
  clear: 'Binds are not sealed.',
  messages: { unknown: 'the server does not recognise authentication type {type} ({name})' },
  applies: ({ contexts, authentication }) =>
    authentication !== undefined && contexts.some((it) => it.uuid === WDS_INTERFACE),
  check({ authentication, refused }, report) {
    const type = authentication!.type;
    const name = PROVIDERS[type];
    if (name && refused?.reason === NOT_RECOGNISED) report('unknown', refused.anchor, { type, name });
  },
  bad: [
    on5040('SPNEGO is not recognised', refusedBind({ level: 6 }, NOT_RECOGNISED), { finds: ['unknown'] }),
    on5040('NTLM is not recognised', refusedBind({ type: 10, level: 6 }, NOT_RECOGNISED), { finds: ['unknown'] }),
  ],
  good: [
    good('a bind that is accepted', SEALED_CALL),
    good('too many at a time', refusedBind({ level: 6 }, 2)),
    good('a type of its own', refusedBind({ type: 99, level: 6 }, NOT_RECOGNISED)),
  ],
  undecided: notThere,
});
