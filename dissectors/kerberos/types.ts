import type { Dissection, Field } from '#sdk';
import {
  bareSequence,
  counted,
  flags,
  inside,
  integer,
  octets,
  type Read,
  sequence,
  type Told,
  telling,
} from './asn1.ts';
import * as fields from './message-layout.ts';

/** PrincipalName (RFC 4120 5.2.2). */
export const principal = (heading: Field, count: Field, name: Field): Read =>
  sequence(heading, { 0: integer(fields.nameType), 1: counted(count, octets(name)) });

export const sname = principal(fields.sname, fields.snameStrings, fields.snameString);
export const cname = principal(fields.cname, fields.cnameStrings, fields.cnameString);

/** EncryptedData and Checksum (RFC 4120 5.2.9). */
const encryptedMembers = { 0: integer(fields.etype), 1: integer(fields.kvno), 2: octets(fields.cipher) };
const checksumMembers = { 0: integer(fields.checksumType), 1: octets(fields.checksum) };
export const encrypted = (heading: Field): Read => sequence(heading, encryptedMembers);
export const bareEncrypted = (field: Field): Read => bareSequence(field, encryptedMembers);
export const checksum = (heading: Field): Read => sequence(heading, checksumMembers);
export const bareChecksum = (field: Field): Read => bareSequence(field, checksumMembers);

/** Ticket, which has a tag of its own, [APPLICATION 1] (RFC 4120 5.3). */
export const ticket = (heading: Field): Read =>
  inside(
    heading,
    sequence(heading, {
      0: integer(fields.tktVno),
      1: octets(fields.realm),
      2: sname,
      3: encrypted(fields.encPart),
    }),
  );

/** HostAddress (RFC 4120 5.2.5). */
export const hostAddress = sequence(fields.hostAddress, {
  0: telling(fields.addressType),
  1: inside(fields.address, address),
});

const IPV4 = 2;
const NETBIOS = 20;
const IPV6 = 24;
const SPACE = 0x20;

/** An address by its type (RFC 4120 7.5.3). A NetBIOS name is 15 octets, padded, and what its owner is. */
function address(d: Dissection, { number: type }: Told): void {
  if (type === IPV4 && d.left === 4) return d.take(fields.addressIpv4, 4);
  if (type === IPV6 && d.left === 16) return d.take(fields.addressIpv6, 16);
  if (type !== NETBIOS || d.left !== 16) return d.take(fields.address, d.left);
  let end = d.at + 15;
  while (end > d.at && d.bytes[end - 1] === SPACE) end--;
  d.take(fields.addressNetbios, end - d.at);
}

/** AP-REQ (RFC 4120 5.5.1), without its [APPLICATION 14]. */
export const apReq = sequence(fields.apReq, {
  0: integer(fields.pvno),
  1: integer(fields.msgType),
  2: flags(fields.apOptions, fields.apOptionBits),
  3: ticket(fields.ticket),
  4: encrypted(fields.authenticator),
});
