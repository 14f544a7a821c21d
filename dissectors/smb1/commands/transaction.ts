import { type Dissection, decodeText, nullTerminated } from '#sdk';
import { takeBlocks, takeWordCount, takeWords } from '../blocks.ts';
import { answeredFile } from '../file.ts';
import type { SmbCommand, SmbMessage, TransactionNote } from '../keys.ts';
import { cifs } from '../spec.ts';
import { both, takeText, text } from '../text.ts';
import { LANMAN, MAILSLOT, transactionName } from '../transaction-keys.ts';
import { request, response, secondary, transactionFields, transactionLayouts } from '../transactions/layout.ts';
import { closeTransaction, openTransaction, takeSetup, takeUnread } from '../transactions/parts.ts';
import { pipeFields, pipeLayouts, takePipeRequest, takePipeResponse, takePipeSetup } from '../transactions/pipe.ts';
import { gather } from '../transactions/reassembly.ts';
import { headings } from './headings.ts';

const TRANSACTION = 0x25;
const SECONDARY = 0x26;
const name = text('smb.trans_name', 'Name', cifs('2.2.4.33.1'));

/** What most transactions are for: any pipe, by its FID. */
const PIPE = '\\PIPE\\';

/** Who a transaction is for, by the start of its name. */
type Service = 'pipe' | 'lanman' | 'mailslot' | 'unknown';

function serviceOf(path: string): Service {
  if (path === PIPE) return 'pipe';
  if (/^\\mailslot\\/i.test(path)) return 'mailslot';
  if (/^\\pipe\\lanman$/i.test(path)) return 'lanman';
  return /^\\pipe\\/i.test(path) ? 'pipe' : 'unknown';
}

/** SMB_COM_TRANSACTION (MS-CIFS 2.2.4.33): named pipes (2.2.5), mailslots, and MS-RAP on \PIPE\LANMAN. */
export const transaction: SmbCommand = {
  code: TRANSACTION,
  name: 'Trans',
  kept: true,
  layouts: [...transactionLayouts, ...pipeLayouts],
  fields: [...both(name), ...transactionFields, ...pipeFields],
  headings: headings('transaction', TRANSACTION, '2.2.4.33'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 < request.size) return takeBlocks(d, count);
    const { parts } = message;
    parts.read(d, message.start, request, false);
    d.record(request);
    const setup = d.at;
    d.need(parts.setupCount * 2);
    // The name comes after the words that it gives a meaning to.
    const path = nameAfter(d, message, setup + parts.setupCount * 2);
    const service = serviceOf(path);
    if (message.request) message.request.path = path;
    if (service === 'pipe' && parts.setupCount > 0) takePipeSetup(d, message, parts.setupCount);
    else if (service === 'mailslot') d.skip(parts.setupCount * 2);
    else takeSetup(d, parts.setupCount);
    const setupEnd = d.at;
    takeWords(d, count - request.size / 2 - parts.setupCount);
    const bytes = d.at;
    const end = openTransaction(d);
    const found = d.at < end ? takeText(d, message, name) : undefined;
    const places = { name: path, setup, setupEnd, bytes, nameStart: found?.start ?? d.at, nameEnd: found?.end ?? d.at };
    if (message.request) message.request.partial = !parts.whole;
    switch (service) {
      case 'pipe':
        takePipeRequest(d, message);
        return closeTransaction(d, end);
      case 'mailslot':
        return handOn(d, message, MAILSLOT, places, setup);
      case 'lanman':
        return handOn(d, message, LANMAN, places, parts.parameters);
    }
    takeUnread(d, parts);
    closeTransaction(d, end);
  },
  response(d, message) {
    answeredFile(d, message);
    const count = takeWordCount(d);
    const service = serviceOf(message.request?.path ?? '');
    if (count * 2 < response.size) {
      message.more = message.request?.partial === true && !message.failed;
      return takeBlocks(d, count);
    }
    const { parts } = message;
    parts.read(d, message.start, response, false);
    d.record(response);
    takeSetup(d, parts.setupCount);
    takeWords(d, count - response.size / 2 - parts.setupCount);
    const end = openTransaction(d);
    message.more = !parts.last;
    if (service === 'pipe') takePipeResponse(d, message);
    else if (service !== 'lanman') takeUnread(d, parts);
    else if (parts.whole) {
      const nowhere = {
        name: message.request?.path ?? '',
        setup: d.at,
        setupEnd: d.at,
        bytes: d.at,
        nameStart: d.at,
        nameEnd: d.at,
      };
      return handOn(d, message, LANMAN, nowhere, parts.parameters);
    } else {
      gather(d, message);
      takeUnread(d, parts);
    }
    closeTransaction(d, end);
  },
};

/** SMB_COM_TRANSACTION_SECONDARY (2.2.4.34): more of a request. */
export const transactionSecondary: SmbCommand = {
  code: SECONDARY,
  name: 'Trans Secondary',
  kept: true,
  layouts: [],
  fields: [],
  headings: headings('transaction_secondary', SECONDARY, '2.2.4.34'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 < secondary.size) return takeBlocks(d, count);
    message.parts.read(d, message.start, secondary, false);
    d.record(secondary);
    takeWords(d, count - secondary.size / 2);
    const end = openTransaction(d);
    if (serviceOf(message.request?.path ?? '') === 'pipe') takePipeRequest(d, message);
    else takeUnread(d, message.parts);
    closeTransaction(d, end);
  },
  response(d) {
    takeBlocks(d, takeWordCount(d));
  },
};

/** Name, read ahead of the setup words: after ByteCount at `at`. */
function nameAfter(d: Dissection, message: SmbMessage, at: number): string {
  const { bytes, end } = d;
  const { unicode } = message;
  let start = at + 2;
  if (unicode && ((start - message.start) & 1) !== 0) start++;
  if (start >= end) return '';
  if (isPipe(bytes, start, end, unicode ? 2 : 1)) return PIPE;
  if (!unicode) return decodeText(bytes, start, nullTerminated(bytes, start, end), 'oem');
  let stop = start;
  while (stop + 2 <= end && (bytes[stop] !== 0 || bytes[stop + 1] !== 0)) stop += 2;
  return decodeText(bytes, start, stop, 'utf-16le');
}

/** \\PIPE\\ and a null, in characters of `width` bytes: no text is made of what nearly all transactions have. */
function isPipe(bytes: Uint8Array, start: number, end: number, width: number): boolean {
  if (start + (PIPE.length + 1) * width > end) return false;
  for (let i = 0; i <= PIPE.length; i++) {
    const at = start + i * width;
    if (bytes[at] !== (i < PIPE.length ? PIPE.charCodeAt(i) : 0) || (width === 2 && bytes[at + 1] !== 0)) return false;
  }
  return true;
}

type Places = Pick<TransactionNote, 'name' | 'setup' | 'setupEnd' | 'bytes' | 'nameStart' | 'nameEnd'>;

/** Hands the whole transaction to whoever its name belongs to: from `start` to the end of its last block. */
function handOn(d: Dissection, message: SmbMessage, to: number, places: Places, start: number): void {
  const { parts } = message;
  const parameters = Math.min(parts.parameters, d.end);
  const parametersEnd = Math.min(parts.parameters + parts.parameterCount, d.end);
  const data = Math.min(parts.data, d.end);
  const promisedEnd = Math.max(
    parts.parameterCount > 0 ? parts.parameters + parts.parameterCount : 0,
    parts.data + parts.dataCount,
    d.at,
  );
  const dataEnd = Math.min(parts.data + parts.dataCount, d.end);
  message.transaction = { message, ...places, parameters, parametersEnd, data, dataEnd };
  const from = Math.min(start, d.end);
  const end = Math.min(Math.max(promisedEnd, from), d.end);
  d.route(transactionName, to, from, end, Math.max(end, Math.min(promisedEnd, d.promised)));
  d.at = end;
}
