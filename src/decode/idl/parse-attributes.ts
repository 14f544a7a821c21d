import type { Token } from './lexer.ts';
import type { TokenReader } from './reader.ts';
import type { SyntaxAttribute } from './syntax.ts';

/** Attributes in brackets, of which there may be several pairs. */
export function parseAttributes(r: TokenReader): SyntaxAttribute[] {
  const attributes: SyntaxAttribute[] = [];
  while (r.take('[')) {
    while (!r.take(']')) {
      if (r.take(',')) {
        r.warn(r.before, 'a comma without an attribute, passed over');
        continue;
      }
      const { text: name, place } = r.kind('name', 'an attribute');
      attributes.push({ name, arguments: r.is('(') ? argumentTokens(r) : undefined, place });
      if (r.is(']')) continue;
      if (r.token.kind === 'name') r.warn(r.place, `no comma before the attribute '${r.token.text}'`);
      else if (r.take(',')) {
        if (r.is(']')) r.warn(r.before, "a comma before ']', passed over");
      } else r.fail("',' or ']' after an attribute");
    }
  }
  return attributes;
}

function argumentTokens(r: TokenReader): Token[][] {
  const open = r.next();
  const found: Token[][] = [[]];
  for (let depth = 0; ; r.next()) {
    const { token } = r;
    if (token.kind === 'end') r.fail(`')' for the one in line ${open.place.line}`);
    if (token.kind === 'mark') {
      if (token.text === ')' && depth === 0) break;
      if ('([{'.includes(token.text)) depth++;
      else if (')]}'.includes(token.text)) depth--;
      else if (token.text === ',' && depth === 0) {
        found.push([]);
        continue;
      }
    }
    found.at(-1)!.push(token);
  }
  r.next();
  return found.length === 1 && found[0]!.length === 0 ? [] : found;
}
