import { escapeText, type NdrStub, type PlainValue } from '#sdk';

/** What fits behind an operation's name in a column. */
const LIMITS = { values: 32, length: 64, depth: 6, named: true, handles: false };
const MOST = 160;

/** A stub's arguments on one line: ', ServerName: \\SRV, Level: 1'; of a response, its result first. */
export function tellingArguments(stub: NdrStub): string {
  const { result } = stub;
  let text = '';
  if (result) text += `, ${result.name ?? (result.value < 10 ? result.value : `0x${result.value.toString(16)}`)}`;
  const add = (name: string, value: PlainValue): void => {
    if (text.length >= MOST) return;
    if (value === null || value === '') return;
    if (Array.isArray(value)) {
      const [first] = value;
      const isTold = value.length === 1 && first !== null && typeof first !== 'object';
      if (isTold) add(name, first as PlainValue);
      else text += `, ${name}: [${value.length}]`;
    } else if (typeof value === 'object') for (const [inner, of] of Object.entries(value)) add(inner, of);
    else text += `, ${name}: ${typeof value === 'string' ? escapeText(value) : value}`;
  };
  for (const [name, value] of Object.entries(stub.arguments(LIMITS))) if (name !== 'return') add(name, value);
  return text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text;
}
