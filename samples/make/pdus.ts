/** The messenger’s PDUs (MS-MSRP 2.2.3). */
import { ascii, asciiz, type Bytes, concat, nothing, u16le } from './bytes.ts';
import { FROM, TO } from './netbios.ts';
import { REPLY, type SmbHeader, smb } from './smb1.ts';

export const COMMAND = { SEND: 0xd0, START: 0xd5, END: 0xd6, TEXT: 0xd7 } as const;

/** What can be set of every message; the rest of the interfaces name the fields of MS-MSRP. */
export interface MessengerParts {
  readonly header?: SmbHeader;
  readonly wordCount?: number;
  readonly words?: Bytes;
  readonly byteCount?: number;
  /** Everything after ByteCount, instead of the fields. */
  readonly bytes?: Bytes;
  /** After the last field; ByteCount covers it unless given. */
  readonly trailer?: Bytes;
}

export interface NameFields {
  readonly from?: string;
  readonly to?: string;
  readonly bufferFormat1?: number;
  /** Instead of `from` and its null. */
  readonly originatorName?: Bytes;
  readonly bufferFormat2?: number;
  /** Instead of `to` and its null. */
  readonly destinationName?: Bytes;
}

export interface DataFields {
  /** Line ends as `\n`; each becomes 0x14, and a null follows unless the block is full. */
  readonly text?: string;
  /** DataLength; the bytes there unless given. */
  readonly dataLength?: number;
  /** Instead of `text`. */
  readonly data?: Bytes;
}

export interface SendFields extends MessengerParts, NameFields, DataFields {
  readonly bufferFormat3?: number;
}

export interface StartFields extends MessengerParts, NameFields {}

export interface GroupFields extends MessengerParts {
  readonly messageGroupId?: number;
}

export interface TextFields extends GroupFields, DataFields {
  readonly bufferFormat?: number;
}

export const GROUP = 7;

/** The most bytes that a block carries. */
export const BLOCK = 128;

/** Text as it is sent: every line end is one 0x14. */
export function converted(text: string): Bytes {
  return ascii(text.replace(/\r\n|\n\r|[\r\n]/g, '\x14'));
}

/** The text's bytes, and a null where the block has room for it. */
export function blockData(bytes: Bytes): Bytes {
  return bytes.length < BLOCK ? concat(bytes, [0]) : bytes;
}

function names(fields: NameFields): Bytes {
  return concat(
    [fields.bufferFormat1 ?? 0x04],
    fields.originatorName ?? asciiz(fields.from ?? FROM),
    [fields.bufferFormat2 ?? 0x04],
    fields.destinationName ?? asciiz(fields.to ?? TO),
  );
}

function lengthAndData({ text = '', data = blockData(converted(text)), dataLength = data.length }: DataFields): Bytes {
  return concat(u16le(dataLength), data);
}

function message(command: number, flags: number, parts: MessengerParts, words: Bytes, fields: Bytes): Bytes {
  return smb({
    header: { command, flags, ...parts.header },
    words: parts.words ?? words,
    bytes: parts.bytes ?? concat(fields, parts.trailer ?? []),
    ...(parts.wordCount === undefined ? {} : { wordCount: parts.wordCount }),
    ...(parts.byteCount === undefined ? {} : { byteCount: parts.byteCount }),
  });
}

function group({ messageGroupId = GROUP }: GroupFields): Bytes {
  return u16le(messageGroupId);
}

/** SMB_COM_SEND_MESSAGE request, 2.2.3.1.1. */
export function sendRequest(fields: SendFields = {}): Bytes {
  const bytes = concat(names(fields), [fields.bufferFormat3 ?? 0x01], lengthAndData(fields));
  return message(COMMAND.SEND, 0, fields, nothing, bytes);
}

/** SMB_COM_SEND_MESSAGE response, 2.2.3.1.2. */
export function sendResponse(fields: MessengerParts = {}): Bytes {
  return message(COMMAND.SEND, REPLY, fields, nothing, nothing);
}

/** SMB_COM_SEND_START_MB_MESSAGE request, 2.2.3.2.1. */
export function startRequest(fields: StartFields = {}): Bytes {
  return message(COMMAND.START, 0, fields, nothing, names(fields));
}

/** SMB_COM_SEND_START_MB_MESSAGE response, 2.2.3.2.2. */
export function startResponse(fields: GroupFields = {}): Bytes {
  return message(COMMAND.START, REPLY, fields, group(fields), nothing);
}

/** SMB_COM_SEND_TEXT_MB_MESSAGE request, 2.2.3.3.1. */
export function textRequest(fields: TextFields = {}): Bytes {
  const bytes = concat([fields.bufferFormat ?? 0x01], lengthAndData(fields));
  return message(COMMAND.TEXT, 0, fields, group(fields), bytes);
}

/** SMB_COM_SEND_TEXT_MB_MESSAGE response, 2.2.3.3.2. */
export function textResponse(fields: MessengerParts = {}): Bytes {
  return message(COMMAND.TEXT, REPLY, fields, nothing, nothing);
}

/** SMB_COM_SEND_END_MB_MESSAGE request, 2.2.3.4.1. */
export function endRequest(fields: GroupFields = {}): Bytes {
  return message(COMMAND.END, 0, fields, group(fields), nothing);
}

/** SMB_COM_SEND_END_MB_MESSAGE response, 2.2.3.4.2. */
export function endResponse(fields: MessengerParts = {}): Bytes {
  return message(COMMAND.END, REPLY, fields, nothing, nothing);
}
