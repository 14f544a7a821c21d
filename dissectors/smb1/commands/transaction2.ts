import { type Dissection, field, layout, u16 } from '#sdk';
import { takeBlocks, takeWordCount, takeWords } from '../blocks.ts';
import { answeredFile, takeFid } from '../file.ts';
import type { SmbCommand, SmbMessage } from '../keys.ts';
import { cifs } from '../spec.ts';
import { TRANS2 } from '../tables/transactions.ts';
import { request, response, secondary, transactionFields, transactionLayouts } from '../transactions/layout.ts';
import { closeTransaction, openTransaction, takeSetup, takeUnread } from '../transactions/parts.ts';
import { gather, gathers } from '../transactions/reassembly.ts';
import {
  showAsked,
  takeAnswerData,
  takeAnswerParameters,
  takeData,
  takeParameters,
  trans2Fields,
  trans2Layouts,
} from '../transactions/trans2.ts';
import { headings } from './headings.ts';

const TRANSACTION2 = 0x32;
const SECONDARY = 0x33;
const little = true;
const names = TRANS2;
const subcommand = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.46.1') },
  { 'trans2.cmd': u16('Subcommand', { base: 'hex', names }) },
);
const asked = field('smb.trans2.cmd', 'Subcommand of the request', 'uint', {
  size: 2,
  base: 'hex',
  names,
  generated: true,
});

/** SMB_COM_TRANSACTION2 (MS-CIFS 2.2.4.46): what file systems are asked and told. */
export const transaction2: SmbCommand = {
  code: TRANSACTION2,
  name: 'Trans2',
  kept: true,
  layouts: [subcommand, ...transactionLayouts, ...trans2Layouts],
  fields: [asked, ...transactionFields, ...trans2Fields],
  headings: headings('transaction2', TRANSACTION2, '2.2.4.46'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 < request.size) return takeBlocks(d, count);
    const { parts } = message;
    parts.read(d, message.start, request, false);
    d.record(request);
    if (parts.setupCount > 0) {
      const code = d.u16le(0);
      if (message.request) message.request.subcommand = code;
      message.told.subject = TRANS2[code] ?? '';
      d.record(subcommand);
      takeSetup(d, parts.setupCount - 1);
    }
    takeWords(d, count - request.size / 2 - parts.setupCount);
    const end = openTransaction(d);
    if (parts.openParameters(d)) {
      takeParameters(d, message);
      parts.close(d);
    }
    if (d.recording && parts.openData(d)) {
      takeData(d, message);
      parts.close(d);
    }
    closeTransaction(d, end);
    if (message.request) message.request.partial = !parts.whole;
  },
  response(d, message) {
    answeredFile(d, message);
    tellAsked(d, message);
    const count = takeWordCount(d);
    if (count * 2 < response.size) {
      // The server lets the rest of a request come (2.2.4.46.2).
      message.more = message.request?.partial === true && !message.failed;
      return takeBlocks(d, count);
    }
    const { parts } = message;
    parts.read(d, message.start, response, false);
    message.more = !parts.last;
    // Nothing of a whole one is kept, and Info shows none of it.
    if (!d.recording && (parts.whole || !gathers(d))) return;
    d.record(response);
    takeSetup(d, parts.setupCount);
    takeWords(d, count - response.size / 2 - parts.setupCount);
    const end = openTransaction(d);
    if (parts.whole) {
      if (parts.openParameters(d)) {
        takeAnswerParameters(d, message);
        parts.close(d);
      }
      if (parts.openData(d)) {
        takeAnswerData(d, message);
        parts.close(d);
      }
    } else {
      gather(d, message);
      takeUnread(d, parts);
    }
    closeTransaction(d, end);
  },
};

/** SMB_COM_TRANSACTION2_SECONDARY (2.2.4.47). */
export const transaction2Secondary: SmbCommand = {
  code: SECONDARY,
  name: 'Trans2 Secondary',
  kept: true,
  layouts: [],
  fields: [],
  headings: headings('transaction2_secondary', SECONDARY, '2.2.4.47'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 < secondary.size + 2) return takeBlocks(d, count);
    message.parts.read(d, message.start, secondary, false);
    d.record(secondary);
    takeFid(d, message);
    const end = openTransaction(d);
    takeUnread(d, message.parts);
    closeTransaction(d, end);
  },
  response(d) {
    takeBlocks(d, takeWordCount(d));
  },
};

function tellAsked(d: Dissection, message: SmbMessage): void {
  const code = message.request?.subcommand ?? -1;
  if (code < 0) return;
  message.told.subject = TRANS2[code] ?? '';
  if (!d.recording) return;
  d.generate(asked, code);
  showAsked(d, message);
}
