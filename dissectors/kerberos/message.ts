import { type Dissection, protocol } from '#sdk';
import { element, within } from '../ber/keys.ts';
import { integer, octets, type Read, sequence, telling, time } from './asn1.ts';
import { eData } from './error-data.ts';
import { rfc4120 } from './field-kinds.ts';
import { asRep, asReq, tgsRep, tgsReq } from './kdc.ts';
import { kdcFields } from './kdc-layout.ts';
import * as fields from './message-layout.ts';
import { padataFields, padataLayouts } from './padata-layout.ts';
import { apReq, cname, encrypted, principal, sname, ticket } from './types.ts';

const common = { 0: integer(fields.pvno), 1: integer(fields.msgType) };

const apRep = sequence(fields.apRep, { ...common, 2: encrypted(fields.encPart) });
const krbError = sequence(fields.krbError, {
  ...common,
  2: time(fields.ctime),
  3: integer(fields.cusec),
  4: time(fields.stime),
  5: integer(fields.susec),
  6: telling(fields.errorCode),
  7: octets(fields.crealm),
  8: cname,
  9: octets(fields.realm),
  10: sname,
  11: octets(fields.eText),
  12: eData,
});
const tgtReq = sequence(fields.tgtReq, {
  ...common,
  2: principal(fields.serverName, fields.nameStrings, fields.nameString),
  3: octets(fields.realm),
});
const tgtRep = sequence(fields.tgtRep, { ...common, 2: ticket(fields.ticket) });

/** Messages by their [APPLICATION n] tag (RFC 4120 5.10). */
const MESSAGES: Readonly<Record<number, Read>> = {
  0x6a: asReq,
  0x6b: asRep,
  0x6c: tgsReq,
  0x6d: tgsRep,
  0x6e: apReq,
  0x6f: apRep,
  0x74: sequence(fields.krbSafe, common),
  0x75: sequence(fields.krbPriv, common),
  0x76: sequence(fields.krbCred, common),
  0x7e: krbError,
};
const otherMessage = sequence(fields.other, common);
const SEQUENCE = 0x30;
const TGT_REPLY = 17;

/** Kerberos' messages (RFC 4120 5.4 to 5.9), as far as they are not encrypted. */
export const kerberos = protocol({
  name: 'kerberos',
  label: 'KRB5',
  title: 'Kerberos',
  inside: true,
  spec: rfc4120('5'),
  layouts: padataLayouts,
  fields: [...fields.messageFields, ...kdcFields, ...padataFields],
  carries: () => [],
  informs: true,
  dissect(d: Dissection) {
    if (!d.recording) return;
    const told = { number: 0 };
    const tag = d.u8(0);
    if (tag === SEQUENCE) return (userToUser(d) === TGT_REPLY ? tgtRep : tgtReq)(d, told);
    within(d, element(d), 'kerberos', () => (MESSAGES[tag] ?? otherMessage)(d, told));
  },
});

/** msg-type of a message that no tag tells from others: a member [1] after pvno, both of five bytes in all DER. */
function userToUser(d: Dissection): number {
  const at = element(d).content + 5;
  return at + 5 <= d.end && d.bytes[at] === 0xa1 ? d.bytes[at + 4]! : 0;
}
