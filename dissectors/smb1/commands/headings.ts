import { type Field, field } from '#sdk';
import { cifs } from '../spec.ts';
import { COMMANDS } from '../tables/commands.ts';

/** The headings over a command's parts: its name in abbreviations, its code, its section. */
export function headings(slug: string, code: number, section: string): { request: Field; response: Field } {
  const heading = (part: 'Request' | 'Response', number: number): Field =>
    field(
      `smb.${slug}.${part.toLowerCase()}`,
      `${COMMANDS[code]} ${part} (0x${code.toString(16).padStart(2, '0')})`,
      'none',
      {
        spec: cifs(`${section}.${number}`),
      },
    );
  return { request: heading('Request', 1), response: heading('Response', 2) };
}
