import { type Dissection, decodeText, type Field, protocol } from '#sdk';
import { childrenCount, element, elements, within } from '../ber/keys.ts';
import * as fields from './message-layout.ts';

/** Reads what is inside one element; the window is its contents. */
type Read = (d: Dissection) => void;

/** A SEQUENCE whose members are tagged with numbers; those that are not listed are passed over. */
function sequence(heading: Field, members: Readonly<Record<number, Read>>): Read {
  return (d) => within(d, element(d), heading.abbrev, () => read(d), heading);

  function read(d: Dissection): void {
    elements(d, heading.abbrev, (it) => members[it.tag & 0x1f]?.(d));
  }
}

/** A primitive value of any length. */
const octets =
  (field: Field): Read =>
  (d) =>
    within(d, element(d), field.abbrev, () => d.take(field, d.left));

/** An INTEGER that fits into eight bytes. */
const integer =
  (field: Field): Read =>
  (d) =>
    within(d, element(d), field.abbrev, () => {
      if (d.left > 0 && d.left <= 8) d.take(field, d.left);
    });

/** KerberosTime: 20121118074647Z. */
const time =
  (field: Field): Read =>
  (d) =>
    within(d, element(d), field.abbrev, () => {
      const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(
        decodeText(d.bytes, d.at, Math.min(d.end, d.at + 16), 'ascii'),
      );
      if (!parts) return;
      const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
      const seconds = Date.UTC(year!, month! - 1, day, hour, minute, second) / 1000;
      d.generate(field, { seconds, nanoseconds: 0 }, d.at, d.end);
    });

const principal = (heading: Field, count: Field, name: Field): Read =>
  sequence(heading, {
    0: integer(fields.nameType),
    1: (d) =>
      within(d, element(d), heading.abbrev, () => {
        if (d.recording) d.generate(count, childrenCount(d), d.at, d.end);
        elements(d, heading.abbrev, () => d.take(name, d.left));
      }),
  });

const encrypted = (heading: Field): Read =>
  sequence(heading, { 0: integer(fields.etype), 1: integer(fields.kvno), 2: octets(fields.cipher) });

const sname = principal(fields.sname, fields.snameStrings, fields.snameString);
const ticketMembers = sequence(fields.ticket, {
  0: integer(fields.tktVno),
  1: octets(fields.realm),
  2: sname,
  3: encrypted(fields.encPart),
});
/** Ticket has a tag of its own, [APPLICATION 1], inside the member's. */
const ticket: Read = (d) => within(d, element(d), fields.ticket.abbrev, () => ticketMembers(d));

/** The first octet of ap-options' bits is all that is defined. */
const apOptions: Read = (d) =>
  within(d, element(d), fields.apOptions.abbrev, () => {
    d.skip(1);
    const { at } = d;
    const node = d.open(fields.apOptions);
    if (d.left > 0) for (const option of fields.apOptionBits) d.mark(option, at, at + 1);
    d.skip(d.left);
    d.close(node);
  });

const common = { 0: integer(fields.pvno), 1: integer(fields.msgType) };

const apReq = sequence(fields.apReq, { ...common, 2: apOptions, 3: ticket, 4: encrypted(fields.authenticator) });
const apRep = sequence(fields.apRep, { ...common, 2: encrypted(fields.encPart) });
const krbError = sequence(fields.krbError, {
  ...common,
  2: time(fields.ctime),
  3: integer(fields.cusec),
  4: time(fields.stime),
  5: integer(fields.susec),
  6: integer(fields.errorCode),
  7: octets(fields.crealm),
  8: principal(fields.cname, fields.cnameStrings, fields.cnameString),
  9: octets(fields.realm),
  10: sname,
  11: octets(fields.eText),
  12: octets(fields.eData),
});
const tgtReq = sequence(fields.tgtReq, {
  ...common,
  2: principal(fields.serverName, fields.snameStrings, fields.snameString),
  3: octets(fields.realm),
});
const tgtRep = sequence(fields.tgtRep, { ...common, 2: ticket });

/** Messages by their [APPLICATION n] tag (RFC 4120 5.10). */
const MESSAGES: Readonly<Record<number, Read>> = { 0x6e: apReq, 0x6f: apRep, 0x7e: krbError };
const SEQUENCE = 0x30;
const TGT_REPLY = 17;

/** Kerberos' messages between a client and a service (RFC 4120 5.5, 5.9.1): an outline, for all else is encrypted. */
export const kerberos = protocol({
  name: 'kerberos',
  label: 'KRB5',
  title: 'Kerberos',
  inside: true,
  spec: fields.rfc4120('5.5'),
  fields: fields.looseFields,
  carries: () => [],
  informs: true,
  dissect(d: Dissection) {
    if (!d.recording) return;
    const tag = d.u8(0);
    if (tag === SEQUENCE) return (userToUser(d) === TGT_REPLY ? tgtRep : tgtReq)(d);
    const read = MESSAGES[tag] ?? sequence(fields.other, common);
    within(d, element(d), 'kerberos', () => read(d));
  },
});

/** msg-type of a message that no tag tells from others: a member [1] after pvno, both of five bytes in all DER. */
function userToUser(d: Dissection): number {
  const at = element(d).content + 5;
  return at + 5 <= d.end && d.bytes[at] === 0xa1 ? d.bytes[at + 4]! : 0;
}
