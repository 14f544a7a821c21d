import { decodeText } from '#sdk';

/** Bytes of a value that are not for everybody who reads a report. */
export interface Secret {
  readonly start: number;
  readonly end: number;
}

/** Variables whose whole value is one: SymKey (MS-WDSMSI 2.2.1), and others by what they are called. */
const NAME = /passw(or)?d|pwd|secret|symkey|productkey/i;
/** Names of unattended instructions' elements and settings that hold one: a text, or `Value` and the like inside. */
const SETTING = /passw(or)?d|pwd|productkey|accountdata/i;
/** A tag that opens an element. A name is looked at once it is read, because a search for it inside is quadratic. */
const OPENED = /<([\w:.-]+)(?:\s[^<>]*)?>/g;
/** Of an element, what is no markup. */
const TEXT = /(?<=^|>)[^<>]+/g;
/** `Password = "…"` of older answer files. */
const ASSIGNED = /^[ \t]*(\w+)[ \t]*=[ \t]*"?([^"\r\n]+)/dgm;
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
  for (const [from, to] of contentsOf(text))
    for (const part of text.slice(from, to).matchAll(TEXT)) add(from + part.index, from + part.index + part[0].length);
  for (const match of text.matchAll(ASSIGNED)) if (SETTING.test(match[1]!)) add(...match.indices![2]!);
  return found;
}

/** Where the contents of elements begin and end that hold a secret; what is cut off holds it to its end. */
function* contentsOf(text: string): Generator<readonly [number, number]> {
  const opened = new RegExp(OPENED);
  for (let tag = opened.exec(text); tag; tag = opened.exec(text)) {
    const [whole, name = ''] = tag;
    if (whole.endsWith('/>') || !SETTING.test(name)) continue;
    const from = opened.lastIndex;
    const closed = text.indexOf(`</${name}`, from);
    yield [from, closed < 0 ? text.length : closed];
    if (closed < 0) return;
    opened.lastIndex = closed;
  }
}
