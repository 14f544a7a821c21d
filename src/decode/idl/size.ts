import type { IdlType, TypeId } from './schema.ts';
import type { BaseName } from './syntax.ts';

/** Bytes of the base types in NDR (C706 14.2); those that NDR64 sends wider are listed with its rules. */
export const BASE_SIZE: Readonly<Record<BaseName, number>> = {
  boolean: 1,
  byte: 1,
  char: 1,
  uchar: 1,
  wchar: 2,
  small: 1,
  usmall: 1,
  short: 2,
  ushort: 2,
  long: 4,
  ulong: 4,
  hyper: 8,
  uhyper: 8,
  int3264: 4,
  uint3264: 4,
  float: 4,
  double: 8,
  error: 4,
  handle: 0,
  void: 0,
};

/** The types that a type holds by value: what a walk meets without following a pointer. */
export function byValue(type: IdlType): readonly TypeId[] {
  switch (type.kind) {
    case 'alias':
      return [type.to];
    case 'struct':
      return type.members.map((member) => member.type);
    case 'union':
      return type.arms.flatMap(({ member }) => (member ? [member.type] : []));
    case 'switch':
      return [type.union];
    case 'array':
    case 'pipe':
      return [type.of];
    default:
      return [];
  }
}

/** What `sizeof` gives: the size in a 32-bit program's memory. Undefined where none is fixed. */
export function memorySize(types: readonly IdlType[], id: TypeId): number | undefined {
  return layoutOf(types, id)?.size;
}

function layoutOf(types: readonly IdlType[], id: TypeId): { size: number; align: number } | undefined {
  const type = types[id]!;
  switch (type.kind) {
    case 'base':
      return { size: BASE_SIZE[type.base], align: Math.max(1, BASE_SIZE[type.base]) };
    case 'alias':
      return layoutOf(types, type.to);
    case 'switch':
      return layoutOf(types, type.union);
    case 'pointer':
    case 'enum':
    case 'context':
      return { size: 4, align: 4 };
    case 'array': {
      const of = layoutOf(types, type.of);
      if (!of || type.dimensions.some(({ count }) => count === undefined)) return undefined;
      return { size: type.dimensions.reduce((n, { count }) => n * count!, of.size), align: of.align };
    }
    case 'struct':
    case 'union': {
      let end = 0;
      let align = 1;
      for (const inner of byValue(type)) {
        const part = layoutOf(types, inner);
        if (!part) return undefined;
        align = Math.max(align, part.align);
        end = type.kind === 'union' ? Math.max(end, part.size) : Math.ceil(end / part.align) * part.align + part.size;
      }
      return { size: Math.ceil(end / align) * align, align };
    }
    default:
      return undefined;
  }
}
