import type { Field } from '#sdk';
import { counted, flags, integer, octets, type Read, sequence, time } from './asn1.ts';
import * as fields from './kdc-layout.ts';
import * as message from './message-layout.ts';
import { padata } from './padata.ts';
import { cname, encrypted, hostAddress, sname, ticket } from './types.ts';

const reqBody = sequence(fields.reqBody, {
  0: flags(fields.kdcOptions, fields.kdcOptionBits),
  1: cname,
  2: octets(message.realm),
  3: sname,
  4: time(fields.from),
  5: time(fields.till),
  6: time(fields.rtime),
  7: integer(fields.nonce),
  8: counted(fields.etypes, integer(fields.enctype)),
  9: counted(fields.addresses, hostAddress),
  10: encrypted(fields.encAuthorizationData),
  11: counted(fields.additionalTickets, ticket(fields.additionalTicket)),
});

/** KDC-REQ (RFC 4120 5.4.1): no other message begins with [1]. */
const request = (heading: Field): Read =>
  sequence(heading, { 1: integer(message.pvno), 2: integer(message.msgType), 3: padata, 4: reqBody });

/** KDC-REP (RFC 4120 5.4.2). */
const reply = (heading: Field): Read =>
  sequence(heading, {
    0: integer(message.pvno),
    1: integer(message.msgType),
    2: padata,
    3: octets(message.crealm),
    4: cname,
    5: ticket(message.ticket),
    6: encrypted(message.encPart),
  });

export const asReq = request(fields.asReq);
export const asRep = reply(fields.asRep);
export const tgsReq = request(fields.tgsReq);
export const tgsRep = reply(fields.tgsRep);
