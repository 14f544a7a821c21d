import type { IdlWarning } from './problem.ts';
import type { BaseName, Binary } from './syntax.ts';

/**
 * What an IDL text says about the wire, checked: plain data. Types lie in one table and name one another by number, so
 * that lists may hold themselves and a schema can be written down as JSON.
 */
export interface IdlSchema {
  readonly file: string;
  readonly interfaces: readonly IdlInterface[];
  readonly types: readonly IdlType[];
  readonly constants: Readonly<Record<string, number>>;
  /** What was repaired on the way. */
  readonly warnings: readonly IdlWarning[];
}

export interface IdlInterface {
  readonly name: string;
  /** Lower case, '' where the text gives none. */
  readonly uuid: string;
  readonly version: { readonly major: number; readonly minor: number };
  readonly endpoints: readonly string[];
  /** A DCOM interface: calls carry ORPCTHIS and ORPCTHAT (MS-DCOM 2.2.13). */
  readonly object: boolean;
  readonly base: string | undefined;
  readonly attributes: readonly IdlAttribute[];
  /** In order of their numbers. */
  readonly procedures: readonly IdlProcedure[];
  /** Procedures that the server calls; they are numbered by themselves. */
  readonly callbacks: readonly IdlProcedure[];
}

export interface IdlProcedure {
  readonly name: string;
  readonly opnum: number;
  readonly parameters: readonly IdlParameter[];
  /** Undefined for void. */
  readonly returns: TypeId | undefined;
  readonly attributes: readonly IdlAttribute[];
}

export interface IdlParameter {
  readonly name: string;
  readonly type: TypeId;
  readonly in: boolean;
  readonly out: boolean;
  /** False for binding handles and hidden status parameters. */
  readonly sent: boolean;
  readonly attributes: readonly IdlAttribute[];
}

/** An attribute as it was written, for those who know more than we do. */
export interface IdlAttribute {
  readonly name: string;
  readonly text: string;
}

/** Index into the table of types. */
export type TypeId = number;

export type IdlType =
  | { readonly kind: 'base'; readonly base: BaseName }
  | IdlAlias
  | IdlEnum
  | IdlStruct
  | IdlUnion
  | IdlSwitch
  | IdlPointer
  | IdlArray
  | { readonly kind: 'context' }
  | { readonly kind: 'pipe'; readonly of: TypeId };

/** Another name of a type: what hints and refinements go by. */
export interface IdlAlias {
  readonly kind: 'alias';
  readonly name: string;
  readonly to: TypeId;
  readonly range: IdlRange | undefined;
}

export interface IdlRange {
  readonly low: number;
  readonly high: number;
}

export interface IdlEnum {
  readonly kind: 'enum';
  readonly name: string;
  /** [v1_enum]: 4 bytes in NDR, otherwise 2; in NDR64 always 4. */
  readonly wide: boolean;
  readonly values: readonly { readonly name: string; readonly value: number }[];
}

export interface IdlStruct {
  readonly kind: 'struct';
  /** The name a typedef gives it, else its tag, else ''. */
  readonly name: string;
  readonly tag: string;
  readonly members: readonly IdlMember[];
}

export interface IdlMember {
  /** '' for a structure or union whose members belong to the one around it. */
  readonly name: string;
  readonly type: TypeId;
  readonly attributes: readonly IdlAttribute[];
}

export interface IdlUnion {
  readonly kind: 'union';
  readonly name: string;
  readonly tag: string;
  /** The discriminant of an encapsulated union. */
  readonly discriminant: { readonly name: string; readonly type: TypeId } | undefined;
  readonly arms: readonly IdlArm[];
}

export interface IdlArm {
  readonly cases: readonly number[];
  readonly isDefault: boolean;
  /** Undefined for an empty arm. */
  readonly member: IdlMember | undefined;
}

/** The use of a non-encapsulated union: its discriminant is sent before the arm (C706 14.3.8). */
export interface IdlSwitch {
  readonly kind: 'switch';
  readonly union: TypeId;
  /** Undefined where neither switch_type nor switch_is tells. */
  readonly tag: TypeId | undefined;
  readonly on: IdlExpression | undefined;
  /** MS-RPCE 2.2.4.5: arms are aligned to the largest of them. */
  readonly msUnion: boolean;
}

export interface IdlPointer {
  readonly kind: 'pointer';
  readonly pointer: PointerClass;
  readonly to: TypeId;
  /** [ignore]: the pointer is sent, what it points to is not. */
  readonly ignored: boolean;
}

export type PointerClass = 'ref' | 'unique' | 'full';

export interface IdlArray {
  readonly kind: 'array';
  readonly of: TypeId;
  /** Outermost first. */
  readonly dimensions: readonly IdlDimension[];
  readonly string: boolean;
}

export interface IdlDimension {
  /** Elements of a fixed array. */
  readonly count: number | undefined;
  /** The maximum count is sent. */
  readonly conformant: boolean;
  /** The offset and the actual count are sent. */
  readonly varying: boolean;
  /** What the maximum count, the offset and the actual count ought to be. */
  readonly size: IdlExpression | undefined;
  readonly first: IdlExpression | undefined;
  readonly length: IdlExpression | undefined;
}

/** An expression over the members or parameters beside it; a name stands for what its pointers lead to. */
export type IdlExpression =
  | { readonly op: 'number'; readonly value: number }
  | { readonly op: 'value'; readonly name: string }
  | { readonly op: 'unknown' }
  | { readonly op: 'unary'; readonly operator: '-' | '~' | '!'; readonly of: IdlExpression }
  | { readonly op: 'binary'; readonly operator: Binary; readonly left: IdlExpression; readonly right: IdlExpression }
  | {
      readonly op: 'conditional';
      readonly test: IdlExpression;
      readonly yes: IdlExpression;
      readonly no: IdlExpression;
    };
