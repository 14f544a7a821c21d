import { BASE_SIZE } from '../idl/size.ts';
import type { BaseName } from '../idl/syntax.ts';

/** What differs between the two transfer syntaxes. */
export interface NdrRules {
  readonly syntax: NdrSyntax;
  /** Bytes of a pointer (C706 14.3.10, MS-RPCE 2.2.5.3.5). */
  readonly pointer: 4 | 8;
  /** Bytes of maximum counts, offsets, actual counts and pipe chunks (C706 14.3.3, MS-RPCE 2.2.5.3.2). */
  readonly count: 4 | 8;
  /** Structures are padded to their alignment, unions aligned to their largest arm (MS-RPCE 2.2.5.3.4). */
  readonly wide: boolean;
}

export type NdrSyntax = 'ndr' | 'ndr64';

export const RULES: Readonly<Record<NdrSyntax, NdrRules>> = {
  ndr: { syntax: 'ndr', pointer: 4, count: 4, wide: false },
  ndr64: { syntax: 'ndr64', pointer: 8, count: 8, wide: true },
};

/** Size, and with it the alignment, of a base type (C706 14.2.2, MS-RPCE 2.2.4.1.3). */
export function baseSize(base: BaseName, rules: NdrRules): number {
  return base === 'int3264' || base === 'uint3264' ? rules.pointer : BASE_SIZE[base];
}

/** An enumeration is a short unless it is [v1_enum] (C706 14.2.5); NDR64 has 4 bytes for all. */
export const enumSize = (isWide: boolean, rules: NdrRules): number => (isWide || rules.wide ? 4 : 2);
