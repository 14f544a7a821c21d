import { createHmac } from 'node:crypto';

/** One character of a text: a byte, or a unit of UTF-16. */
type Unit = number;

/** What stands for what: characters stay within their class, so that every length, line end, null and asterisk stays. */
const CLASS = { kept: 0, digit: 1, upper: 2, lower: 3, beyond: 4 } as const;
type Class = (typeof CLASS)[keyof typeof CLASS];

function classOf(unit: Unit): Class {
  if (unit >= 0x30 && unit <= 0x39) return CLASS.digit;
  if (unit >= 0x41 && unit <= 0x5a) return CLASS.upper;
  if (unit >= 0x61 && unit <= 0x7a) return CLASS.lower;
  return unit >= 0x80 ? CLASS.beyond : CLASS.kept;
}

const TRIES = 64;

/**
 * Replaces words: runs of letters, digits and what lies beyond ASCII. Under one key a word is always replaced by the same
 * one, whatever its case, and two words by two, so that names that are compared still compare.
 */
export class Words {
  readonly #key: string;
  readonly #kept: (word: string) => boolean;
  /** By the word in capitals: what replaces each of its characters, and which replacements are taken. */
  readonly #known = new Map<string, readonly number[]>();
  readonly #taken = new Set<string>();

  /** `kept`: whether a word, in capitals, is one that protocols know. */
  constructor(key: string, kept: (word: string) => boolean = () => false) {
    this.#key = key;
    this.#kept = kept;
  }

  /** The text with its words replaced, as many characters as before. */
  replace(units: readonly Unit[]): Unit[] {
    const out = [...units];
    for (let at = 0; at < units.length; at++) {
      let end = at;
      while (end < units.length && classOf(units[end]!) !== CLASS.kept) end++;
      if (end > at) this.#word(units, at, end, out);
      at = end;
    }
    return out;
  }

  #word(units: readonly Unit[], start: number, end: number, out: Unit[]): void {
    const word = units.slice(start, end);
    const name = String.fromCharCode(...word.map(capital));
    if (this.#kept(name)) return;
    const by = this.#known.get(name) ?? this.#find(name);
    for (let i = 0; i < word.length; i++) out[start + i] = put(word[i]!, by[i]!);
  }

  #find(name: string): readonly number[] {
    let by: number[] = [];
    for (let attempt = 0; attempt < TRIES; attempt++) {
      by = this.#numbers(name, attempt);
      const replaced = String.fromCharCode(...by.map((n, i) => put(name.charCodeAt(i), n)));
      if (this.#taken.has(replaced) || replaced === name || this.#kept(replaced)) continue;
      this.#taken.add(replaced);
      break;
    }
    this.#known.set(name, by);
    return by;
  }

  #numbers(name: string, attempt: number): number[] {
    const numbers: number[] = [];
    for (let block = 0; numbers.length < name.length; block++) {
      const digest = createHmac('sha256', this.#key).update(`word ${attempt} ${block} ${name}`).digest();
      for (let i = 0; i < digest.length; i += 2) numbers.push(digest.readUInt16BE(i));
    }
    return numbers.slice(0, name.length);
  }
}

const capital = (unit: Unit): Unit => (unit >= 0x61 && unit <= 0x7a ? unit - 0x20 : unit);

/** A character of the same class, chosen by a number. */
function put(unit: Unit, by: number): Unit {
  switch (classOf(unit)) {
    case CLASS.digit:
      return 0x30 + (by % 10);
    case CLASS.upper:
      return 0x41 + (by % 26);
    case CLASS.lower:
      return 0x61 + (by % 26);
    case CLASS.beyond:
      // Within sixteen neighbours: UTF-8 stays UTF-8, and halves of pairs stay halves.
      return (unit & ~15) | ((unit + (by % 15) + 1) & 15);
    default:
      return unit;
  }
}
