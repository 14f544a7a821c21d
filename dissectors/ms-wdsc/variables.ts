import { type Dissection, decodeText, type Field, nullTerminated } from '#sdk';
import type { WdsVariable } from './keys.ts';
import * as fields from './layout.ts';
import { isSecretName, secretsIn } from './secrets.ts';
import { valueName } from './tables/values.ts';
import { isXml, textWidth } from './text.ts';

/** A block's fixed part, and what its whole length is a multiple of (MS-WDSC 2.2.1.3.1). */
export const FIXED = fields.variable.size;
const UNIT = 16;
const NAME = 66;
/** Elements shown one by one; the others are shown as bytes. */
const SHOWN = 65_536;

/** How an element of a base type is shown, and its length where that is fixed. */
const TYPES: Readonly<Record<number, { readonly field: Field; readonly size: number }>> = {
  0x01: { field: fields.valueByte, size: 1 },
  0x02: { field: fields.valueUshort, size: 2 },
  0x04: { field: fields.valueUlong, size: 4 },
  0x08: { field: fields.valueUlong64, size: 8 },
  0x10: { field: fields.valueString, size: 0 },
  0x20: { field: fields.valueWide, size: 0 },
  0x40: { field: fields.valueBlob, size: 0 },
};

/** Bytes of a fixed base type; 0 for variable and unknown ones. */
export const fixedSize = (base: number): number => TYPES[base]?.size ?? 0;
export const isKnownType = (base: number): boolean => TYPES[base] !== undefined;

/** Reads one block: its fixed part, its value, its padding. Throws where it is longer than what is there. */
export function takeVariable(d: Dissection, isLast: boolean, keep: (it: WdsVariable) => void): void {
  const start = d.at;
  const node = d.open(fields.block);
  const fixed = d.left >= FIXED;
  const o = fields.variable.offset;
  const type = fixed ? d.u32le(o.type) : 0;
  const length = fixed ? d.u32le(o.value_length) : 0;
  const size = fixed ? d.u32le(o.array_size) : 0;
  d.record(fields.variable);
  const name = decodeText(d.bytes, start, start + NAME, 'utf-16le');
  const low = type & 0xffff;
  const array = type >>> 16 === fields.ARRAY || (low & fields.ARRAY) !== 0;
  const base = low & ~fields.ARRAY;
  const promised = array ? length * size : length;
  const valueStart = d.at;
  const valueEnd = Math.min(d.end, valueStart + promised);
  const text = name.split('\0', 1)[0]!;
  const hidden = takeValue(d, { name: text, base, length, valueEnd, array });
  const it: WdsVariable = {
    name: text,
    terminated: name.includes('\0'),
    type,
    base,
    array,
    length,
    size,
    start,
    valueStart,
    valueEnd,
    end: valueEnd,
    secret: hidden,
    anchor: d.watching ? d.anchor(fields.variable.fields.name, start, start + NAME) : undefined,
  };
  if (promised > valueEnd - valueStart) {
    d.limit = fields.variable.fields.value_length.abbrev;
    d.at = valueStart;
    d.need(promised);
  }
  const padding = paddingAfter(d, start, isLast);
  if (padding > 0) d.take(fields.paddingEnd, padding);
  it.end = d.at;
  keep(it);
  d.close(node);
}

interface ValueOf {
  readonly name: string;
  readonly base: number;
  readonly length: number;
  readonly valueEnd: number;
  readonly array: boolean;
}

/** Records a value, element by element where it is an array. Tells whether it holds a secret. */
function takeValue(d: Dissection, { name, base, length, valueEnd, array }: ValueOf): boolean {
  if (valueEnd === d.at) return false;
  const start = d.at;
  const node = d.open(fields.value);
  const known = TYPES[base];
  const secret = hide(d, name, base, valueEnd);
  const step = array && length > 0 ? length : valueEnd - start;
  for (let shown = 0; d.at < valueEnd; shown++) {
    const end = Math.min(valueEnd, d.at + step);
    if (shown >= SHOWN) d.take(fields.furtherElements, valueEnd - d.at);
    else if (!known || (known.size > 0 && end - d.at > 8)) d.take(fields.valueUnknown, end - d.at);
    else takeElement(d, known.field, name, end);
  }
  d.close(node);
  return secret;
}

function takeElement(d: Dissection, field: Field, name: string, end: number): void {
  const start = d.at;
  d.take(field, end - start);
  if (!d.recording) return;
  if (field === fields.valueBlob) return blobText(d, start, end);
  if (field !== fields.valueByte && field !== fields.valueUlong) return;
  const meaning = end - start <= 4 ? valueName(name, number(d.bytes, start, end)) : undefined;
  if (meaning !== undefined) d.generate(fields.valueMeaning, meaning, start, end);
}

function number(bytes: Uint8Array, start: number, end: number): number {
  let n = 0;
  for (let i = end - 1; i >= start; i--) n = n * 256 + bytes[i]!;
  return n;
}

/** A blob that is text is shown as text, too, and said to be XML. */
function blobText(d: Dissection, start: number, end: number): void {
  const width = textWidth(d.bytes, start, end);
  if (!width) return;
  d.mark(width === 'wide' ? fields.blobWideText : fields.blobText, start, end);
  const head = decodeText(d.bytes, start, Math.min(end, start + 256), width === 'wide' ? 'utf-16le' : 'utf-8');
  if (isXml(head)) d.generate(fields.xml, true, start, end);
}

/** Conceals what is secret of a value. */
function hide(d: Dissection, name: string, base: number, end: number): boolean {
  const start = d.at;
  const width =
    base === 0x20 ? 'wide' : base === 0x10 ? 'narrow' : base === 0x40 ? textWidth(d.bytes, start, end) : undefined;
  if (isSecretName(name)) {
    d.conceal(start, end, width === 'wide' ? 2 : 1);
    d.generate(fields.secret, true, start, end);
    return true;
  }
  if (!width) return false;
  const found = secretsIn(d.bytes, start, end, width === 'wide');
  for (const secret of found) {
    d.conceal(secret.start, secret.end, width === 'wide' ? 2 : 1);
    d.generate(fields.secret, true, secret.start, secret.end);
  }
  return found.length > 0;
}

/**
 * Bytes of padding from the value's end on: up to the multiple of 16; some clients put 16 more. Which it is shows where
 * the next block begins, or, after the last one, where the packet ends.
 */
function paddingAfter(d: Dissection, start: number, isLast: boolean): number {
  const least = (UNIT - ((d.at - start) % UNIT)) % UNIT;
  const more = least + UNIT;
  if (isLast) return d.left > least && d.left <= more ? d.left : Math.min(d.left, least);
  if (d.left < least) return d.left;
  if (d.left >= more + FIXED && !mayBegin(d, d.at + least) && mayBegin(d, d.at + more)) return more;
  return least;
}

/** Whether a block may begin there: a name that ends, and a base type. */
function mayBegin({ bytes, end }: Dissection, at: number): boolean {
  if (at + FIXED > end || (bytes[at] === 0 && bytes[at + 1] === 0)) return false;
  const base = bytes[at + fields.variable.offset.type]!;
  return isKnownType(base) && nullTerminated(bytes, at, at + NAME) < at + NAME;
}
