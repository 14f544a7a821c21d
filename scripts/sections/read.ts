/**
 * Finds what a document demands: the sentences of its normative sections that hold one of RFC 2119's words, by section
 * and in order. Sentences are kept as hashes: they are the document's, not ours.
 */
import { createHash } from 'node:crypto';

export type Word = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY';

export interface Sentence {
  /** The beginning of its SHA-256. */
  readonly sha: string;
  readonly words: readonly Word[];
}

export type Sections = Readonly<Record<string, readonly Sentence[]>>;

/** 1.5, 1.8, 1.9, 2 and 3, with all below them; Appendix B's notes are section 7. */
const NORMATIVE = /^(1\.5|1\.8|1\.9|[23](\.\d+)*)$/;
const NOTES = '7';
const HEADING = /^#+ (\d+(?:\.\d+)*) /;
const WORDS = /\b(MUST NOT|MUST not|SHOULD NOT|MUST|SHOULD|MAY)\b/g;
/** One sentence of MS-MSRP 2.2.2.5 has the word in lower case. */
const LOWER_CASE = /^It must be either/;
const NOTE = /^<\d+> Section/;
const DIGITS = 12;

export function sectionsOf(text: string): Sections {
  const found: Record<string, Sentence[]> = {};
  let section = '';
  for (const line of text.split('\n')) {
    const heading = HEADING.exec(line);
    if (heading) section = heading[1]!;
    else if (NORMATIVE.test(section)) {
      for (const sentence of sentencesOf(plain(line))) {
        const words = wordsOf(sentence);
        if (words.length > 0) (found[section] ??= []).push({ sha: hash(sentence), words });
      }
    } else if (section === NOTES && NOTE.test(line)) {
      (found[NOTES] ??= []).push({ sha: hash(plain(line)), words: [] });
    }
  }
  return found;
}

export function wordsOf(sentence: string): Word[] {
  const words = [...sentence.matchAll(WORDS)].map(([word]) => word!.toUpperCase() as Word);
  return words.length === 0 && LOWER_CASE.test(sentence) ? ['MUST'] : words;
}

/** Without the marks of Markdown: links are their text, blanks are one. */
export function plain(line: string): string {
  return line
    .replace(/\[(\[[^\]]*\]|[^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`]/g, '')
    .replace(/\\([<>*_])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

export const sentencesOf = (paragraph: string): string[] =>
  paragraph.split(/(?<=[.:;!?](?:<\d+>)?)\s+(?=[A-Z(])/).filter((it) => it !== '');

const hash = (sentence: string): string => createHash('sha256').update(sentence).digest('hex').slice(0, DIGITS);
