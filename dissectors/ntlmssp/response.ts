import { bytes, type Dissection, field, filetime, layout, u8 } from '#sdk';
import { nlmp } from './layout.ts';
import type { Span } from './payload.ts';
import { pairFields, takePairs } from './target-info.ts';

const prefix = 'ntlmssp.ntlmv2_response';
const spec = nlmp('2.2.2.7');

/** NTLMv2_RESPONSE (MS-NLMP 2.2.2.8): a proof, and the NTLMv2_CLIENT_CHALLENGE it was made from. */
const response = field(prefix, 'NTLMv2_RESPONSE', 'bytes', { spec: nlmp('2.2.2.8') });
const fixed = layout(
  { prefix, spec },
  {
    ntproofstr: bytes('NTProofStr', 16, { spec: nlmp('2.2.2.8') }),
    rversion: u8('RespType'),
    hirversion: u8('HiRespType'),
    z: bytes('Reserved1 and Reserved2', 6),
    time: filetime('TimeStamp'),
    chal: bytes('ChallengeFromClient', 8),
    z2: bytes('Reserved3', 4, { abbrev: `${prefix}.z` }),
  },
);
const pairs = pairFields(prefix);
const padding = field(`${prefix}.pad`, 'Padding', 'bytes', { spec });

export const responseLayouts = [fixed];
export const responseFields = [response, ...pairs.all, padding];

/** An NT response that is longer than NTLM v1's 24 bytes. */
const NTLM_V1 = 24;

/** What is inside an NT response of NTLM v2; the cursor is left anywhere. */
export function takeResponse(d: Dissection, { from, to }: Span): void {
  if (to - from <= NTLM_V1) return;
  d.at = from;
  const node = d.open(response);
  if (to - from >= fixed.size) {
    d.record(fixed);
    const end = takePairs(d, pairs, d.at, to);
    if (end < to) d.mark(padding, end, to);
  }
  d.at = to;
  d.close(node);
}
