import { field, layout, specification, u16 } from '#sdk';

const cifs = specification('MS-CIFS', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-cifs/')('2.2.5.12');

/** Setup words of a write (MS-CIFS 2.2.5.12). */
export const setup = layout(
  { prefix: 'mailslot', little: true, spec: cifs },
  {
    opcode: u16('MailSlotOpcode', { names: { 1: 'Write Mail Slot' } }),
    priority: u16('Priority'),
    class: u16('Class', { names: { 1: 'Reliable', 2: 'Unreliable & Broadcast' } }),
  },
);
export const size = field('mailslot.size', 'Size', 'uint', { size: 2, little: true, spec: cifs });
export const nameOem = field('mailslot.name', 'MailslotName', 'string', { encoding: 'oem', spec: cifs });
export const nameUnicode = field('mailslot.name', 'MailslotName', 'string', { encoding: 'utf-16le', spec: cifs });

export const mailslotClass = setup.fields.class;
