import { decodeText } from '#sdk';

/** Bytes of a value that are not for everybody who reads a report. */
export interface Secret {
  readonly start: number;
  readonly end: number;
}

/** Variables whose whole value is one: SymKey (MS-WDSMSI 2.2.1), and others by what they are called. */
const NAME = /passw(or)?d|pwd|secret|symkey|productkey/i;
/** Elements of unattended instructions that hold one: a text, or `Value` and the like inside. */
const ELEMENT =
  /<((?:\w+:)?\w*(?:passw(?:or)?d|pwd|productkey|accountdata)\w*)(?:\s[^<>]*)?(?<!\/)>([\s\S]*?)(?:<\/\1\s*>|$)/dgi;
/** Of an element, what is no markup. */
const TEXT = /(?<=^|>)[^<>]+/g;
/** `Password = "…"` of older answer files. */
const ASSIGNED = /^[ \t]*\w*(?:passw(?:or)?d|pwd|productkey)\w*[ \t]*=[ \t]*"?([^"\r\n]+)/dgim;
const SEARCHED = 1 << 20;

export const isSecretName = (name: string): boolean => NAME.test(name);

/** Secrets inside a text; `wide` where a character has two bytes. */
export function secretsIn(bytes: Uint8Array, start: number, end: number, wide: boolean): Secret[] {
  const width = wide ? 2 : 1;
  const text = decodeText(bytes, start, Math.min(end, start + SEARCHED), wide ? 'utf-16le' : 'ascii');
  const found: Secret[] = [];
  const add = (from: number, to: number): void => {
    if (text.slice(from, to).trim() !== '') found.push({ start: start + from * width, end: start + to * width });
  };
  for (const match of text.matchAll(ELEMENT)) {
    const [from] = match.indices![2]!;
    for (const part of match[2]!.matchAll(TEXT)) add(from + part.index, from + part.index + part[0].length);
  }
  for (const match of text.matchAll(ASSIGNED)) add(...match.indices![1]!);
  return found;
}
