import { u16be } from '../bytes/read.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import { type Field, nameOf, shiftOf } from '../model/field.ts';
import { GENERATED, ID_MASK, type Instant, LITTLE, type Tree, WORDS } from '../model/tree.ts';
import { nodeBigUint, nodeUint } from '../model/view.ts';
import { displayValue, formatValue, readValue, type Value } from './value.ts';

/** Writes a node's value as bytes, without a string on the way where it can. */
export type Printer = (out: ByteWriter, tree: Tree, node: number, bytes: Uint8Array) => void;

/** The same of a value that lies in the bytes; `flags` are its node's. */
type Writer = (out: ByteWriter, bytes: Uint8Array, start: number, end: number, flags: number) => void;

/**
 * The `-T fields` printer of a field: made once from its definition, equal to formatValue(readValue(…)) by a test.
 */
export function fieldPrinter(field: Field): Printer {
  switch (field.kind) {
    case 'uint':
      if (field.generated) return generatedUint(field);
      return field.base === 'dec' && field.mask === 0 ? plainUint(field) : guarded(field, uintWriter(field));
    case 'time':
    case 'duration':
      return (out, tree, node) => printInstant(out, tree.value(node) as Instant);
    case 'bool':
      return guarded(field, (out, bytes, start, end, flags) =>
        out.byte(nodeUint(field, bytes, start, end, flags) ? 0x31 : 0x30),
      );
    case 'ipv4':
      return (out, tree, node, bytes) => {
        const at = node * WORDS;
        if (tree.words[at]! & GENERATED) general(field, out, tree, node, bytes);
        else out.ipv4(bytes, tree.words[at + 1]!);
      };
    case 'ipv6':
      return guarded(field, (out, bytes, start) => out.ipv6(bytes, start));
    case 'ether':
      return guarded(field, (out, bytes, start, end) => out.hexBytes(bytes, start, end, 0x3a));
    case 'bytes':
      return guarded(field, (out, bytes, start, end) => {
        if (start === end) out.ascii(field.empty);
        else out.hexBytes(bytes, start, end);
      });
    default:
      return (out, tree, node, bytes) => general(field, out, tree, node, bytes);
  }
}

function uintWriter(field: Field): Writer {
  const { base, digits } = field;
  return (out, bytes, start, end, flags) => {
    const size = end - start;
    if (size > 6) out.ascii(formatValue(field, nodeBigUint(field, bytes, start, end, flags), size));
    else if (base === 'dec') out.decimal(nodeUint(field, bytes, start, end, flags));
    else if (size > 4) out.ascii(formatValue(field, nodeUint(field, bytes, start, end, flags), size));
    else {
      out.ascii('0x');
      out.hex(nodeUint(field, bytes, start, end, flags), digits || size * 2);
    }
  };
}

/** Ports and the like: what most columns hold takes the shortest way. */
function plainUint(field: Field): Printer {
  const any = guarded(field, uintWriter(field));
  const unusual = GENERATED | LITTLE;
  return (out, tree, node, bytes) => {
    const at = node * WORDS;
    const start = tree.words[at + 1]!;
    if (tree.words[at + 2]! - start === 2 && !field.little && !(tree.words[at]! & unusual)) {
      out.decimal(u16be(bytes, start));
    } else any(out, tree, node, bytes);
  };
}

/** A number that was worked out: a plain one is written as it is. */
function generatedUint(field: Field): Printer {
  const decimal = field.base === 'dec';
  return (out, tree, node, bytes) => {
    const value = (tree.flags(node) & GENERATED) !== 0 ? tree.value(node) : undefined;
    if (decimal && typeof value === 'number' && value >= 0) out.decimal(value);
    else general(field, out, tree, node, bytes);
  };
}

const encoder = new TextEncoder();

/** The tree printer of a field: `Label: value`, with the bits drawn where it is a part of a number. */
export function linePrinter(field: Field): Printer {
  const label = encoder.encode(`${field.label}: `);
  const masked = encoder.encode(` = ${field.label}: `);
  const value = displayPrinter(field);
  if (field.kind === 'none' || field.kind === 'protocol') {
    return (out, tree, node) => out.utf8((tree.flags(node) & GENERATED) !== 0 ? `[${field.label}]` : field.label);
  }
  if (field.mask === 0) {
    return (out, tree, node, bytes) => {
      const brackets = (tree.flags(node) & GENERATED) !== 0;
      if (brackets) out.byte(0x5b);
      out.raw(label);
      value(out, tree, node, bytes);
      if (brackets) out.byte(0x5d);
    };
  }
  return (out, tree, node, bytes) => {
    drawBits(out, field, tree, node, bytes);
    out.raw(masked);
    value(out, tree, node, bytes);
  };
}

/** Long byte strings are cut in trees; `-x` and the machine formats have them whole. */
const SHOWN = 32;

function displayPrinter(field: Field): Printer {
  const plain = fieldPrinter(field);
  switch (field.kind) {
    case 'uint':
    case 'bool': {
      if (field.kind === 'uint' && field.names === undefined) return plain;
      const number = uintWriter(field);
      return guarded(
        field,
        (out, bytes, start, end, flags) => {
          if (end - start > 6) return number(out, bytes, start, end, flags);
          const n = nodeUint(field, bytes, start, end, flags);
          // Of several bits any one makes it true.
          const name = nameOf(field, field.kind === 'bool' && n !== 0 ? 1 : n);
          if (field.kind === 'bool') return out.utf8(name ?? (n ? 'True' : 'False'));
          if (name === undefined) return number(out, bytes, start, end, flags);
          out.utf8(name);
          out.ascii(' (');
          number(out, bytes, start, end, flags);
          out.byte(0x29);
        },
        shown,
      );
    }
    case 'bytes':
      return guarded(
        field,
        (out, bytes, start, end) => {
          if (start === end) return out.ascii(field.empty);
          out.hexBytes(bytes, start, Math.min(end, start + SHOWN));
          if (end - start > SHOWN) out.utf8('…');
        },
        shown,
      );
    case 'ipv4':
    case 'ipv6':
    case 'ether':
      return plain;
    default:
      return (out, tree, node, bytes) => shown(field, out, tree, node, bytes);
  }
}

/** A generated value has no bytes to read: it takes the general way. */
function guarded(field: Field, write: Writer, otherwise = general): Printer {
  return (out, tree, node, bytes) => {
    const { words } = tree;
    const at = node * WORDS;
    const flags = words[at]! & ~ID_MASK;
    if (flags & GENERATED) otherwise(field, out, tree, node, bytes);
    else write(out, bytes, words[at + 1]!, words[at + 2]!, flags);
  };
}

function general(field: Field, out: ByteWriter, tree: Tree, node: number, bytes: Uint8Array): void {
  const value = readValue(field, tree, node, bytes);
  if (typeof value === 'number' && value >= 0 && field.base === 'dec' && field.kind !== 'float') out.decimal(value);
  else out.text(formatValue(field, value, sizeOf(field, tree, node)));
}

function printInstant(out: ByteWriter, { seconds, nanoseconds }: Instant): void {
  if (seconds < 0 || nanoseconds < 0) out.byte(0x2d);
  out.decimal(Math.abs(seconds));
  out.byte(0x2e);
  out.padded(Math.abs(nanoseconds), 9);
}

function shown(field: Field, out: ByteWriter, tree: Tree, node: number, bytes: Uint8Array): void {
  const value: Value = readValue(field, tree, node, bytes);
  out.text(displayValue(field, value, sizeOf(field, tree, node)));
}

const sizeOf = (field: Field, tree: Tree, node: number): number =>
  (tree.flags(node) & GENERATED) !== 0 ? field.size : tree.end(node) - tree.start(node);

/** Bytes of a number that a bit was worked out of, where its field does not say. */
const WORD = 4;

/** `.... ..1.` for bit 1 of a byte: the whole number's bits, those outside the mask as dots. */
function drawBits(out: ByteWriter, field: Field, tree: Tree, node: number, bytes: Uint8Array): void {
  const { mask } = field;
  const flags = tree.flags(node);
  const [start, end] = flags & GENERATED ? [0, field.size || WORD] : [tree.start(node), tree.end(node)];
  const number = flags & GENERATED ? Number(tree.value(node)) : nodeUint(field, bytes, start, end, flags);
  const value = number << shiftOf(mask);
  const count = (end - start) * 8;
  out.room(count + (count >> 2));
  const { buffer } = out;
  let at = out.length;
  for (let i = count - 1; i >= 0; i--) {
    // A mask has 32 bits.
    const one = i < 32 && (mask >>> i) & 1;
    buffer[at++] = one ? 0x30 + ((value >>> i) & 1) : 0x2e;
    if ((i & 3) === 0 && i > 0) buffer[at++] = 0x20;
  }
  out.length = at;
}
