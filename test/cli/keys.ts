/** The names that an object of a JSON text has twice; JSON.parse would take the last one without a word. */
export function doubledKeys(text: string): string[] {
  const doubled: string[] = [];
  const open: (Set<string> | undefined)[] = [];
  // A string, with whatever makes it a name; or a bracket.
  for (const [token, name, colon] of text.matchAll(/"((?:[^"\\]|\\.)*)"(\s*:)?|[{}[\]]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (colon) {
      const names = open.at(-1);
      if (names?.has(name!)) doubled.push(name!);
      names?.add(name!);
    }
  }
  return doubled;
}
