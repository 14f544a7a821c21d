import { type Dissection, field, layout, u16 } from '#sdk';
import { takeBlocks, takeWordCount, takeWords } from '../blocks.ts';
import { answeredFile } from '../file.ts';
import type { SmbCommand, SmbMessage } from '../keys.ts';
import { cifs } from '../spec.ts';
import { NT_TRANSACT as NAMES } from '../tables/transactions.ts';
import { ntRequest, ntResponse, ntSecondary } from '../transactions/layout.ts';
import {
  ntAnswerData,
  ntAnswerParameters,
  ntFields,
  ntLayouts,
  takeNtData,
  takeNtParameters,
  takeNtSetup,
} from '../transactions/nt.ts';
import { closeTransaction, openTransaction, takeSetup, takeUnread } from '../transactions/parts.ts';
import { gather } from '../transactions/reassembly.ts';
import { headings } from './headings.ts';

const NT_TRANSACT = 0xa0;
const SECONDARY = 0xa1;
const code = layout(
  { prefix: 'smb', little: true, spec: cifs('2.2.4.62.1') },
  { 'nt.function': u16('Function', { names: NAMES }) },
);
const asked = field('smb.nt.function', 'Function of the request', 'uint', { size: 2, names: NAMES, generated: true });

/** SMB_COM_NT_TRANSACT (MS-CIFS 2.2.4.62): creates with security, ioctls, notifications, security descriptors. */
export const ntTransact: SmbCommand = {
  code: NT_TRANSACT,
  name: 'NT Trans',
  kept: true,
  layouts: [code, ...ntLayouts],
  fields: [asked, ...ntFields],
  headings: headings('nt_transact', NT_TRANSACT, '2.2.4.62'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 < ntRequest.size + code.size) return takeBlocks(d, count);
    const { parts } = message;
    parts.read(d, message.start, ntRequest, true);
    d.record(ntRequest);
    const which = d.u16le(0);
    if (message.request) message.request.subcommand = which;
    message.told.subject = NAMES[which] ?? `Function ${which}`;
    d.record(code);
    d.need(parts.setupCount * 2);
    takeNtSetup(d, message, which, parts.setupCount);
    takeWords(d, count - (ntRequest.size + code.size) / 2 - parts.setupCount);
    const end = openTransaction(d);
    if (parts.openParameters(d)) {
      takeNtParameters(d, message);
      parts.close(d);
    }
    if (parts.openData(d)) {
      takeNtData(d, message);
      parts.close(d);
    }
    closeTransaction(d, end);
    if (message.request) message.request.partial = !parts.whole;
  },
  response(d, message) {
    answeredFile(d, message);
    tellAsked(d, message);
    const count = takeWordCount(d);
    if (count * 2 < ntResponse.size) {
      message.more = message.request?.partial === true && !message.failed;
      return takeBlocks(d, count);
    }
    const { parts } = message;
    parts.read(d, message.start, ntResponse, true);
    d.record(ntResponse);
    takeSetup(d, parts.setupCount);
    takeWords(d, count - ntResponse.size / 2 - parts.setupCount);
    const end = openTransaction(d);
    message.more = !parts.last;
    if (parts.whole) {
      if (parts.openParameters(d)) {
        ntAnswerParameters(d, message);
        parts.close(d);
      }
      if (parts.openData(d)) {
        ntAnswerData(d, message);
        parts.close(d);
      }
    } else {
      gather(d, message);
      takeUnread(d, parts);
    }
    closeTransaction(d, end);
  },
};

/** SMB_COM_NT_TRANSACT_SECONDARY (2.2.4.63). */
export const ntTransactSecondary: SmbCommand = {
  code: SECONDARY,
  name: 'NT Trans Secondary',
  kept: true,
  layouts: [],
  fields: [],
  headings: headings('nt_transact_secondary', SECONDARY, '2.2.4.63'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 < ntSecondary.size) return takeBlocks(d, count);
    message.parts.read(d, message.start, ntSecondary, true);
    d.record(ntSecondary);
    takeWords(d, count - ntSecondary.size / 2);
    const end = openTransaction(d);
    takeUnread(d, message.parts);
    closeTransaction(d, end);
  },
  response(d) {
    takeBlocks(d, takeWordCount(d));
  },
};

function tellAsked(d: Dissection, message: SmbMessage): void {
  const which = message.request?.subcommand ?? -1;
  if (which < 0) return;
  message.told.subject = NAMES[which] ?? `Function ${which}`;
  d.generate(asked, which);
}
