import { decodeText, escapeText, on, protocol, specification } from '#sdk';
import { MAILSLOT, transactionName, transactionNote } from '../smb1/keys.ts';
import { mailslotName, mailslotOf } from './keys.ts';
import { nameOem, nameUnicode, setup, size } from './layout.ts';

const mail = specification('MS-MAIL', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-mail/');
const spec = mail('2.2.1');

/** A message written to a mailslot: an SMB_COM_TRANSACTION whose name begins with \MAILSLOT\ (MS-MAIL 2.2.1). */
export const mailslot = protocol({
  name: 'mailslot',
  label: 'SMB Mailslot',
  title: 'SMB MailSlot Protocol',
  layouts: [setup],
  fields: [size, nameOem, nameUnicode],
  routes: [on(transactionName, MAILSLOT)],
  spec,
  carries: () => [mailslotName],
  dissect(d) {
    const note = transactionNote(d.layer.parent);
    if (!note) return d.data(d.at, d.end, d.promised);
    if (note.setupEnd - note.setup >= setup.size) d.record(setup);
    if (note.bytes + 2 <= d.end) d.mark(size, note.bytes, note.bytes + 2);
    d.mark(note.message.unicode ? nameUnicode : nameOem, note.nameStart, note.nameEnd);
    d.route(mailslotName, mailslotOf(note.name), Math.min(note.data, d.end), Math.min(note.dataEnd, d.end), d.promised);
  },
  info(layer, _packet, out) {
    const note = transactionNote(layer.parent);
    out.ascii('Write Mail Slot');
    if (!note || note.nameEnd <= note.nameStart) return;
    out.ascii(', ');
    out.utf8(
      escapeText(
        decodeText(layer.source.bytes, note.nameStart, note.nameEnd, note.message.unicode ? 'utf-16le' : 'oem'),
      ),
    );
  },
});
