import { type Definition, REFERENT } from './definition.ts';
import type { Tape } from './tape.ts';

/** Where a node is, by members and parameters: `InfoStruct.ShareInfo.Level1.Buffer[2].shi1_netname`. */
export function pathOf(tape: Tape, definitions: readonly Definition[], node: number): string {
  const ways: number[] = [];
  for (let at = node; at >= 0; at = parentOf(tape, at)) ways.unshift(at);
  let path = '';
  let below: Definition | undefined;
  for (const [i, at] of ways.entries()) {
    const definition = definitions[tape.definition(at)]!;
    if (below?.role === 'array') path += isValue(definition) ? `[${indexOf(tape, definitions, ways[i - 1]!, at)}]` : '';
    else if (definition.name !== '' && !(below?.role === 'pointer' || below?.role === 'parameter')) {
      path += path === '' ? definition.name : `.${definition.name}`;
    }
    // What a pointer leads to bears its name.
    if (definition.role !== 'referent') below = definition;
  }
  return path;
}

const isValue = ({ role }: Definition): boolean => role !== 'aside';

/** The node above: in its segment, or the pointer whose referent the segment is. */
function parentOf(tape: Tape, node: number): number {
  if (tape.definition(node) === REFERENT) return tape.linked(node);
  for (let at = node - 1; at >= 0; at--) if (tape.next(at) > node) return at;
  return -1;
}

function indexOf(tape: Tape, definitions: readonly Definition[], array: number, element: number): number {
  let index = 0;
  for (let node = array + 1; node < element; node = tape.next(node))
    if (isValue(definitions[tape.definition(node)]!)) index++;
  return index;
}
