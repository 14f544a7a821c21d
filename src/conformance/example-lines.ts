import type { Example } from '../model/rule.ts';

/** The type of the called name where an example names none: messages go to it. */
export const MESSENGER = 0x03;

/** How an example's bytes are brought to the rule, where that is not a connection to port 445 seen from end to end. */
export function exampleFacts(example: Example): string[] {
  const { session, port, midstream, missed, cut, close = 'fin', closedBy = 'client' } = example;
  const facts: string[] = [];
  if (example.idl) facts.push(`interface: ${example.idl}`);
  if (session) {
    const type = `0x${(session.suffix ?? MESSENGER).toString(16).padStart(2, '0')}`;
    facts.push(`session request: called ${session.called} of type ${type}, calling ${session.calling}`);
  }
  if (port !== undefined) facts.push(`server’s port ${port}`);
  if (midstream) facts.push('the beginning of the connection was not captured');
  if (missed?.length) facts.push(`not captured: message ${missed.map((index) => index + 1).join(', ')}`);
  if (cut) facts.push(`the last ${cut} bytes were not captured`);
  if (close === 'none') facts.push('the connection stays open');
  else if (close === 'rst') facts.push(`the ${closedBy} resets the connection`);
  else if (closedBy !== 'client') facts.push(`the ${closedBy} closes the connection`);
  return facts.map((fact) => `(${fact})`);
}

/** Its messages or frames in hex, one a line, and who sends each. */
export const exampleBytes = (example: Example): string[] => [
  ...(example.turns ?? []).map((turn) => `${turn.from}: ${digits(turn.smb ?? turn.tcp)}`),
  ...(example.frames ?? []).map((frame) => `frame: ${digits(frame)}`),
];

const digits = (hex: string): string => hex.trim().replace(/\s+/g, ' ');
