import { type Dissection, equal, on, protocol, recognised, u32le } from '#sdk';
import {
  authentication,
  authToken,
  authVerifier,
  mechanism,
  NTLMSSP,
  securityBlob,
  tokenType,
} from '../gss-api/keys.ts';
import { writeToken } from './keys.ts';
import * as fields from './layout.ts';
import { authenticate, challenge, messageFields, negotiate } from './messages.ts';
import { responseFields, responseLayouts } from './response.ts';

const MARK = Uint8Array.from('NTLMSSP\0', (c) => c.charCodeAt(0));
const { size, offset } = fields.header;

/** NT LAN Manager authentication (MS-NLMP): its three messages, and the signatures of what is signed or sealed by it. */
export const ntlmssp = protocol({
  name: 'ntlmssp',
  label: 'NTLMSSP',
  title: 'NTLM Secure Service Provider',
  inside: true,
  spec: fields.nlmp('2.2.1'),
  layouts: [...fields.layouts, ...responseLayouts],
  fields: [...fields.looseFields, ...messageFields, ...responseFields],
  routes: [
    on(authToken, NTLMSSP),
    on(authVerifier, NTLMSSP),
    on(mechanism, NTLMSSP),
    recognised(securityBlob, (b, at, end) => tokenType(b, at, end) === NTLMSSP),
  ],
  carries: () => [],
  informs: true,
  dissect(d: Dissection) {
    if (!(d.left >= MARK.length && equal(d.bytes, d.at, MARK, 0, MARK.length))) return signature(d);
    if (d.left < size) return d.record(fields.header);
    switch (u32le(d.bytes, d.at + offset.messagetype)) {
      case fields.NEGOTIATE:
        return negotiate(d);
      case fields.CHALLENGE:
        return challenge(d);
      case fields.AUTHENTICATE:
        return authenticate(d);
      default:
        d.generate(fields.unknownType, true, d.at + offset.messagetype, d.at + size);
        d.record(fields.header);
    }
  },
  summary: (layer, _packet, out) => writeToken(layer, out),
});

/** NTLMSSP_MESSAGE_SIGNATURE (MS-NLMP 2.2.2.9): its two forms look alike, what was negotiated tells them apart. */
function signature(d: Dissection): void {
  const node = d.open(fields.signature);
  d.take(fields.signatureVersion, 4);
  const flags = d.flow?.peek(authentication)?.flags ?? 0;
  if (flags & fields.EXTENDED_SECURITY && d.left >= 12) {
    const body = d.open(fields.signatureBody);
    d.take(fields.signatureChecksum, 8);
    d.take(fields.signatureNumber, 4);
    d.close(body);
  } else d.take(fields.signatureBody, Math.max(12, d.left));
  d.close(node);
}
