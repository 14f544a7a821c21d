import { type Dissection, field, specification } from '#sdk';
import { showName } from '../nbss/keys.ts';

export const ibm = specification('IBM SC30-3587', 'https://bitsavers.org/pdf/ibm/lan/');
const spec = ibm('5');
export const NAME = 16;

const text = field('netbios.nb_name', 'NetBIOS Name', 'string', { generated: true, spec });
const suffix = field('netbios.nb_name_type', 'NetBIOS Name Type', 'uint', { size: 1, base: 'hex', spec });
export const nameFields = [text, suffix];

/** A name that is not encoded, whatever it lies in: fifteen characters, then what kind of name it is. */
export function takeName(d: Dissection): void {
  d.need(NAME);
  if (d.wants(text)) d.generate(text, nameAt(d.bytes, d.at).slice(0, -'<00>'.length), d.at, d.at + NAME - 1);
  d.skip(NAME - 1);
  d.take(suffix, 1);
}

/** The sixteen bytes at a place, the last of them as the suffix. */
export function nameAt(bytes: Uint8Array, at: number): string {
  const name = String.fromCharCode(...bytes.subarray(at, at + NAME - 1)).replace(/[ \0]+$/, '');
  return showName({ name, suffix: bytes[at + NAME - 1]! });
}
