import {
  type Dissection,
  ether,
  field,
  layout,
  on,
  protocol,
  recognised,
  specification,
  u8,
  u16,
  u16be,
  u32,
} from '#sdk';
import { etherType, llcPayload } from '../ethernet/keys.ts';
import { llcSap } from '../llc/keys.ts';
import { sessionPayload } from '../nbss/keys.ts';
import { NAME, nameAt, nameFields, takeName } from '../netbios/keys.ts';
import { surplus, wantsSurplus } from '../padding/keys.ts';
import { pppProtocol } from '../ppp/keys.ts';

const novell = specification('Novell IPX', 'https://bitsavers.org/pdf/novell/');
const spec = novell('IPX Router Specification 2.1');
const cifs = specification('MS-CIFS', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-cifs/');

const NETBIOS = 0x0455;
const SMB_SERVER = 0x0550;
const SMB_REDIRECTOR = 0x0552;
const NAME_QUERY = 0x0551;
const MAILSLOT = 0x0553;
const SOCKETS: Readonly<Record<number, string>> = {
  0x0451: 'NCP',
  0x0452: 'SAP',
  0x0453: 'RIP',
  [NETBIOS]: 'NetBIOS',
  0x0456: 'Diagnostic',
  [SMB_SERVER]: 'NWLink SMB Server',
  [NAME_QUERY]: 'NWLink SMB Name Query',
  [SMB_REDIRECTOR]: 'NWLink SMB Redirector',
  [MAILSLOT]: 'NWLink SMB Mailslot Datagram',
};
const TYPES = { 0: 'IPX', 1: 'RIP', 4: 'PEP', 5: 'SPX', 17: 'NCP', 20: 'NetBIOS broadcast' };

const header = layout(
  { prefix: 'ipx', spec },
  {
    checksum: u16('Checksum', { base: 'hex' }),
    len: u16('Length'),
    hops: u8('Transport Control'),
    packet_type: u8('Packet Type', { base: 'hex', names: TYPES }),
    'dst.net': u32('Destination Network', { base: 'hex' }),
    'dst.node': ether('Destination Node'),
    'dst.socket': u16('Destination Socket', { base: 'hex', names: SOCKETS }),
    'src.net': u32('Source Network', { base: 'hex' }),
    'src.node': ether('Source Node'),
    'src.socket': u16('Source Socket', { base: 'hex', names: SOCKETS }),
  },
);

/** Before the names of a NetBIOS datagram. */
const datagram = layout(
  { prefix: 'nbipx', spec: cifs('2.1.2') },
  { conn_control: u8('Connection control', { base: 'hex' }), packet_type: u8('Packet Type', { base: 'hex' }) },
);
/** What NWLink's sockets for names and mailslots carry: a name management packet, after room for eight networks. */
const OPCODES = {
  0xf1: 'Claim name',
  0xf2: 'Delete name',
  0xf3: 'Query name',
  0xf4: 'Name found',
  0xf5: 'Messenger hangup',
  0xfc: 'Mailslot write',
  0xfd: 'Find mailslot name',
  0xfe: 'Mailslot name found',
};
const NAME_KINDS = { 1: 'Machine', 2: 'Workgroup', 3: 'Browser' };
const management = layout(
  { prefix: 'nmpi', spec: cifs('2.1.2') },
  {
    opcode: u8('Opcode', { base: 'hex', names: OPCODES }),
    name_type: u8('Name Type', { base: 'hex', names: NAME_KINDS }),
    messageid: u16('Message ID', { base: 'hex', little: true }),
  },
);
const NETWORKS = 32;
const networks = field('ipx.networks', 'Networks', 'bytes');
const requested = field('nmpi.requested_name', 'Requested name', 'string', { generated: true });
const source = field('nmpi.source_name', 'Source name', 'string', { generated: true });
const DIRECTED_DATAGRAM = 0x0b;
const receiver = field('nbipx.receiver', "Receiver's Name", 'string', { generated: true });
const sender = field('nbipx.sender', "Sender's Name", 'string', { generated: true });

/** Internetwork packet exchange, as far as it carries SMB: directly (MS-CIFS 2.1.3) or in NetBIOS datagrams (2.1.2). */
export const ipx = protocol({
  name: 'ipx',
  label: 'IPX',
  title: 'Internetwork Packet eXchange',
  layouts: [header, datagram, management],
  fields: [receiver, sender, networks, requested, source, ...nameFields],
  routes: [
    on(llcSap, 0xe0),
    on(etherType, 0x8137),
    on(pppProtocol, 0x002b),
    // Raw in 802.3: no checksum, where LLC would have global addresses.
    recognised(llcPayload, (b, at, end) => end - at >= 2 && b[at] === 0xff && b[at + 1] === 0xff),
  ],
  spec,
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const { end, promised } = d;
    const length = d.u16be(header.offset.len);
    const to = d.u16be(header.offset['dst.socket']);
    const from = d.u16be(header.offset['src.socket']);
    if (length >= header.size) d.limitTo(length, 'ipx.len');
    d.record(header);
    if (to === NETBIOS && d.left >= 2 && d.u8(datagram.offset.packet_type) === DIRECTED_DATAGRAM) {
      d.record(datagram);
      name(d, receiver);
      name(d, sender);
      d.probe(sessionPayload, d.at, d.end, d.promised);
    } else if (to === NAME_QUERY || to === MAILSLOT) {
      d.take(networks, NETWORKS);
      d.record(management);
      name(d, requested);
      name(d, source);
      d.probe(sessionPayload, d.at, d.end, d.promised);
    } else if (direct(to) || direct(from)) d.probe(sessionPayload, d.at, d.end, d.promised);
    else d.data(d.at, d.end, d.promised);
    if (d.end < end && wantsSurplus(d)) d.route(surplus, 0, d.end, end, promised);
  },
  info(layer, _packet, out) {
    if (layer.end - layer.start < header.size) return;
    const socket = u16be(layer.source.bytes, layer.start + header.offset['dst.socket']);
    const known = SOCKETS[socket];
    if (known !== undefined) return out.ascii(known);
    out.ascii('Socket 0x');
    out.hex(socket, 4);
  },
});

const direct = (socket: number): boolean => socket >= SMB_SERVER && socket <= SMB_REDIRECTOR;

function name(d: Dissection, which: typeof receiver): void {
  d.need(NAME);
  if (d.wants(which)) d.generate(which, nameAt(d.bytes, d.at), d.at, d.at + NAME);
  takeName(d);
}
