import { type ByteWriter, type Dissection, equal, type Layer, on, protocol, u16be } from '#sdk';
import { etherType } from '../ethernet/keys.ts';
import { surplus, wantsSurplus } from '../padding/keys.ts';
import * as fields from './layout.ts';
import { header, OPERATIONS, REPLY, REQUEST, REVERSE_REPLY, REVERSE_REQUEST } from './layout.ts';

const { offset } = header;
const ETHERNET = 1;
const IEEE_802 = 6;
const IPV4 = 0x0800;
const MAC_SIZE = 6;
const IP_SIZE = 4;

/** What a packet is for, beyond its opcode. */
type Purpose = 'ordinary' | 'gratuitous' | 'probe' | 'announcement';

/** Address resolution (RFC 826) and its reverse (RFC 903). */
export const arp = protocol({
  name: 'arp',
  label: 'ARP',
  title: 'Address Resolution Protocol',
  layouts: [header],
  fields: fields.looseFields,
  routes: [on(etherType, 0x0806, 0x8035)],
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const start = d.at;
    const hardware = d.u16be(offset['hw.type']);
    const ip = d.u16be(offset['proto.type']) === IPV4 && d.u8(offset['proto.size']) === IP_SIZE;
    const mac = (hardware === ETHERNET || hardware === IEEE_802) && d.u8(offset['hw.size']) === MAC_SIZE;
    const hardwareSize = d.u8(offset['hw.size']);
    const protocolSize = d.u8(offset['proto.size']);
    const { end, promised } = d;
    const size = header.size + 2 * (hardwareSize + protocolSize);
    if (start + size <= end) d.limitTo(size, 'arp.hw.size');
    d.record(header);
    if (d.recording && mac && ip && d.left >= 2 * (MAC_SIZE + IP_SIZE)) {
      const purpose = purposeOf(d.bytes, start);
      if (purpose === 'gratuitous' || purpose === 'announcement') d.generate(fields.gratuitous, true);
      if (purpose === 'probe') d.generate(fields.probe, true);
      if (purpose === 'announcement') d.generate(fields.announcement, true);
    }
    if (hardwareSize > 0) d.take(mac ? fields.senderMac : fields.senderHardware, hardwareSize);
    if (protocolSize > 0) d.take(ip ? fields.senderIp : fields.senderProtocol, protocolSize);
    if (hardwareSize > 0) d.take(mac ? fields.targetMac : fields.targetHardware, hardwareSize);
    if (protocolSize > 0) d.take(ip ? fields.targetIp : fields.targetProtocol, protocolSize);
    if (d.at < end && wantsSurplus(d)) d.route(surplus, 0, d.at, end, promised);
  },
  summary(layer, _packet, out) {
    if (layer.end - layer.start < header.size) return;
    const name = OPERATIONS[u16be(layer.source.bytes, layer.start + offset.opcode)];
    if (name === undefined) return;
    out.ascii(' (');
    out.ascii(name);
    out.byte(0x29);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const at = layer.start;
    if (layer.end - at < header.size) return;
    const operation = u16be(bytes, at + offset.opcode);
    if (resolvesIp(layer) && (operation === REVERSE_REQUEST || operation === REVERSE_REPLY)) {
      return reverse(bytes, at, operation, out);
    }
    if (!resolvesIp(layer) || (operation !== REQUEST && operation !== REPLY)) {
      const name = OPERATIONS[operation];
      if (name !== undefined) return out.ascii(name);
      out.ascii('Opcode ');
      return out.decimal(operation);
    }
    const purpose = purposeOf(bytes, at);
    if (purpose === 'gratuitous') {
      out.ascii('Gratuitous ARP for ');
      out.ipv4(bytes, at + TARGET_IP);
      out.ascii(operation === REQUEST ? ' (Request)' : ' (Reply)');
    } else if (purpose === 'announcement') {
      out.ascii('ARP Announcement for ');
      out.ipv4(bytes, at + TARGET_IP);
    } else if (operation === REQUEST) {
      out.ascii('Who has ');
      out.ipv4(bytes, at + TARGET_IP);
      out.ascii(purpose === 'probe' ? '? (ARP Probe)' : '? Tell ');
      if (purpose !== 'probe') out.ipv4(bytes, at + SENDER_IP);
    } else {
      out.ipv4(bytes, at + SENDER_IP);
      out.ascii(' is at ');
      out.hexBytes(bytes, at + SENDER_MAC, at + SENDER_IP, 0x3a);
    }
  },
});

const SENDER_MAC = header.size;
const SENDER_IP = SENDER_MAC + MAC_SIZE;
const TARGET_MAC = SENDER_IP + IP_SIZE;
const TARGET_IP = TARGET_MAC + MAC_SIZE;

/** RFC 903: who has an Ethernet address and wants to know its IP address. */
function reverse(bytes: Uint8Array, at: number, operation: number, out: ByteWriter): void {
  const asks = operation === REVERSE_REQUEST;
  if (asks) out.ascii('Who is ');
  out.hexBytes(bytes, at + TARGET_MAC, at + TARGET_IP, 0x3a);
  out.ascii(asks ? '? Tell ' : ' is at ');
  if (asks) out.hexBytes(bytes, at + SENDER_MAC, at + SENDER_IP, 0x3a);
  else out.ipv4(bytes, at + TARGET_IP);
}

function resolvesIp(layer: Layer): boolean {
  const { bytes } = layer.source;
  const at = layer.start;
  const sizes = bytes[at + offset['hw.size']] === MAC_SIZE && bytes[at + offset['proto.size']] === IP_SIZE;
  return sizes && u16be(bytes, at + offset['proto.type']) === IPV4 && layer.end - at >= TARGET_IP + IP_SIZE;
}

/** RFC 5227 1.1: probes come from nobody, announcements ask for their own sender's address; neither names a target. */
function purposeOf(bytes: Uint8Array, at: number): Purpose {
  const operation = u16be(bytes, at + offset.opcode);
  const request = operation === REQUEST;
  if (!request && operation !== REPLY) return 'ordinary';
  if (equal(bytes, at + SENDER_IP, bytes, at + TARGET_IP, IP_SIZE)) {
    return request && zero(bytes, at + TARGET_MAC, MAC_SIZE) ? 'announcement' : 'gratuitous';
  }
  const nobody = zero(bytes, at + SENDER_IP, IP_SIZE) && zero(bytes, at + TARGET_MAC, MAC_SIZE);
  return request && nobody ? 'probe' : 'ordinary';
}

function zero(bytes: Uint8Array, at: number, length: number): boolean {
  for (let i = at; i < at + length; i++) if (bytes[i] !== 0) return false;
  return true;
}
