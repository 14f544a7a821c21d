import { type Dissection, decodeText, type Field } from '#sdk';
import { childrenCount, element, elements, within } from '../ber/keys.ts';

/** What a member has told those after it in its SEQUENCE: a type, on which their form depends; 0 where none has. */
export interface Told {
  number: number;
}
/** Reads what is inside one element; the window is its contents. */
export type Read = (d: Dissection, told: Told) => void;
/** What the members tagged with numbers hold; those that are not listed are passed over. */
export type Members = Readonly<Record<number, Read>>;

/** Context-specific and constructed: all tags of Kerberos are explicit (RFC 4120 5.1). */
const MEMBER = 0xa0;
const CLASS = 0xe0;

/** A SEQUENCE under a heading. */
export const sequence =
  (heading: Field, members: Members): Read =>
  (d) =>
    within(d, element(d), heading.abbrev, () => membersOf(d, heading, members), heading);

/** A SEQUENCE that lies right under the field that it is the value of. */
export const bareSequence =
  (field: Field, members: Members): Read =>
  (d) =>
    within(d, element(d), field.abbrev, () => membersOf(d, field, members));

function membersOf(d: Dissection, limit: Field, members: Members): void {
  const told: Told = { number: 0 };
  elements(d, limit.abbrev, ({ tag }) => {
    if ((tag & CLASS) === MEMBER) members[tag & ~CLASS]?.(d, told);
  });
}

/** An element whose identifier says only which type it is: an OCTET STRING around another, an [APPLICATION n]. */
export const inside =
  (field: Field, read: Read): Read =>
  (d, told) =>
    within(d, element(d), field.abbrev, () => read(d, told));

/** A SEQUENCE OF; each element is read whole. */
export const sequenceOf = (field: Field, each: Read): Read =>
  inside(field, (d, told) => {
    while (d.left > 0) each(d, told);
  });

/** A SEQUENCE OF under the number of its elements. */
export const counted = (count: Field, each: Read): Read =>
  inside(count, (d, told) => {
    d.generate(count, childrenCount(d), d.at, d.end);
    while (d.left > 0) each(d, told);
  });

/** A primitive value of any length. */
export const octets = (field: Field): Read => inside(field, (d) => d.take(field, d.left));

/** An INTEGER that fits into eight bytes. */
export const integer = (field: Field): Read =>
  inside(field, (d) => {
    if (d.left > 0 && d.left <= 8) d.take(field, d.left);
  });

/** An INTEGER of up to four bytes, which the members after it depend on. */
export const telling = (field: Field): Read =>
  inside(field, (d, told) => {
    const size = d.left;
    if (size === 0 || size > 4) return;
    let number = d.u8(0) & 0x80 ? -1 : 0;
    for (let i = 0; i < size; i++) number = (number << 8) | d.u8(i);
    d.take(field, size);
    told.number = number;
  });

export const boolean = (field: Field): Read =>
  inside(field, (d) => {
    if (d.left === 1) d.take(field, 1);
  });

/** KerberosTime: 20121118074647Z. */
export const time = (field: Field): Read =>
  inside(field, (d) => {
    const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(
      decodeText(d.bytes, d.at, Math.min(d.end, d.at + 16), 'ascii'),
    );
    if (!parts) return;
    const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
    const seconds = Date.UTC(year!, month! - 1, day, hour, minute, second) / 1000;
    d.generate(field, { seconds, nanoseconds: 0 }, d.at, d.end);
  });

/** A BIT STRING whose first bits have names; its first octet says how many of the last octet's bits are none. */
export const flags = (field: Field, bits: readonly Field[]): Read =>
  inside(field, (d) => {
    if (d.left === 0) return;
    d.skip(1);
    const { at, end } = d;
    const node = d.open(field);
    bits.forEach((bit, i) => {
      const octet = at + (i >> 3);
      if (octet < end) d.mark(bit, octet, octet + 1);
    });
    d.skip(d.left);
    d.close(node);
  });
