import { decodeText, escapeText, field, layout, on, protocol, specification, u16 } from '#sdk';
import { MAILSLOT, transactionName, transactionNote } from '../smb1/keys.ts';
import { mailslotName, mailslotOf } from './keys.ts';

export const mail = specification('MS-MAIL', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-mail/');
const spec = mail('2.2.1');
const cifs = specification('MS-CIFS', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-cifs/')('2.2.5.12');

/** Setup words of a write (MS-CIFS 2.2.5.12). */
const setup = layout(
  { prefix: 'mailslot', little: true, spec: cifs },
  {
    opcode: u16('MailSlotOpcode', { names: { 1: 'Write Mail Slot' } }),
    priority: u16('Priority'),
    class: u16('Class', { names: { 1: 'Reliable', 2: 'Unreliable & Broadcast' } }),
  },
);
const size = field('mailslot.size', 'Size', 'uint', { size: 2, little: true, spec: cifs });
const nameOem = field('mailslot.name', 'MailslotName', 'string', { encoding: 'oem', spec: cifs });
const nameUnicode = field('mailslot.name', 'MailslotName', 'string', { encoding: 'utf-16le', spec: cifs });

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
