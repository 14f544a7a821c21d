import { escapeText } from '#sdk';
import { type DnsName, readName } from '../dns/keys.ts';
import type { NetbiosName } from './keys.ts';

const HALF_ASCII = 0x41;
const ENCODED = 32;
/** RFC 1001 has A to P; what lies beyond is read as well, and its upper bits are lost. */
const LETTERS = 26;

/** A NetBIOS name as the three services of RFC 1002 carry it. */
export interface ReadName {
  /** Undefined where the first label is not in first-level encoding. */
  readonly name: NetbiosName | undefined;
  /** As it is shown: `NAME<20>`, and the scope after it. */
  readonly text: string;
  readonly end: number;
}

/**
 * The name at `at` of a message that begins at `start`: 16 bytes as a label of two letters each, then the labels of a
 * scope, compressed as DNS has it (RFC 1001 14.1; RFC 1002 4.1).
 */
export function readNetbiosName(b: Uint8Array, at: number, limit: number, start: number): ReadName | undefined {
  const found: DnsName | undefined = readName(b, at, limit, start);
  if (!found) return undefined;
  const { text, end } = found;
  const dot = text.indexOf('.');
  const first = dot < 0 ? text : text.slice(0, dot);
  const name = decoded(first);
  if (!name) return { name, text: `Illegal NetBIOS name (${escapeText(text)})`, end };
  return { name, text: showName(name) + (dot < 0 ? '' : escapeText(text.slice(dot))), end };
}

function decoded(label: string): NetbiosName | undefined {
  if (label.length !== ENCODED) return undefined;
  let name = '';
  let suffix = 0;
  for (let i = 0; i < ENCODED; i += 2) {
    const high = label.charCodeAt(i) - HALF_ASCII;
    const low = label.charCodeAt(i + 1) - HALF_ASCII;
    if (high < 0 || high >= LETTERS || low < 0 || low >= LETTERS) return undefined;
    const byte = ((high << 4) | low) & 0xff;
    if (i < ENCODED - 2) name += String.fromCharCode(byte);
    else suffix = byte;
  }
  return { name: name.replace(/ +$/, ''), suffix };
}

/**
 * What a name is for, by its suffix. MS-MSRP 2.1 has the messenger's, MS-BRWS 2.1.1 the browsers'; the others are
 * known from the products that register them.
 */
export const SUFFIXES: Readonly<Record<number, string>> = {
  0x00: 'Workstation/Redirector',
  0x01: 'Browser',
  0x02: 'Workstation/Redirector',
  0x03: 'Messenger service/Main name',
  0x05: 'Forwarded name',
  0x06: 'RAS Server service',
  0x1b: 'Domain Master Browser',
  0x1c: 'Domain Controllers',
  0x1d: 'Local Master Browser',
  0x1e: 'Browser Election Service',
  0x1f: 'Net DDE Service',
  0x20: 'Server service',
  0x21: 'RAS client service',
  0x22: 'Exchange Interchange (MSMail Connector)',
  0x23: 'Exchange Store',
  0x24: 'Exchange Directory',
  0x2b: 'Lotus Notes Server service',
  0x30: 'Modem sharing server service',
  0x31: 'Modem sharing client service',
  0x43: 'SMS Clients Remote Control',
  0x44: 'SMS Administrators Remote Control Tool',
  0x45: 'SMS Clients Remote Chat',
  0x46: 'SMS Clients Remote Transfer',
  0x4c: 'DEC Pathworks TCP/IP Service on Windows NT',
  0x52: 'DEC Pathworks TCP/IP Service on Windows NT',
  0x6a: 'Microsoft Exchange IMC',
  0x87: 'Microsoft Exchange MTA',
  0xbe: 'Network Monitor Agent',
  0xbf: 'Network Monitor Analyzer',
};

export const suffixName = (suffix: number): string => SUFFIXES[suffix] ?? 'Unknown';

/** `NAME<20>`, with the bytes that are no printable characters in hex. */
export function showName({ name, suffix }: NetbiosName): string {
  const hex = (code: number): string => `<${code.toString(16).padStart(2, '0')}>`;
  return name.replace(/[^ -~]/g, (c) => hex(c.charCodeAt(0))) + hex(suffix);
}
