/** What all of them are made of: the four commands, asked and answered, and a text in blocks. */
import { fileURLToPath } from 'node:url';
import {
  BLOCK,
  type Bytes,
  blockData,
  converted,
  ERRSRV_ERROR,
  endRequest,
  endResponse,
  FROM,
  type Frame,
  GROUP,
  type GroupFields,
  type MessengerParts,
  type PcapOptions,
  type SendFields,
  type StartFields,
  sendRequest,
  sendResponse,
  split,
  startRequest,
  startResponse,
  type TextFields,
  TO,
  type Turn,
  type TurnOptions,
  textRequest,
  textResponse,
  turns,
  writePcap,
} from '../index.ts';

const folder = fileURLToPath(new URL('../../', import.meta.url));

export function write(name: string, frames: readonly Frame[], options?: PcapOptions): void {
  writePcap(`${folder}${name}.pcap`, frames, options);
}

export function violations(family: string, list: readonly Turn[], options?: TurnOptions): void {
  write(`messenger-violations-${family}`, turns(list, options));
}

export const SHORT = 'Print Job Completed';
/** 188 bytes: one full block and a second one. */
export const LONG =
  'Print Job Completed\n' +
  'Document: Quarterly report, 24 pages, two copies\n' +
  'Printer: \\\\PRINTSERVER\\LASER1 on the second floor\n' +
  'Please take your pages out of the bin before the next job is printed.';
export const [LONG_FIRST, LONG_LAST] = blocks(LONG) as [Bytes, Bytes];

export const NONE = new Uint8Array(0);
export const NETBIOS = { called: TO, calling: FROM };
export const REFUSED: MessengerParts = { header: { status: ERRSRV_ERROR } };
export const START_REFUSED: GroupFields = { ...REFUSED, words: NONE };

export function ask(smb: Bytes): Turn {
  return { from: 'client', smb };
}

export function answer(smb: Bytes): Turn {
  return { from: 'server', smb };
}

/** The text as blocks of 128 bytes; the last one carries the null if it has room. */
export function blocks(text: string, size = BLOCK): Bytes[] {
  const bytes = converted(text);
  const count = Math.ceil(bytes.length / size);
  const pieces = split(
    bytes,
    Array.from({ length: count - 1 }, (_, index) => (index + 1) * size),
  );
  return pieces.map((piece, index) => (index === count - 1 ? blockData(piece) : piece));
}

/** One single-block message and its answer. */
export function single(request: SendFields = {}, response: MessengerParts = {}): Turn[] {
  return [ask(sendRequest({ text: SHORT, ...request })), answer(sendResponse(response))];
}

export function start(request: StartFields = {}, response: GroupFields = {}): Turn[] {
  return [ask(startRequest(request)), answer(startResponse(response))];
}

export function text(request: TextFields, response: MessengerParts = {}): Turn[] {
  return [ask(textRequest(request)), answer(textResponse(response))];
}

export function end(request: GroupFields = {}, response: MessengerParts = {}): Turn[] {
  return [ask(endRequest(request)), answer(endResponse(response))];
}

/** A right multi-block message: START, a TEXT for each block, END, each answered. */
export function multi(data: readonly Bytes[] = [LONG_FIRST, LONG_LAST], messageGroupId = GROUP): Turn[] {
  return [
    ...start({}, { messageGroupId }),
    ...data.flatMap((block) => text({ data: block, messageGroupId })),
    ...end({ messageGroupId }),
  ];
}
