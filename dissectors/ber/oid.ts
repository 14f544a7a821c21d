/** Longest identifier that is spelt out; real ones have a dozen bytes. */
const LONGEST = 64;
/** A sub-identifier of more bytes does not fit into a double. */
const EXACT = 7;

/** An object identifier's contents in dotted form (X.690 8.19); undefined where they are none. */
export function oidText(b: Uint8Array, start: number, end: number): string | undefined {
  if (end <= start || end - start > LONGEST || b[end - 1]! & 0x80) return undefined;
  let text = '';
  for (let at = start; at < end; ) {
    const first = at;
    let arc = 0;
    do arc = arc * 128 + (b[at]! & 0x7f);
    while (b[at++]! & 0x80);
    if (at - first > EXACT) return undefined;
    if (text !== '') text += `.${arc}`;
    else text = `${Math.min(2, Math.floor(arc / 40))}.${arc - 40 * Math.min(2, Math.floor(arc / 40))}`;
  }
  return text;
}
