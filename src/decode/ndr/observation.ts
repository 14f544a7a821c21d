import type { Field } from '../../model/field.ts';

/**
 * What does not agree with itself in a stub. The walker only tells; whether it is a violation, and of which sentence, is
 * for rules to say. `data` of each kind:
 */
export interface NdrObservations {
  /** offset + actual count of a varying array is above its maximum count (C706 14.3.3.4). */
  'count-beyond-maximum': { maximum: number; offset: number; actual: number };
  /** The maximum count is not what size_is or max_is says. */
  'size-disagrees': { expected: number; found: number };
  /** The offset is not what first_is says. */
  'first-disagrees': { expected: number; found: number };
  /** The actual count is not what length_is or last_is says. */
  'length-disagrees': { expected: number; found: number };
  /** A null pointer to an array whose size_is is not 0 (MS-RPCE 3.1.1.5.3.3.1.2). */
  'null-with-size': { expected: number };
  /** The discriminant of a union is not what switch_is says. */
  'tag-disagrees': { expected: number; found: number };
  /** No arm has this discriminant; what follows cannot be read. */
  'unknown-tag': { tag: number };
  /** A null where [ref] forbids it (C706 14.3.11.1). */
  'null-reference': Record<never, never>;
  /** Alignment gaps that are not zero. */
  'padding-not-zero': { bytes: string };
  /** A structure's trailing pad is missing at the end of the stub (MS-RPCE 2.2.5.3.4.1). */
  'padding-missing': { missing: number };
  /** Two unique pointers have one referent id (C706 14.3.10). Windows gives all of NDR64 the same. */
  'unique-repeated': { id: number };
  /** A full pointer's referent id was there before: the two point to the same (C706 14.3.10). */
  'full-repeated': { id: number };
  /** A value outside [range]. */
  'out-of-range': { value: number; low: number; high: number };
  /** A value that the enumeration has no name for. */
  'unknown-enumerator': { value: number };
  /** A string without its null (C706 14.3.4). */
  'string-unterminated': { count: number };
  /** A string's null is not its last character: `characters` before it, `count` in all. */
  'string-ends-early': { characters: number; count: number };
  /** The two counts of an NDR64 pipe's chunk do not cancel out (MS-RPCE 2.2.5.3.4.5). */
  'chunk-disagrees': { count: number; closing: number };
  /** Bytes after the last parameter; up to 3 zeros precede a verification trailer (MS-RPCE 2.2.2.13). */
  'left-over': { length: number; bytes: string };
  /** The stub was not read to its end: a limit of ours, or a type that IDL does not describe. */
  'not-read': { reason: string; length: number };
}

export type NdrObservationKind = keyof NdrObservations;

export type NdrObservation = {
  [K in NdrObservationKind]: {
    readonly kind: K;
    /** The field it was seen at, where there is one. */
    readonly field: Field | undefined;
    /** `NetrShareEnum.InfoStruct.ShareInfo.Level1.Buffer[2].shi1_netname`. */
    readonly path: string;
    readonly start: number;
    readonly end: number;
    readonly data: Readonly<NdrObservations[K]>;
  };
}[NdrObservationKind];
