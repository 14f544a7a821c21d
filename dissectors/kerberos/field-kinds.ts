import { bit, type Field, field, type SpecReference, specification } from '#sdk';

export const rfc4120 = specification('RFC 4120', 'https://www.rfc-editor.org/rfc/rfc4120#section-{section}');
export const kile = specification('MS-KILE', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-kile/');
export const sfu = specification('MS-SFU', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-sfu/');

type Names = Readonly<Record<number, string>>;
/** Where a field is specified: a section of RFC 4120, or another document's. */
type Spec = string | SpecReference;
const cited = (spec: Spec): SpecReference => (typeof spec === 'string' ? rfc4120(spec) : spec);

/** The heading of a SEQUENCE; Wireshark's abbreviations of these end alike. */
export const heading = (name: string, label: string, spec: Spec): Field =>
  field(`kerberos.${name}_element`, label, 'none', { spec: cited(spec) });
export const uint = (name: string, label: string, spec: Spec): Field =>
  field(`kerberos.${name}`, label, 'uint', { spec: cited(spec) });
export const int = (name: string, label: string, spec: Spec, names: Names): Field =>
  field(`kerberos.${name}`, label, 'int', { names, spec: cited(spec) });
export const text = (name: string, label: string, spec: Spec): Field =>
  field(`kerberos.${name}`, label, 'string', { encoding: 'utf-8', spec: cited(spec) });
export const octets = (name: string, label: string, spec: Spec): Field =>
  field(`kerberos.${name}`, label, 'bytes', { spec: cited(spec) });
/** Number of elements of a SEQUENCE OF. */
export const list = (name: string, label: string, spec: Spec): Field =>
  field(`kerberos.${name}`, label, 'uint', { size: 4, generated: true, spec: cited(spec) });
export const time = (name: string, label: string): Field =>
  field(`kerberos.${name}`, label, 'unixtime', { generated: true, spec: rfc4120('5.2.3') });

/** The flags of a BIT STRING, from its first bit; each is of the octet that it lies in. */
export const flags = (group: string, labels: readonly string[], spec: Spec): Field[] =>
  labels.map((label, i) =>
    bit(`kerberos.${group}.${label.replaceAll('-', '.')}`, label, 0x80 >> (i & 7), { spec: cited(spec) }),
  );
