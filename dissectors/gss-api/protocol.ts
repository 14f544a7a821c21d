import { type Dissection, on, protocol, recognised } from '#sdk';
import { element, oidText, within } from '../ber/keys.ts';
import {
  authToken,
  authVerifier,
  KERBEROS,
  mechanism,
  mechanismName,
  mechanismType,
  SPNEGO,
  securityBlob,
  tokenType,
} from './keys.ts';
import * as fields from './layout.ts';

/** [APPLICATION 0], constructed: the frame of an initial token. */
const FRAME = 0x60;
const OID = 0x06;

/** GSS-API tokens (RFC 2743 3.1): the frame that names a mechanism, and what mechanisms send without it. */
export const gssApi = protocol({
  name: 'gss-api',
  label: 'GSS-API',
  title: 'GSS-API Generic Security Service Application Program Interface',
  inside: true,
  spec: fields.rfc2743('3.1'),
  fields: fields.looseFields,
  routes: [
    on(authToken, SPNEGO),
    on(authVerifier, SPNEGO),
    recognised(securityBlob, (b, at, end) => {
      const type = tokenType(b, at, end);
      return type === SPNEGO || type === KERBEROS;
    }),
  ],
  carries: () => [mechanism],
  informs: true,
  dissect(d: Dissection) {
    if (d.left > 0 && d.u8(0) === FRAME) return framed(d);
    const type = tokenType(d.bytes, d.at, d.end);
    if (type !== undefined) d.route(mechanism, type, d.at, d.end, d.promised);
    else d.take(fields.token, d.left);
  },
});

function framed(d: Dissection): void {
  const frame = element(d);
  within(d, frame, 'gss-api', () => {
    const it = element(d);
    if (it.tag !== OID || it.end > d.end) return d.take(fields.token, d.left);
    const oid = oidText(d.bytes, it.content, it.end) ?? '';
    if (d.recording) {
      d.generate(fields.oid, oid, it.content, it.end);
      const name = mechanismName(oid);
      if (name) d.generate(fields.mechanismNamed, name, it.content, it.end);
    }
    const type = mechanismType(oid);
    if (type === undefined) d.take(fields.token, d.left);
    else d.route(mechanism, type, it.next, d.end, d.promised);
  });
}
