import type { IdlExpression, IdlRange, PointerClass } from '../idl/schema.ts';
import type { BaseName } from '../idl/syntax.ts';

/**
 * What is to be read, in terms of one interface: the schema's types with the fields they are shown as. Both transfer
 * syntaxes' steps are made of it.
 */
export type Plan =
  | ScalarPlan
  | StructurePlan
  | UnionPlan
  | PointerPlan
  | ArrayPlan
  | LeafPlan
  | { readonly kind: 'context'; readonly definition: number }
  | { readonly kind: 'pipe'; readonly definition: number; readonly of: Plan }
  /** A type that no IDL describes: nothing after it can be read. */
  | { readonly kind: 'unknown'; readonly name: string };

export interface ScalarPlan {
  readonly kind: 'scalar';
  readonly definition: number;
  readonly base: BaseName | 'enum';
  /** Of an enumeration: [v1_enum]. */
  readonly isWide: boolean;
  readonly signed: boolean;
  /** Where in the frame its value goes, -1 if nobody asks for it. */
  readonly slot: number;
  readonly range: IdlRange | undefined;
  /** The values of an enumeration. */
  readonly known: ReadonlySet<number> | undefined;
}

/** A structure of fixed size without gaps that is one value: a GUID, a FILETIME. */
export interface LeafPlan {
  readonly kind: 'leaf';
  readonly definition: number;
  readonly size: number;
  readonly align: number;
}

export interface StructurePlan {
  readonly kind: 'structure';
  /** -1 for one without a name: its members are shown with those around it. */
  readonly definition: number;
  readonly body: StructureBody;
}

/** The members; one for all uses of a type. */
export interface StructureBody {
  members: readonly Plan[];
  /** How many of its members' values are asked for by expressions. */
  slots: number;
}

export interface UnionPlan {
  readonly kind: 'union';
  readonly definition: number;
  readonly tag: ScalarPlan | undefined;
  readonly body: UnionBody;
  readonly on: Expected | undefined;
  /** Arms are aligned to the largest of them (MS-RPCE 2.2.4.5). */
  readonly msUnion: boolean;
}

export interface UnionBody {
  arms: readonly { readonly cases: readonly number[]; readonly isDefault: boolean; readonly of: Plan | undefined }[];
}

export interface PointerPlan {
  readonly kind: 'pointer';
  readonly definition: number;
  /** As it is shown in NDR64, and where it is null. */
  readonly wide: number;
  readonly none: number;
  readonly pointer: PointerClass;
  readonly ignored: boolean;
  readonly to: Plan;
  /** What a null must not be, if it is the size of what it points to. */
  readonly size: Expected | undefined;
}

export interface ArrayPlan {
  readonly kind: 'array';
  /** The heading over elements, or the field of bytes or text. */
  readonly definition: number;
  readonly content: Content;
  /** Of elements with fields of their own. */
  readonly element: Plan | undefined;
  /** Bytes of an element of a run. */
  readonly width: number;
  /** What its counts are shown as. */
  readonly counts: { readonly maximum: number; readonly offset: number; readonly actual: number };
  readonly dimensions: readonly DimensionPlan[];
  readonly string: boolean;
}

/** What an array is shown as: elements with a field each, or one run of bytes or text. */
export type Content = 'elements' | 'bytes' | 'narrow' | 'wide';

export interface DimensionPlan {
  readonly count: number | undefined;
  readonly conformant: boolean;
  readonly varying: boolean;
  readonly size: Expected | undefined;
  readonly first: Expected | undefined;
  readonly length: Expected | undefined;
}

/** A value that an expression over a frame foretells. */
export interface Expected {
  readonly expression: IdlExpression;
  readonly slots: ReadonlyMap<string, number>;
}

export interface ProcedurePlan {
  readonly in: readonly ParameterPlan[];
  readonly out: readonly ParameterPlan[];
  readonly slots: number;
}

export interface ParameterPlan {
  readonly definition: number;
  readonly of: Plan;
}
