import type { Token } from './lexer.ts';
import type { Place } from './problem.ts';

/** What the parser makes of the text; names are not resolved. */
export interface SyntaxFile {
  readonly items: readonly SyntaxItem[];
}

export type SyntaxItem =
  | { readonly kind: 'import'; readonly file: string; readonly place: Place }
  | { readonly kind: 'typedef'; readonly typedef: SyntaxTypedef }
  | { readonly kind: 'const'; readonly constant: SyntaxConst }
  | { readonly kind: 'type'; readonly type: SyntaxType; readonly attributes: readonly SyntaxAttribute[] }
  | { readonly kind: 'interface'; readonly interface: SyntaxInterface }
  | { readonly kind: 'forward'; readonly name: string; readonly place: Place };

export interface SyntaxInterface {
  readonly name: string;
  readonly base: { readonly name: string; readonly place: Place } | undefined;
  readonly attributes: readonly SyntaxAttribute[];
  /** Types, constants and imports of its body. */
  readonly items: readonly SyntaxItem[];
  readonly procedures: readonly SyntaxProcedure[];
  readonly place: Place;
}

export interface SyntaxProcedure {
  readonly name: string;
  readonly attributes: readonly SyntaxAttribute[];
  /** The type before the name; pointers of the result are in `levels`. */
  readonly returns: SyntaxType;
  readonly levels: readonly SyntaxLevel[];
  readonly parameters: readonly SyntaxMember[];
  readonly place: Place;
}

/** A structure's member, a union's arm or a procedure's parameter: one declarator with its attributes. */
export interface SyntaxMember {
  readonly type: SyntaxType;
  readonly name: string;
  readonly levels: readonly SyntaxLevel[];
  readonly attributes: readonly SyntaxAttribute[];
  readonly place: Place;
}

export interface SyntaxTypedef {
  readonly type: SyntaxType;
  readonly attributes: readonly SyntaxAttribute[];
  readonly declarators: readonly SyntaxDeclarator[];
  readonly place: Place;
}

export interface SyntaxConst {
  readonly name: string;
  readonly value: Expression;
  readonly place: Place;
}

/** A name with what stands around it, outermost level first: `*a[10]` is an array of pointers. */
export interface SyntaxDeclarator {
  readonly name: string;
  readonly levels: readonly SyntaxLevel[];
  readonly place: Place;
}

export type SyntaxLevel =
  | { readonly kind: 'pointer' }
  | { readonly kind: 'array'; readonly count: Expression | undefined }
  | { readonly kind: 'function'; readonly parameters: readonly SyntaxMember[] };

export type BaseName =
  | 'boolean'
  | 'byte'
  | 'char'
  | 'uchar'
  | 'wchar'
  | 'small'
  | 'usmall'
  | 'short'
  | 'ushort'
  | 'long'
  | 'ulong'
  | 'hyper'
  | 'uhyper'
  | 'int3264'
  | 'uint3264'
  | 'float'
  | 'double'
  | 'error'
  | 'handle'
  | 'void';

export type SyntaxType =
  | { readonly kind: 'base'; readonly base: BaseName; readonly place: Place }
  | { readonly kind: 'name'; readonly name: string; readonly place: Place }
  | { readonly kind: 'interface'; readonly name: string; readonly place: Place }
  | { readonly kind: 'pipe'; readonly of: SyntaxType; readonly levels: readonly SyntaxLevel[]; readonly place: Place }
  | SyntaxStruct
  | SyntaxUnion
  | SyntaxEnum;

export interface SyntaxStruct {
  readonly kind: 'struct';
  readonly tag: string | undefined;
  /** Undefined where only the tag is named. */
  readonly members: readonly SyntaxMember[] | undefined;
  readonly attributes: readonly SyntaxAttribute[];
  readonly place: Place;
}

export interface SyntaxUnion {
  readonly kind: 'union';
  readonly tag: string | undefined;
  /** The discriminant of an encapsulated union: `switch (long level) name`. */
  readonly switched: { readonly type: SyntaxType; readonly name: string; readonly union: string } | undefined;
  readonly arms: readonly SyntaxArm[] | undefined;
  readonly attributes: readonly SyntaxAttribute[];
  readonly place: Place;
}

export interface SyntaxArm {
  readonly cases: readonly Expression[];
  readonly isDefault: boolean;
  readonly member: SyntaxMember | undefined;
  readonly place: Place;
}

export interface SyntaxEnum {
  readonly kind: 'enum';
  readonly tag: string | undefined;
  readonly members:
    | readonly { readonly name: string; readonly value: Expression | undefined; readonly place: Place }[]
    | undefined;
  readonly attributes: readonly SyntaxAttribute[];
  readonly place: Place;
}

/** An attribute with its arguments as they were written: what they are depends on its name. */
export interface SyntaxAttribute {
  readonly name: string;
  /** Tokens between the commas; undefined without parentheses. */
  readonly arguments: readonly (readonly Token[])[] | undefined;
  readonly place: Place;
}

export type Expression =
  | { readonly op: 'number'; readonly value: number }
  | { readonly op: 'text'; readonly value: string }
  | { readonly op: 'name'; readonly name: string; readonly place: Place }
  | { readonly op: 'sizeof'; readonly type: SyntaxType; readonly pointer: boolean }
  | { readonly op: 'member'; readonly of: Expression; readonly name: string }
  | { readonly op: 'unary'; readonly operator: '-' | '+' | '~' | '!' | '*' | '&'; readonly of: Expression }
  | { readonly op: 'binary'; readonly operator: Binary; readonly left: Expression; readonly right: Expression }
  | {
      readonly op: 'conditional';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    };

export type Binary =
  | '*'
  | '/'
  | '%'
  | '+'
  | '-'
  | '<<'
  | '>>'
  | '<'
  | '>'
  | '<='
  | '>='
  | '=='
  | '!='
  | '&'
  | '^'
  | '|'
  | '&&'
  | '||';
