/** Tells what matches a pattern whole; `*` stands for anything. */
export function wildcard(pattern: string): (text: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`, 's');
  return (text) => expression.test(text);
}

/**
 * Tells what matches a pattern of paths: `*` and `?` within a name, `**` for any folders, `[a-c]` for one of several
 * characters, `{a,b}` for one of several words.
 */
export function glob(pattern: string): (path: string) => boolean {
  const expression = new RegExp(`^${translate(pattern)}$`, 's');
  return (path) => expression.test(path);
}

export const isGlob = (text: string): boolean => /[*?[{]/.test(text);

function translate(pattern: string): string {
  let out = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const c = pattern[at]!;
    const rest = pattern.slice(at);
    if (rest.startsWith('**/')) {
      out += '(?:[^/]+/)*';
      at += 2;
    } else if (rest.startsWith('**')) {
      out += '.*';
      at += 1;
    } else if (c === '*') out += '[^/]*';
    else if (c === '?') out += '[^/]';
    else if (c === '[') {
      const set = /^\[([!^]?)([^\]]+)\]/.exec(rest);
      if (set) {
        out += `[${set[1] ? '^' : ''}${set[2]!.replace(/[\\^]/g, '\\$&')}]`;
        at += set[0].length - 1;
      } else out += '\\[';
    } else if (c === '{' && rest.includes('}')) {
      depth++;
      out += '(?:';
    } else if (c === '}' && depth > 0) {
      depth--;
      out += ')';
    } else if (c === ',' && depth > 0) out += '|';
    else out += c.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  }
  // A brace that is never closed stands for itself; those that were opened are closed.
  return out + ')'.repeat(depth);
}
