import type { Field } from '#sdk';
import {
  bareSequence,
  boolean,
  counted,
  flags,
  inside,
  integer,
  octets,
  type Read,
  sequence,
  sequenceOf,
  telling,
} from './asn1.ts';
import { enctype, nonce } from './kdc-layout.ts';
import * as message from './message-layout.ts';
import * as fields from './padata-layout.ts';
import { apReq, bareChecksum, bareEncrypted, checksum, principal } from './types.ts';

const AP_REQ = 0x6e;
const name = (heading: Field): Read => principal(heading, message.nameStrings, message.nameString);

/** PA-TGS-REQ: the ticket that grants others (RFC 4120 5.2.7.1). */
const tgsReq: Read = (d, told) => {
  if (d.u8(0) === AP_REQ) inside(fields.padataValue, apReq)(d, told);
};

/** MS-KILE 2.2.8. */
const supportedTypes: Read = (d) => {
  if (d.left >= fields.supportedTypes.size) d.record(fields.supportedTypes);
};

/** MS-SFU 2.2.1: who asks for a ticket, by name. */
const forUser = bareSequence(fields.padataValue, {
  0: name(fields.userName),
  1: octets(message.realm),
  2: checksum(fields.userChecksum),
  3: octets(fields.authPackage),
});

/** MS-SFU 2.2.2. To the authentication service it is a certificate, whose members are no tagged ones. */
const forX509User = bareSequence(fields.padataValue, {
  0: sequence(fields.userId, {
    0: integer(nonce),
    1: name(message.cname),
    2: octets(message.crealm),
    3: octets(fields.subjectCertificate),
    4: flags(fields.userIdOptions, []),
  }),
  1: checksum(fields.userIdChecksum),
});

/** What is known of values, by their padata-type; the others are bytes. */
const VALUES: Readonly<Record<number, Read>> = {
  1: tgsReq,
  // PA-ENC-TIMESTAMP (RFC 4120 5.2.7.2).
  2: bareEncrypted(fields.padataValue),
  3: (d) => d.take(fields.passwordSalt, d.left),
  // ETYPE-INFO and ETYPE-INFO2 (RFC 4120 5.2.7.4, 5.2.7.5).
  11: sequenceOf(
    fields.padataValue,
    sequence(fields.etypeInfoEntry, { 0: integer(message.etype), 1: octets(fields.infoSalt) }),
  ),
  19: sequenceOf(
    fields.padataValue,
    sequence(fields.etypeInfo2Entry, {
      0: integer(message.etype),
      1: octets(fields.info2Salt),
      2: octets(fields.s2kparams),
    }),
  ),
  // KERB-PA-PAC-REQUEST (MS-KILE 2.2.3).
  128: bareSequence(fields.padataValue, { 0: boolean(fields.includePac) }),
  129: forUser,
  130: forX509User,
  // PA-ENCRYPTED-CHALLENGE (RFC 6113 5.4.6).
  138: bareEncrypted(fields.padataValue),
  // PA-REQ-ENC-PA-REP: nothing in a request, a checksum in its answer (RFC 6806 11).
  149: bareChecksum(fields.padataValue),
  // KERB-KEY-LIST-REQ (MS-KILE 2.2.11).
  161: sequenceOf(fields.padataValue, integer(enctype)),
  165: supportedTypes,
  167: bareSequence(fields.padataValue, { 0: flags(fields.pacOptions, fields.pacOptionBits) }),
};

export const known: Read = (d, told) => VALUES[told.number]?.(d, told);

/** padata-value, with what is known of its contents below it. */
export const padataValue = (read: Read): Read =>
  inside(fields.padataValue, (d, told) => {
    const node = d.open(fields.padataValue);
    if (d.left > 0) read(d, told);
    d.at = d.end;
    d.close(node);
  });

export const paData = sequence(fields.paData, {
  1: telling(fields.padataType),
  2: padataValue(known),
});

/** SEQUENCE OF PA-DATA (RFC 4120 5.2.7), counted. */
export const padata = counted(fields.padata, paData);
