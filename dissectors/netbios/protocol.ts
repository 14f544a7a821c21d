import { type Dissection, type Field, field, layout, on, protocol, specification, u8, u16 } from '#sdk';
import { llcSap } from '../llc/keys.ts';
import { sessionPayload, showName } from '../nbss/keys.ts';

const ibm = specification('IBM SC30-3587', 'https://bitsavers.org/pdf/ibm/lan/');
const spec = ibm('5');

/** From here on frames belong to a session and have its numbers instead of names. */
const FIRST_OF_SESSION = 0x14;
const NAME = 16;

const COMMANDS: Readonly<Record<number, string>> = {
  0x00: 'Add Group Name Query',
  0x01: 'Add Name Query',
  0x02: 'Name In Conflict',
  0x03: 'Status Query',
  0x07: 'Terminate Trace',
  0x08: 'Datagram',
  0x09: 'Broadcast Datagram',
  0x0a: 'Name Query',
  0x0d: 'Add Name Response',
  0x0e: 'Name Recognized',
  0x0f: 'Status Response',
  0x13: 'Terminate Trace',
  0x14: 'Data Ack',
  0x15: 'Data First Middle',
  0x16: 'Data Only Last',
  0x17: 'Session Confirm',
  0x18: 'Session End',
  0x19: 'Session Initialize',
  0x1a: 'No Receive',
  0x1b: 'Receive Outstanding',
  0x1c: 'Receive Continue',
  0x1f: 'Session Alive',
};
/** Those whose data are the user's. */
const CARRIERS = new Set([0x08, 0x09, 0x15, 0x16]);

const header = layout(
  { prefix: 'netbios', little: true, spec },
  {
    hdr_len: u16('Length'),
    delimiter: u16('Delimiter', { base: 'hex', names: { 0xefff: 'NetBIOS' } }),
    command: u8('Command', { base: 'hex', names: COMMANDS }),
    data1: u8('Data1', { base: 'hex' }),
    data2: u16('Data2', { base: 'hex' }),
    xmit_corrl: u16('Transmit Correlator', { base: 'hex' }),
    resp_corrl: u16('Response Correlator', { base: 'hex' }),
  },
);
const sessions = layout(
  { prefix: 'netbios', spec },
  {
    remote_session: u8('Remote Session No.', { base: 'hex' }),
    local_session: u8('Local Session No.', { base: 'hex' }),
  },
);
const receiver = field('netbios.nb_name', "Receiver's Name", 'string', { generated: true, spec });
const sender = field('netbios.nb_name', "Sender's Name", 'string', { generated: true, spec });

/** NetBIOS frames (NetBEUI): NetBIOS straight on 802.2, without IP. */
export const netbios = protocol({
  name: 'netbios',
  label: 'NetBIOS',
  title: 'NetBIOS Frames',
  layouts: [header, sessions],
  fields: [receiver, sender],
  routes: [on(llcSap, 0xf0)],
  spec,
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const end = d.at + d.u16le(header.offset.hdr_len);
    const command = d.u8(header.offset.command);
    d.record(header);
    if (command < FIRST_OF_SESSION) {
      name(d, receiver);
      name(d, sender);
    } else d.record(sessions);
    if (end > d.at) d.skip(end - d.at);
    if (CARRIERS.has(command)) d.probe(sessionPayload, d.at, d.end, d.promised);
    else d.data(d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    if (layer.end - layer.start < header.size) return;
    const command = layer.source.bytes[layer.start + header.offset.command]!;
    const known = COMMANDS[command];
    if (known === undefined) {
      out.ascii('Command 0x');
      out.hex(command, 2);
    } else out.ascii(known);
    const from = layer.start + header.size + NAME;
    if (command >= FIRST_OF_SESSION || from + NAME > layer.end) return;
    out.ascii(' - ');
    out.utf8(nameAt(layer.source.bytes, from));
  },
});

function name(d: Dissection, which: Field): void {
  d.need(NAME);
  if (d.wants(which)) d.generate(which, nameAt(d.bytes, d.at), d.at, d.at + NAME);
  d.skip(NAME);
}

/** Sixteen bytes as they are, the last of them the suffix. */
function nameAt(bytes: Uint8Array, at: number): string {
  const text = String.fromCharCode(...bytes.subarray(at, at + NAME - 1)).replace(/[ \0]+$/, '');
  return showName({ name: text, suffix: bytes[at + NAME - 1]! });
}
