/**
 * Examples' bytes: messages that are right in every byte but for what is given. Text stands as text, one byte a
 * character; everything else as hex.
 */
import { client, type Example, server, type Turn } from '#sdk';

/** SMB header fields, as the bytes have them. */
interface Header {
  readonly status?: string;
  readonly flags?: string;
  readonly flags2?: string;
  readonly pidHigh?: string;
  readonly security?: string;
  readonly reserved?: string;
  readonly tid?: string;
  readonly pid?: string;
  readonly uid?: string;
  readonly mid?: string;
}

interface Parts {
  readonly header?: Header;
  readonly wordCount?: number;
  /** Between WordCount and ByteCount. */
  readonly words?: string;
  readonly byteCount?: number;
  /** What follows ByteCount. */
  readonly bytes?: string;
}

interface Names {
  readonly from?: string;
  readonly to?: string;
}

interface Data {
  /** Data, its null included. */
  readonly data?: string;
  readonly dataLength?: number;
}

const latin1 = (text: string): string =>
  Array.from(text, (c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');
const u16 = (n: number): string => (n & 0xff).toString(16).padStart(2, '0') + (n >>> 8).toString(16).padStart(2, '0');
const size = (hex: string): number => hex.replace(/\s/g, '').length / 2;

/** A string with its mark and its null, and a buffer with its mark and its length. */
export const string = (text: string, mark = '04'): string => `${mark} ${latin1(text)}00`;
export const buffer = (data: string, mark = '01', length = data.length): string =>
  `${mark} ${u16(length)} ${latin1(data)}`;

function message(command: string, flags: string, { header: h = {}, words = '', bytes = '', ...counts }: Parts): string {
  const wordCount = (counts.wordCount ?? size(words) / 2).toString(16).padStart(2, '0');
  const byteCount = u16(counts.byteCount ?? size(bytes));
  const header = [
    `ff534d42 ${command} ${h.status ?? '00000000'} ${h.flags ?? flags} ${h.flags2 ?? '0000'} ${h.pidHigh ?? '0000'}`,
    `${h.security ?? '0000000000000000'} ${h.reserved ?? '0000'}`,
    `${h.tid ?? '0000'} ${h.pid ?? '0000'} ${h.uid ?? '0000'} ${h.mid ?? '0000'}`,
  ];
  return [...header, wordCount, words, byteCount, bytes].filter(Boolean).join(' ');
}

const request = (command: string, parts: Parts): string => message(command, '00', parts);
const response = (command: string, parts: Parts): string => message(command, '80', parts);

const names = ({ from = 'A', to = 'B' }: Names): string => `${string(from)} ${string(to)}`;
const text = ({ data = 'Hi\0', dataLength = data.length }: Data): string => buffer(data, '01', dataLength);
const GROUP = u16(7);

/** Sender A, recipient B, text "Hi", group 7. */
export const sendRequest = (parts: Parts & Names & Data = {}): string =>
  request('d0', { bytes: `${names(parts)} ${text(parts)}`, ...parts });
export const startRequest = (parts: Parts & Names = {}): string => request('d5', { bytes: names(parts), ...parts });
export const textRequest = (parts: Parts & Data = {}): string =>
  request('d7', { words: GROUP, bytes: text(parts), ...parts });
export const endRequest = (parts: Parts = {}): string => request('d6', { words: GROUP, ...parts });

export const sendResponse = (parts: Parts = {}): string => response('d0', parts);
export const startResponse = (parts: Parts = {}): string => response('d5', { words: GROUP, ...parts });
export const textResponse = (parts: Parts = {}): string => response('d7', parts);
export const endResponse = (parts: Parts = {}): string => response('d6', parts);

/** ERRSRV, ERRerror: what a server says that does not like a request. */
export const REFUSED: Parts = { header: { status: '02000100' }, words: '' };

/** A request with its response. */
export const single = (parts?: Parts & Names & Data, answer?: Parts): Turn[] => [
  client(sendRequest(parts)),
  server(sendResponse(answer)),
];
export const start = (parts?: Parts & Names, answer?: Parts): Turn[] => [
  client(startRequest(parts)),
  server(startResponse(answer)),
];
export const block = (parts?: Parts & Data, answer?: Parts): Turn[] => [
  client(textRequest(parts)),
  server(textResponse(answer)),
];
export const end = (parts?: Parts, answer?: Parts): Turn[] => [client(endRequest(parts)), server(endResponse(answer))];

/** A block without room for more, and a text in two blocks. */
export const FULL = 'x'.repeat(128);
export const LONG = [FULL, 'and so on\0'] as const;

/** A message in blocks. */
export const multi = (...blocks: string[]): Turn[] => [
  ...start(),
  ...blocks.flatMap((data) => block({ data })),
  ...end(),
];

/** Shared undecided example: the capture has the beginning of the last message only. */
export const cutOff = (...turns: Turn[]): Example => ({ shows: 'the capture cut the message off', turns, cut: 3 });
