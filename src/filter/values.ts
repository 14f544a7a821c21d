import { readValue } from '../decode/value.ts';
import { fieldById } from '../model/field.ts';
import { headerEnd, readerOf } from './item.ts';
import { byteString } from './lexer.ts';
import type { Network } from './literal.ts';
import { testsOf } from './order.ts';
import type { Value } from './plan.ts';
import type { Found, Scan } from './scan.ts';
import type { Arithmetic, Range } from './syntax.ts';
import { type Item, isWhole, type Type } from './type.ts';

/** All values of an operand in the packet under the scan; undefined where there are none. */
export type Values = (scan: Scan) => readonly Item[] | undefined;

/** How the operand is read, with the place where its nodes will be found. */
export function valuesOf(value: Value, scan: Scan): Values {
  switch (value.is) {
    case 'field': {
      const found = scan.slot(value.fields);
      const readers = new Map(value.fields.map((field) => [field.id, readerOf(field)]));
      const { layers } = value;
      return ({ packet }) => {
        const items: Item[] = [];
        for (let i = 0; i < found.count; i++) {
          if (layers && !inLayers(found, i, layers, packet)) continue;
          const node = found.nodes[i]!;
          items.push(readers.get(packet.tree.id(node))!(packet, node, found.layers[i]!));
        }
        return items.length > 0 ? items : undefined;
      };
    }
    case 'constant': {
      const { constant } = value;
      const items = ['value' in constant ? constant.value : 'address' in constant ? constant.address : ''];
      return () => items;
    }
    case 'slice': {
      const of = valuesOf(value.of, scan);
      const { type } = value.of;
      return (now) => of(now)?.map((item) => slice(asBytes(item, type), value.ranges));
    }
    case 'minus': {
      const of = valuesOf(value.of, scan);
      return (now) => of(now)?.flatMap((item) => opposite(item, value.type) ?? []);
    }
    case 'operation': {
      const [left, right] = [valuesOf(value.left, scan), valuesOf(value.right, scan)];
      return (now) => {
        const [a, b] = [left(now), right(now)];
        if (!a || !b) return undefined;
        const items: Item[] = [];
        for (const one of a) {
          for (const other of b) {
            const result = calculate(value.op, one, other, value.type);
            if (result !== undefined) items.push(result);
          }
        }
        return items;
      };
    }
    case 'call':
      return call(value, scan);
  }
}

/** Whether the node lies in one of the layers: the first layer of its protocol is 1, the last is -1. */
export function inLayers(found: Found, i: number, layers: readonly Range[], packet: Scan['packet']): boolean {
  const number = (index: number): number => {
    const layer = packet.layer(index);
    let count = 0;
    for (let l = 0; l <= index; l++) if (packet.layer(l).protocol === layer.protocol) count++;
    return count;
  };
  const own = number(found.layers[i]!);
  const last = number(found.layers[found.count - 1]!);
  const from = (n: number): number => (n < 0 ? last + n + 1 : n);
  return layers.some(
    (range) =>
      own >= from(range.from) &&
      (range.length === undefined || own < from(range.from) + range.length) &&
      (range.to === undefined || own <= from(range.to)),
  );
}

function call(value: Value & { is: 'call' }, scan: Scan): Values {
  const args = value.args.map((arg) => valuesOf(arg, scan));
  const first = args[0]!;
  const { name } = value;
  switch (name) {
    case 'lower':
      return (now) => first(now)?.map((item) => String(item).replace(/[A-Z]+/g, (run) => run.toLowerCase()));
    case 'upper':
      return (now) => first(now)?.map((item) => String(item).replace(/[a-z]+/g, (run) => run.toUpperCase()));
    case 'count':
      return (now) => {
        const items = first(now);
        return items && [items.length];
      };
    case 'len':
      return nodesOf(value.args[0]!, scan, (now, node, layer) => {
        const { tree } = now.packet;
        const field = fieldById(tree.id(node));
        if (field.kind === 'string') return String(readerOf(field)(now.packet, node, layer)).length;
        if (field.kind === 'protocol') return headerEnd(now.packet, node, layer) - tree.start(node);
        if (field.kind === 'bool' || field.kind === 'duration') return 0;
        return field.size || Math.max(0, tree.end(node) - tree.start(node));
      });
    case 'string':
      return nodesOf(value.args[0]!, scan, ({ packet }, node, layer) => {
        const field = fieldById(packet.tree.id(node));
        return byteString(String(readValue(field, packet.tree, node, packet.layer(layer).source.bytes)));
      });
    case 'max':
    case 'min':
      return (now) => {
        let best: Item | undefined;
        const { lt, gt } = testsOf(value.type);
        const better = name === 'max' ? lt : gt;
        for (const arg of args) {
          for (const item of arg(now) ?? []) if (best === undefined || better(best, item)) best = item;
        }
        return best === undefined ? undefined : [best];
      };
    case 'abs':
      return (now) => first(now)?.flatMap((item) => (Number(item) < 0 ? (opposite(item, value.type) ?? []) : item));
  }
}

function nodesOf(value: Value, scan: Scan, read: (now: Scan, node: number, layer: number) => Item): Values {
  if (value.is !== 'field') return () => undefined;
  const found = scan.slot(value.fields);
  const { layers } = value;
  return (now) => {
    const items: Item[] = [];
    for (let i = 0; i < found.count; i++)
      if (!layers || inLayers(found, i, layers, now.packet)) items.push(read(now, found.nodes[i]!, found.layers[i]!));
    return items.length > 0 ? items : undefined;
  };
}

/** Addresses as numbers become their four bytes. */
const asBytes = (item: Item, type: Type): string =>
  type.family === 'ipv4'
    ? String.fromCharCode(
        Number(item) >>> 24,
        (Number(item) >>> 16) & 255,
        (Number(item) >>> 8) & 255,
        Number(item) & 255,
      )
    : String(item);

/** What of the bytes lies in the ranges, in their order; a range that leaves the bytes ends it. */
function slice(bytes: string, ranges: readonly Range[]): string {
  let out = '';
  for (const range of ranges) {
    const from = range.from < 0 ? bytes.length + range.from : range.from;
    const to = range.to === undefined ? undefined : range.to < 0 ? bytes.length + range.to : range.to;
    const end = range.length !== undefined ? from + range.length : to !== undefined ? to + 1 : bytes.length;
    if (from < 0 || end > bytes.length || end <= from) break;
    out += bytes.slice(from, end);
  }
  return out;
}

function opposite(item: Item, type: Type): Item | undefined {
  if (type.family === 'duration') return -(item as bigint);
  if (typeof item === 'string') return undefined;
  if (isWhole(type) && item > registerOf(type).signed) return undefined;
  return typeof item === 'bigint' ? -item : 0 - item;
}

/** Of two values; undefined where there is no result: divided by zero, or beyond what a register holds. */
function calculate(op: Arithmetic, a: Item, b: Item, type: Type): Item | undefined {
  if (typeof a === 'string' || typeof b === 'string') return op === '&' ? both(String(a), String(b)) : undefined;
  if (type.family === 'ipv4') return (Number(a) & Number(b)) >>> 0;
  if (type.family === 'float') return arithmetic(op, Number(a), Number(b));
  if (typeof a === 'number' && typeof b === 'number' && op !== '*' && op !== '&') {
    if ((op === '/' || op === '%') && b === 0) return undefined;
    const result = arithmetic(op, a, b);
    return held(op === '/' ? Math.trunc(result) : result, a, b, type);
  }
  const [x, y] = [BigInt(a), BigInt(b)];
  if ((op === '/' || op === '%') && y === 0n) return undefined;
  const result =
    op === '+' ? x + y : op === '-' ? x - y : op === '*' ? x * y : op === '/' ? x / y : op === '%' ? x % y : x & y;
  return type.family === 'duration' ? result : held(result, a, b, type);
}

const arithmetic = (op: Arithmetic, a: number, b: number): number =>
  op === '+' ? a + b : op === '-' ? a - b : op === '*' ? a * b : op === '/' ? a / b : a % b;

/** What a register of 32 bits holds, or one of 64: signed, and unsigned. */
const REGISTERS = {
  integer: { least: -(2 ** 31), signed: 2 ** 31 - 1, most: 2 ** 32 - 1 },
  long: { least: -(2n ** 63n), signed: 2n ** 63n - 1n, most: 2n ** 64n - 1n },
} as const;

const registerOf = ({ family }: Type) => (family === 'long' ? REGISTERS.long : REGISTERS.integer);

/** A result, unless it leaves its register. One below zero makes the register a signed one, which has to hold both operands. */
function held(result: number | bigint, a: number | bigint, b: number | bigint, type: Type): Item | undefined {
  const { least, signed, most } = registerOf(type);
  const fits = result < 0 ? result >= least && a <= signed && b <= signed : result <= (type.signed ? signed : most);
  if (!fits) return undefined;
  return type.family === 'long' ? result : Number(result);
}

function both(a: string, b: string): string {
  let out = '';
  for (let i = 0; i < Math.min(a.length, b.length); i++) out += String.fromCharCode(a.charCodeAt(i) & b.charCodeAt(i));
  return out;
}

/** The item with the bits outside the network's prefix cleared, so that it compares with the network's own. */
export function masked(item: Item, { prefix }: Network): Item {
  if (typeof item !== 'string') return prefix === 0 ? 0 : (Number(item) & (-1 << (32 - prefix))) >>> 0;
  const whole = prefix >> 3;
  const rest = prefix & 7;
  if (rest === 0) return item.slice(0, whole);
  return item.slice(0, whole) + String.fromCharCode(item.charCodeAt(whole) & (0xff00 >> rest) & 0xff);
}
