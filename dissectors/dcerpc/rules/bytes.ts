import type { Example, Turn } from '#sdk';
import { NDR, NDR64 } from '../tables/names.ts';

/** One operation of an interface made for the example; its number is 0. */
const UUID = '6578616d-706c-6500-8000-000000000001';
export const operation = (declaration: string): string =>
  `[uuid(${UUID}), version(1.0), pointer_default(unique)] interface example { ${declaration} }`;

const hex = (value: number, bytes: number): string =>
  Array.from({ length: bytes }, (_, i) => ((value / 2 ** (8 * i)) & 0xff).toString(16).padStart(2, '0')).join('');

/** Little-endian numbers of four and of eight bytes. */
export const u32 = (...values: number[]): string => values.map((it) => hex(it, 4)).join(' ');
export const u64 = (...values: number[]): string => values.map((it) => hex(it, 8)).join(' ');

const guid = (text: string): string => {
  const [a = '', b = '', c = '', ...rest] = text.split('-');
  const swapped = (part: string): string => (part.match(/../g) ?? []).reverse().join('');
  return swapped(a) + swapped(b) + swapped(c) + rest.join('');
};

const lengthOf = (digits: string): number => digits.replace(/\s/g, '').length / 2;

/** A connection-oriented PDU of one fragment, little-endian (C706 12.6.3.1). */
const pdu = (type: number, body: string): string =>
  `0500 ${hex(type, 1)} 03 10000000 ${hex(16 + lengthOf(body), 2)} 0000 01000000 ${body}`;

/** A call over TCP: bind, its answer, the request's stub, and the response's, empty unless given. */
export function call(stub: string, { ndr64 = false, answer = '' } = {}): Turn[] {
  const syntax = ndr64 ? `${guid(NDR64)} 01000000` : `${guid(NDR)} 02000000`;
  const client = (tcp: string): Turn => ({ from: 'client', tcp });
  const server = (tcp: string): Turn => ({ from: 'server', tcp });
  return [
    client(pdu(11, `d016 d016 00000000 01000000 0000 01 00 ${guid(UUID)} 01000000 ${syntax}`)),
    server(pdu(12, `d016 d016 01000000 0000 0000 01000000 0000 0000 ${syntax}`)),
    client(pdu(0, `${u32(lengthOf(stub))} 0000 0000 ${stub}`)),
    server(pdu(2, `${u32(lengthOf(answer))} 0000 00 00 ${answer}`)),
  ];
}

/** A request's stub in NDR 2.0, of the operation that the declaration says. */
export const sends = (shows: string, declaration: string, stub: string, ...finds: string[]): Example => ({
  shows,
  idl: operation(declaration),
  turns: call(stub),
  port: 49152,
  ...(finds.length > 0 ? { finds } : {}),
});

/** A request's stub and the response's. */
export const answers = (
  shows: string,
  declaration: string,
  stub: string,
  answer: string,
  ...finds: string[]
): Example => ({
  ...sends(shows, declaration, stub, ...finds),
  turns: call(stub, { answer }),
});

/** The same in NDR64. */
export const sends64 = (shows: string, declaration: string, stub: string, ...finds: string[]): Example => ({
  ...sends(shows, declaration, stub, ...finds),
  turns: call(stub, { ndr64: true }),
});
