import { type Field, field } from '#sdk';
import { msrp } from './spec.ts';

const spec = msrp('2.2.3');
const number = (abbrev: string, label: string, size: number, section: string, hex = false): Field =>
  field(abbrev, label, 'uint', {
    size,
    little: true,
    base: hex ? 'hex' : 'dec',
    spec: msrp(section),
    ...(hex ? { names: FORMATS } : {}),
  });

/** Data types that a buffer-format byte announces (MS-CIFS 2.2.1.1.2, MS-MSRP 2.2.3.1.1). */
const FORMATS = { 1: 'Data Block', 2: 'Dialect', 3: 'Path', 4: 'ASCII', 5: 'Variable Block' };

/** The heading of each of the eight messages: what rules watch. */
const heading = (name: string, section: string): Field =>
  field(`messenger.${name}`, `${TITLES[name]}`, 'none', { spec: msrp(section) });
const TITLES: Readonly<Record<string, string>> = {
  send_request: 'Send Message Request (0xd0)',
  send_response: 'Send Message Response (0xd0)',
  start_request: 'Send Start of Multi-block Message Request (0xd5)',
  start_response: 'Send Start of Multi-block Message Response (0xd5)',
  text_request: 'Send Text of Multi-block Message Request (0xd7)',
  text_response: 'Send Text of Multi-block Message Response (0xd7)',
  end_request: 'Send End of Multi-block Message Request (0xd6)',
  end_response: 'Send End of Multi-block Message Response (0xd6)',
};

export const sendRequest = heading('send_request', '2.2.3.1.1');
export const sendResponse = heading('send_response', '2.2.3.1.2');
export const startRequest = heading('start_request', '2.2.3.2.1');
export const startResponse = heading('start_response', '2.2.3.2.2');
export const textRequest = heading('text_request', '2.2.3.3.1');
export const textResponse = heading('text_response', '2.2.3.3.2');
export const endRequest = heading('end_request', '2.2.3.4.1');
export const endResponse = heading('end_response', '2.2.3.4.2');

export const wordCount = field('smb.wct', 'WordCount', 'uint', { size: 1, spec });
export const words = field('smb.vwv', 'Words', 'bytes', { spec });
export const groupId = number('smb.mgid', 'MessageGroupId', 2, '2.2.3.2.2');
export const byteCount = number('smb.bcc', 'ByteCount', 2, '2.2.3');
export const bufferFormat1 = number('smb.buffer_format', 'BufferFormat1', 1, '2.2.3.1.1', true);
export const originatorName = field('smb.originator_name', 'OriginatorName', 'string', {
  encoding: 'oem',
  spec: msrp('2.2.3.1.1'),
});
export const bufferFormat2 = number('smb.buffer_format', 'BufferFormat2', 1, '2.2.3.1.1', true);
export const destinationName = field('smb.destination_name', 'DestinationName', 'string', {
  encoding: 'oem',
  spec: msrp('2.2.3.1.1'),
});
export const bufferFormat3 = number('smb.buffer_format', 'BufferFormat3', 1, '2.2.3.1.1', true);
export const bufferFormat = number('smb.buffer_format', 'BufferFormat', 1, '2.2.3.3.1', true);
export const dataLength = number('smb.message.len', 'DataLength', 2, '2.2.3.1.1');
export const text = field('smb.message', 'Data', 'string', { encoding: 'oem', spec: msrp('2.2.3.1.1') });
/** A null ends the text; what follows it inside Data is no part of it. */
export const afterNull = field('smb.message.rest', 'Data after the null', 'bytes', { spec: msrp('2.2.3.1.1') });
export const leftOver = field('smb.messenger.left_over', 'Bytes left over', 'bytes', { spec });

export const messengerFields = [
  sendRequest,
  sendResponse,
  startRequest,
  startResponse,
  textRequest,
  textResponse,
  endRequest,
  endResponse,
  wordCount,
  words,
  groupId,
  byteCount,
  bufferFormat1,
  originatorName,
  bufferFormat2,
  destinationName,
  bufferFormat3,
  bufferFormat,
  dataLength,
  text,
  afterNull,
  leftOver,
];
