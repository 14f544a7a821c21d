import { protocol } from '#sdk';
import { fileFields } from '../file.ts';
import { looseFields } from '../layout.ts';
import { LANMAN, transactionName, transactionNote } from '../transaction-keys.ts';
import { transactionFields, transactionLayouts } from './layout.ts';
import { ntAnswerData, ntAnswerParameters, ntFields, ntLayouts } from './nt.ts';
import { takeAnswerData, takeAnswerParameters, trans2Fields, trans2Layouts } from './trans2.ts';

const TRANSACTION2 = 0x32;
const NT_TRANSACT = 0xa0;

/** Parameters and data of a transaction's response that came in several messages, in a layer of their own. */
export const reassembled = protocol({
  name: 'smb_transaction',
  label: 'SMB',
  title: 'SMB transaction, put together',
  layouts: [...transactionLayouts, ...trans2Layouts, ...ntLayouts],
  fields: [...looseFields, ...fileFields, ...transactionFields, ...trans2Fields, ...ntFields],
  carries: () => [transactionName],
  dissect(d) {
    const note = transactionNote(d.layer.parent);
    if (!note) return d.data(d.at, d.end);
    const { message } = note;
    // Strings are aligned from here on.
    message.start = d.at;
    d.layer.note = note;
    const { parts } = message;
    parts.place(note.parameters, note.parametersEnd, note.data, note.dataEnd);
    const [parameters, data] =
      message.command === TRANSACTION2
        ? [takeAnswerParameters, takeAnswerData]
        : message.command === NT_TRANSACT
          ? [ntAnswerParameters, ntAnswerData]
          : [undefined, undefined];
    if (!parameters || !data) return d.route(transactionName, LANMAN, note.parameters, note.dataEnd);
    if (parts.openParameters(d)) {
      parameters(d, message);
      parts.close(d);
    }
    if (parts.openData(d)) {
      data(d, message);
      parts.close(d);
    }
  },
});
