import { type Dissection, type Field, field, pseudoHeaderSum, type TransportPdu, transportSum, u16be } from '#sdk';

export const BAD = 0;
export const GOOD = 1;
export const UNVERIFIED = 2;
export const NOT_PRESENT = 3;
const NAMES = { [BAD]: 'Bad', [GOOD]: 'Good', [UNVERIFIED]: 'Unverified', [NOT_PRESENT]: 'Not present' };

/** Whether a checksum is right, as a field: 'udp.checksum.status'. */
export const statusField = (abbrev: string): Field =>
  field(abbrev, 'Checksum status', 'uint', { size: 1, names: NAMES, generated: true });

/**
 * Generates the status of the checksum at `at` of a transport PDU, which is the layer at hand. Nothing can be said of a
 * PDU that was cut or quoted, nor of one whose sender left the sum to its network card.
 */
export function generateStatus(d: Dissection, status: Field, protocol: number, at: number): void {
  d.generate(status, judge(d, protocol, at), at, at + 2);
}

function judge(d: Dissection, protocol: number, at: number): number {
  const { packet } = d;
  if (d.promised > d.end || d.quoted || at + 2 > d.end) return UNVERIFIED;
  const size = packet.addressKind === 'ipv4' ? 4 : packet.addressKind === 'ipv6' ? 16 : 0;
  if (size === 0) return UNVERIFIED;
  const pdu: TransportPdu = {
    addresses: packet.addressBytes,
    source: packet.sourceAddress,
    destination: packet.destinationAddress,
    size,
    protocol,
    bytes: d.bytes,
    start: d.layer.start,
    end: d.end,
  };
  if (transportSum(pdu) === 0xffff) return GOOD;
  return u16be(d.bytes, at) === pseudoHeaderSum(pdu) ? UNVERIFIED : BAD;
}
