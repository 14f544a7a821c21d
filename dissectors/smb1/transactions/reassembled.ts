import { protocol } from '#sdk';
import { LANMAN, transactionName, transactionNote } from '../transaction-keys.ts';
import { dataHeading, parameterHeading, transactionFields, transactionLayouts } from './layout.ts';
import { ntAnswerData, ntAnswerParameters, ntFields, ntLayouts } from './nt.ts';
import { takePart } from './parts.ts';
import { takeAnswerData, takeAnswerParameters, trans2Fields, trans2Layouts } from './trans2.ts';

const TRANSACTION2 = 0x32;
const NT_TRANSACT = 0xa0;

/** Parameters and data of a transaction's response that came in several messages, in a layer of their own. */
export const reassembled = protocol({
  name: 'smb_transaction',
  label: 'SMB',
  title: 'SMB transaction, put together',
  layouts: [...transactionLayouts, ...trans2Layouts, ...ntLayouts],
  fields: [...transactionFields, ...trans2Fields, ...ntFields],
  dissect(d) {
    const note = transactionNote(d.layer.parent);
    if (!note) return d.data(d.at, d.end);
    const { message } = note;
    // Strings are aligned from here on.
    message.start = d.at;
    d.layer.note = note;
    const counts = [note.parametersEnd - note.parameters, note.dataEnd - note.data] as const;
    const [parameters, data] =
      message.command === TRANSACTION2
        ? [takeAnswerParameters, takeAnswerData]
        : message.command === NT_TRANSACT
          ? [ntAnswerParameters, ntAnswerData]
          : [undefined, undefined];
    if (!parameters || !data) return d.route(transactionName, LANMAN, note.parameters, note.dataEnd);
    takePart(d, note.parameters, counts[0], 'smb.tpc', parameterHeading, () => parameters(d, message));
    takePart(d, note.data, counts[1], 'smb.tdc', dataHeading, () => data(d, message));
  },
});
