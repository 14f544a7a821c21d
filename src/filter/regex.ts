import { RE2JS, RE2JSException } from 're2js';

/** Says whether a text, a character a byte, matches. */
export type Matcher = (text: string) => boolean;

/** What Perl's expressions have and one that always ends in time cannot have. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/\(\?[=!]/, 'look-ahead, (?=…) and (?!…),'],
  [/\(\?<[=!]/, 'look-behind, (?<=…) and (?<!…),'],
  [/\\(?:[1-9]|k[<{'])|\(\?P=/, 'a back-reference, such as \\1,'],
  [/\(\?>/, 'an atomic group, (?>…),'],
  [/[+*?}]\+/, 'a possessive repetition, such as a++,'],
  [/\(\?(?:R|\d|&|\()/, 'recursion or a condition'],
];

/**
 * A regular expression in RE2's syntax, case-insensitive, which reads a text once however it is made. What it cannot
 * have is refused by name.
 */
export function matcher(pattern: string): Matcher {
  // Escaped pairs are no syntax, except those that are looked for.
  const bare = pattern.replace(/\\[^1-9k]/g, '..').replace(/\[[^\]]*\]/g, '.');
  for (const [sign, name] of REFUSED)
    if (sign.test(bare)) throw new Error(`${name} is not part of RE2's regular expressions`);
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    return (text) => compiled.test(text);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new Error(error.message.replace(/^error parsing regexp: /, 'regular expression: '));
  }
}
