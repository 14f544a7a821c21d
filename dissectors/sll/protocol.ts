import { type Dissection, on, protocol } from '#sdk';
import { ETHER_TYPES, etherType, LONGEST_LENGTH, llcPayload } from '../ethernet/keys.ts';
import { linkType } from '../frame/keys.ts';
import { etype, header, header2, ip, looseFields, mac, other, ROOM, unused } from './layout.ts';

const VERSION_2 = 276;
const ETHERNET_ADDRESS = 6;
/** Protocol numbers below the EtherTypes (ETH_P_ of Linux). */
const LLC = 4;

/** Linux cooked capture, versions 1 and 2: what the "any" device gives instead of a link header. */
export const sll = protocol({
  name: 'sll',
  label: 'SLL',
  title: 'Linux cooked capture',
  layouts: [header, header2],
  fields: looseFields,
  routes: [on(linkType, 113, VERSION_2)],
  dissect(d: Dissection) {
    const second = d.packet.linkType === VERSION_2;
    let number = 0;
    let length: number;
    if (second) {
      if (d.left < header2.size) return d.record(header2);
      number = d.u16be(header2.offset.etype);
      length = d.u8(header2.offset.halen);
      d.record(header2);
      address(d, length);
    } else {
      if (d.left < header.size) return d.record(header);
      length = d.u16be(header.offset.halen);
      d.record(header);
      address(d, length);
      number = d.u16be(0);
      d.take(etype, 2);
    }
    if (number > LONGEST_LENGTH) d.route(etherType, number, d.at, d.end, d.promised);
    else if (number === LLC) d.probe(llcPayload, d.at, d.end, d.promised);
    else d.data(d.at, d.end, d.promised);
  },
  info(layer, packet, out) {
    const at = layer.start + (packet.linkType === VERSION_2 ? header2.offset.etype : header.size + ROOM);
    if (at + 2 > layer.end) return;
    const number = (layer.source.bytes[at]! << 8) | layer.source.bytes[at + 1]!;
    const name = ETHER_TYPES[number];
    if (name !== undefined) return out.ascii(name);
    out.ascii('Protocol 0x');
    out.hex(number, 4);
  },
});

function address(d: Dissection, length: number): void {
  d.need(ROOM);
  if (length === ETHERNET_ADDRESS) {
    d.addresses('ether', d.at, -1);
    d.take(mac, length);
  } else if (length === 4) d.take(ip, length);
  else if (length > 0) d.take(other, Math.min(length, ROOM));
  if (length < ROOM) d.take(unused, ROOM - length);
}
