/** A place in the filter's text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export type Comparison = 'any_eq' | 'all_ne' | 'all_eq' | 'any_ne' | 'gt' | 'ge' | 'lt' | 'le';
export type Arithmetic = '+' | '-' | '*' | '/' | '%' | '&';

/** Part of a slice or of a choice of layers: from `from` on, `length` of them or up to `to`; else to the end. */
export interface Range {
  readonly from: number;
  readonly length?: number;
  readonly to?: number;
}

/** What compares: something that has values in a packet, or is one. */
export type Entity =
  /** A word that is a field, or a value, as its place says. */
  | (Place & { readonly is: 'word'; readonly text: string })
  /** A word that can only be a value (`10.0.0.0/8`, `00:0c:29`) … */
  | (Place & { readonly is: 'literal'; readonly text: string; readonly shown: string })
  /** … or only a field (`.tcp`), or a field of some layers (`ip.addr#2`). */
  | (Place & { readonly is: 'field'; readonly name: string; readonly layers: readonly Range[] | undefined })
  /** The text's UTF-8 bytes, a character each. */
  | (Place & { readonly is: 'string'; readonly bytes: string })
  | (Place & { readonly is: 'character'; readonly code: number })
  | (Place & { readonly is: 'slice'; readonly of: Entity; readonly ranges: readonly Range[] })
  | (Place & { readonly is: 'call'; readonly name: string; readonly args: readonly Expression[] });

export type Operation = Place &
  (
    | { readonly is: 'operation'; readonly op: Arithmetic; readonly left: Expression; readonly right: Expression }
    | { readonly is: 'minus'; readonly of: Entity }
  );

/** What has a value. */
export type Expression = Entity | Operation;

/** What is true or false. */
export type Test = Place &
  (
    | { readonly is: 'and' | 'or'; readonly terms: readonly (Test | Expression)[] }
    | { readonly is: 'not'; readonly term: Test | Expression }
    /** In parentheses it can no longer be compared. */
    | { readonly is: 'group'; readonly term: Test | Expression }
    | {
        readonly is: 'compare';
        readonly op: Comparison;
        readonly word: string;
        readonly left: Expression;
        readonly right: Expression;
        readonly all: boolean | undefined;
      }
    | { readonly is: 'contains'; readonly left: Entity; readonly right: Entity; readonly all: boolean | undefined }
    | { readonly is: 'matches'; readonly left: Entity; readonly right: Entity; readonly all: boolean | undefined }
    | {
        readonly is: 'in';
        readonly left: Entity;
        readonly not: boolean;
        readonly items: readonly (readonly [low: Expression, high: Expression | undefined])[];
        readonly all: boolean | undefined;
      }
  );

export type Node = Test | Expression;

const TESTS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'group', 'compare', 'contains', 'matches', 'in']);

export const isTest = (node: Node): node is Test => TESTS.has(node.is);
export const isEntity = (node: Node): node is Entity => !isTest(node) && node.is !== 'operation' && node.is !== 'minus';
