/** Link layers. */
import { type Bytes, concat, hex, u16be, u32be, u32le } from './bytes.ts';

export const ETHER_TYPE = { IPV4: 0x0800, ARP: 0x0806, VLAN: 0x8100, IPV6: 0x86dd, SERVICE_VLAN: 0x88a8 } as const;

/** `02:00:00:00:00:01` to six bytes. */
export function mac(address: string): Bytes {
  return hex(address.replaceAll(':', ''));
}

export interface EthernetFields {
  readonly source: string;
  readonly destination: string;
  readonly type: number;
  /** VLAN ids, the outermost first; two or more give 802.1ad outside. */
  readonly vlans?: readonly number[];
}

/** A frame without its check sequence; short ones are padded to 60 bytes with `pad`. */
export function ethernet({ source, destination, type, vlans = [] }: EthernetFields, payload: Bytes, pad = true): Bytes {
  const tags = vlans.map((id, index) =>
    concat(u16be(index < vlans.length - 1 ? ETHER_TYPE.SERVICE_VLAN : ETHER_TYPE.VLAN), u16be(id)),
  );
  const frame = concat(mac(destination), mac(source), ...tags, u16be(type), payload);
  return pad && frame.length < 60 ? concat(frame, new Uint8Array(60 - frame.length)) : frame;
}

/** Linux cooked capture v1 (LINKTYPE 113); kind 0 is "to us", 4 "sent by us". */
export function sll(type: number, payload: Bytes, source = '02:00:00:00:00:01', kind = 0): Bytes {
  return concat(u16be(kind), u16be(1), u16be(6), mac(source), [0, 0], u16be(type), payload);
}

/** Linux cooked capture v2 (LINKTYPE 276). */
export function sll2(type: number, payload: Bytes, source = '02:00:00:00:00:01', kind = 0, interfaceIndex = 2): Bytes {
  return concat(u16be(type), [0, 0], u32be(interfaceIndex), u16be(1), [kind, 6], mac(source), [0, 0], payload);
}

/** BSD loopback: the address family in the byte order of the capturing host (LINKTYPE 0) or big-endian (108). */
export function loopback(family: number, payload: Bytes, bigEndian = false): Bytes {
  return concat(bigEndian ? u32be(family) : u32le(family), payload);
}

/** PPP in HDLC-like framing (LINKTYPE 9): 0x0021 IPv4, 0x0057 IPv6. */
export function ppp(protocol: number, payload: Bytes, addressAndControl = true): Bytes {
  return concat(addressAndControl ? [0xff, 0x03] : [], u16be(protocol), payload);
}
