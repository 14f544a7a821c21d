import { guid } from '../bytes/guid.ts';
import { toHex } from '../bytes/hex.ts';
import { bigUint } from '../bytes/read.ts';
import { decodeText } from '../bytes/text.ts';
import { calendarTime, isoFiletime, isoTime } from '../bytes/time.ts';
import { written } from '../bytes/writer.ts';
import { type Field, nameOf } from '../model/field.ts';
import { GENERATED, type Instant, LITTLE, type Tree } from '../model/tree.ts';
import { nodeBigUint, nodeUint } from '../model/view.ts';

/** A field's value: numbers up to 2^53 as numbers, larger ones as bigints, addresses and times as their usual text. */
export type Value = number | bigint | boolean | string | Uint8Array | Instant | undefined;

/** The value of a node, read from the bytes now. This and `formatValue` are the reference for the printers. */
export function readValue(field: Field, tree: Tree, node: number, bytes: Uint8Array): Value {
  const flags = tree.flags(node);
  if (flags & GENERATED) return tree.value(node);
  const start = tree.start(node);
  const end = tree.end(node);
  switch (field.kind) {
    case 'uint':
      return end - start > 6 ? nodeBigUint(field, bytes, start, end, flags) : nodeUint(field, bytes, start, end, flags);
    case 'bool':
      return nodeUint(field, bytes, start, end, flags) !== 0;
    case 'int': {
      const bits = (end - start) * 8;
      const signed = BigInt.asIntN(bits, bigUint(bytes, start, end, (flags & LITTLE) !== 0 || field.little));
      return bits > 48 ? signed : Number(signed);
    }
    case 'bytes':
      return bytes.subarray(start, end);
    case 'string': {
      const text = decodeText(bytes, start, end, field.encoding);
      const stop = text.indexOf('\0');
      return stop < 0 ? text : text.slice(0, stop);
    }
    case 'ipv4':
      return written((out) => out.ipv4(bytes, start));
    case 'ipv6':
      return written((out) => out.ipv6(bytes, start));
    case 'ether':
      return toHex(bytes, start, end, ':');
    case 'guid':
      return guid(bytes, start, (flags & LITTLE) !== 0 || field.little);
    case 'unixtime':
      return { seconds: nodeUint(field, bytes, start, end, flags), nanoseconds: 0 };
    case 'filetime':
      return isoFiletime(bigUint(bytes, start, end, true));
    default:
      return undefined;
  }
}

/** The value of a node of `size` bytes as `-T fields` shows it, which is how Wireshark 4.0 shows it. */
export function formatValue(field: Field, value: Value, size: number): string {
  if (value === undefined) return field.kind === 'none' ? '1' : field.label;
  if (value instanceof Uint8Array) return value.length === 0 ? field.empty : toHex(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return field.kind === 'filetime' ? calendarTime(value) : value;
  if (typeof value === 'object')
    return field.kind === 'unixtime' ? calendarTime(isoTime(value.seconds, value.nanoseconds)) : formatInstant(value);
  if (field.kind === 'bool') return value ? '1' : '0';
  return field.base === 'hex' ? `0x${value.toString(16).padStart(field.digits || size * 2, '0')}` : String(value);
}

/** Seconds with nine decimals, as Wireshark writes times and durations. */
export function formatInstant({ seconds, nanoseconds }: Instant): string {
  const sign = seconds < 0 || nanoseconds < 0 ? '-' : '';
  return `${sign}${Math.abs(seconds)}.${String(Math.abs(nanoseconds)).padStart(9, '0')}`;
}

/** The value as a person reads it in a tree: its name where it has one, with the number. */
export function displayValue(field: Field, value: Value, size: number): string {
  if (typeof value === 'boolean' || typeof value === 'number') {
    const name = nameOf(field, Number(value));
    if (name !== undefined) return field.kind === 'bool' ? name : `${name} (${formatValue(field, value, size)})`;
    if (field.kind === 'bool') return value ? 'True' : 'False';
  }
  if (typeof value === 'object' && 'seconds' in value) {
    return field.kind === 'time' || field.kind === 'unixtime'
      ? isoTime(value.seconds, value.nanoseconds)
      : `${formatInstant(value)} seconds`;
  }
  if (typeof value === 'string') return value;
  return formatValue(field, value, size);
}
