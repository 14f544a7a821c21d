import type { Level } from './rule.ts';

/** A statement of a document, and what is done about it: rules that test it, or why a capture cannot show it. */
export interface Requirement {
  readonly document: string;
  readonly section: string;
  /** Undefined of Appendix B's notes. */
  readonly level: Level | undefined;
  /** How many of the document's words of that level it answers for. */
  readonly words: number;
  readonly role: 'client' | 'server' | 'either';
  /** In our own words. */
  readonly statement: string;
  readonly rules: readonly string[];
  readonly reason: string | undefined;
  /** Of a note: its number, and the products it speaks of. */
  readonly note: number | undefined;
  readonly products: string | undefined;
}

const SECTION = /^## ([\d.]+)$/;
const SHARED = /^@(\w+) = (.+)$/;
const ROW =
  /^(?:NOTE (?<note>\d+) \[(?<products>[^\]]+)\]|(?<level>MUST NOT|MUST|SHOULD NOT|SHOULD|MAY)(?: (?<words>\d+))?) (?<role>client|server|either): (?<statement>.+?)(?: => (?<rules>[\w/ -]+?))?(?: -- (?<reason>.+))?$/;

/**
 * Reads a catalogue. A line is a section (`## 2.1`), a reason that several rows share (`@inside = …`), or a row:
 * `MUST 2 client: what must be. => wdsc/rule … -- reason`, `NOTE 1 [products] server: …`. A line that is none of them is
 * an error of the catalogue's author.
 */
export function readRequirements(document: string, text: string): readonly Requirement[] {
  const found: Requirement[] = [];
  const shared = new Map<string, string>();
  let section = '';
  for (const line of text.split('\n').filter((it) => it.trim() !== '')) {
    const heading = SECTION.exec(line);
    const reason = SHARED.exec(line);
    if (heading) section = heading[1]!;
    else if (reason) shared.set(reason[1]!, reason[2]!);
    else found.push(rowOf(document, section, line, shared));
  }
  return found;
}

function rowOf(document: string, section: string, line: string, shared: ReadonlyMap<string, string>): Requirement {
  const { note, products, level, words, role, statement, rules, reason } = ROW.exec(line)?.groups ?? {};
  if (!role || !statement || !section) throw new Error(`${document}: no requirement: ${line}`);
  if (reason?.startsWith('@') && !shared.has(reason.slice(1))) throw new Error(`${document}: no reason: ${line}`);
  return {
    document,
    section,
    level: level as Level | undefined,
    words: note === undefined ? Number(words ?? 1) : 0,
    role: role as Requirement['role'],
    statement: sentence(statement),
    rules: rules?.split(' ').filter(Boolean) ?? [],
    reason: reason?.startsWith('@') ? shared.get(reason.slice(1)) : reason,
    note: note === undefined ? undefined : Number(note),
    products,
  };
}

/** With a capital, unless it begins with the name of a field. */
const sentence = (text: string): string =>
  /^[a-z]+[A-Z\d_]/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
