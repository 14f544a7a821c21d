/** A JSON text that says where each of its values stands. */
export interface Placed {
  readonly value: unknown;
  /** Line, from 1, of the value at a path: 'sets.lab.columns'. */
  line(path: string): number;
}

/** What is no JSON, with its line. */
export class JsonError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\x00-\x1f]|\\.)*"/y;
const PLAIN = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** Objects and lists within each other. */
const DEEPEST = 20;

export function parsePlaced(text: string): Placed {
  const places = new Map<string, number>();
  let at = 0;
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const fail = (): never => {
    const found = at < text.length ? `'${text[at]}'` : 'the end';
    throw new JsonError(`not JSON: ${found} is not expected here`, lineAt(at));
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined) at += found.length;
    return found;
  };
  const sign = (character: string): boolean => {
    match(SPACE);
    if (text[at] !== character) return false;
    at++;
    return true;
  };
  const value = (path: string, depth: number): unknown => {
    match(SPACE);
    places.set(path, at);
    if (depth > DEEPEST) return fail();
    if (sign('{')) {
      const object: Record<string, unknown> = {};
      if (sign('}')) return object;
      do {
        match(SPACE);
        const key = match(STRING);
        if (key === undefined || !sign(':')) return fail();
        const name = JSON.parse(key) as string;
        Object.defineProperty(object, name, {
          value: value(path === '' ? name : `${path}.${name}`, depth + 1),
          enumerable: true,
        });
      } while (sign(','));
      return sign('}') ? object : fail();
    }
    if (sign('[')) {
      const list: unknown[] = [];
      if (sign(']')) return list;
      do list.push(value(`${path}.${list.length}`, depth + 1));
      while (sign(','));
      return sign(']') ? list : fail();
    }
    const plain = match(STRING) ?? match(PLAIN);
    return plain === undefined ? fail() : JSON.parse(plain);
  };
  const whole = value('', 0);
  match(SPACE);
  if (at < text.length) fail();
  return { value: whole, line: (path) => lineAt(places.get(path) ?? 0) };
}
