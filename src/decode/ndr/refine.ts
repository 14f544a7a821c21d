import type { Base, Field, FieldOptions, Kind } from '../../model/field.ts';
import type { Protocol } from '../../model/protocol.ts';
import type { SpecReference } from '../../model/spec.ts';
import type { ReadInside, StructureText } from './definition.ts';

/** What IDL cannot say of a member, a parameter, a result or a type. */
export interface Refinement {
  readonly names?: FieldOptions['names'];
  readonly base?: Base;
  readonly label?: string;
  /** Whole abbreviation, where Wireshark calls the field otherwise than the IDL. */
  readonly abbrev?: string;
  /** Of a pointer: whole abbreviation of its own number, where Wireshark has another than dcerpc.referent_id. */
  readonly pointer?: string;
  /** Of an array: fields of its own for its counts. */
  readonly counts?: Counts;
  /** Another reading of the same bytes: 'ipv4', 'filetime', 'string' … */
  readonly kind?: Kind;
  readonly encoding?: string;
  /** Fields with masks, shown under the number. */
  readonly bits?: readonly Field[];
  /** Other names of it: fields that are aliases. */
  readonly aliases?: readonly Field[];
  /** A password or a key: stars for whoever has no leave to see it. */
  readonly secret?: boolean;
  readonly spec?: SpecReference;
  /** The bytes are another protocol's: it gets a layer of its own, or a function records what lies in them. */
  readonly carries?: Protocol | ReadInside;
  /** Of a structure: its value as text. */
  readonly text?: StructureText;
}

/** Maximum count, offset and actual count of an array that is shown as one field. */
export interface Counts {
  readonly maximum?: Field;
  readonly offset?: Field;
  readonly actual?: Field;
}

/**
 * By path: 'SHARE_INFO_1.shi1_type', 'NetrShareEnum.ServerName', 'NetrShareEnum.return', or a type's name alone
 * ('NTSTATUS'), which speaks of all its uses.
 */
export type Refinements = Readonly<Record<string, Refinement>>;

/** Hands out refinements and knows which nobody asked for. */
export class Refiner {
  readonly #refinements: Refinements;
  readonly #used = new Set<string>();

  constructor(refinements: Refinements) {
    this.#refinements = refinements;
  }

  /** What is said of a use: the first path's word counts before the later ones'. */
  find(paths: readonly string[]): Refinement {
    let found: Refinement = {};
    for (const path of paths) {
      const refinement = Object.hasOwn(this.#refinements, path) ? this.#refinements[path] : undefined;
      if (!refinement) continue;
      this.#used.add(path);
      found = { ...refinement, ...found };
    }
    return found;
  }

  unused(): string[] {
    return Object.keys(this.#refinements).filter((path) => !this.#used.has(path));
  }
}
