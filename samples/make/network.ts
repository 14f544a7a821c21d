/** IP and what it carries. */
import { type Bytes, checksum, concat, split, u16be, u32be } from './bytes.ts';

export const PROTOCOL = { ICMP: 1, TCP: 6, UDP: 17, ICMPV6: 58 } as const;

export function isIpv6(address: string): boolean {
  return address.includes(':');
}

/** An IPv4 or IPv6 address as its bytes. */
export function ip(address: string): Bytes {
  if (!isIpv6(address)) return Uint8Array.from(address.split('.'), Number);
  const [left = '', right] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const head = groups(left);
  const tail = groups(right ?? '');
  const middle = right === undefined ? [] : new Array<number>(8 - head.length - tail.length).fill(0);
  return concat(...[...head, ...middle, ...tail].map(u16be));
}

export interface Ipv4Fields {
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly identification?: number;
  readonly timeToLive?: number;
  readonly dontFragment?: boolean;
  readonly moreFragments?: boolean;
  /** In bytes. */
  readonly fragmentOffset?: number;
  readonly totalLength?: number;
}

export function ipv4(fields: Ipv4Fields, payload: Bytes): Bytes {
  const { identification = 1, timeToLive = 64, fragmentOffset = 0, moreFragments = false } = fields;
  const { dontFragment = !moreFragments && fragmentOffset === 0, totalLength = 20 + payload.length } = fields;
  const flags = (dontFragment ? 0x4000 : 0) | (moreFragments ? 0x2000 : 0) | (fragmentOffset >>> 3);
  const header = concat(
    [0x45, 0],
    u16be(totalLength),
    u16be(identification),
    u16be(flags),
    [timeToLive, fields.protocol, 0, 0],
    ip(fields.source),
    ip(fields.destination),
  );
  header.set(u16be(checksum(header)), 10);
  return concat(header, payload);
}

/** The datagram cut at these payload offsets (multiples of 8), as fragments in their order. */
export function ipv4Fragments(fields: Ipv4Fields, payload: Bytes, cut: readonly number[]): Bytes[] {
  return split(payload, cut).map((piece, index) =>
    ipv4(
      {
        ...fields,
        dontFragment: false,
        moreFragments: index < cut.length,
        fragmentOffset: index === 0 ? 0 : cut[index - 1]!,
      },
      piece,
    ),
  );
}

export interface Ipv6Fields {
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly hopLimit?: number;
  readonly flowLabel?: number;
}

export function ipv6(fields: Ipv6Fields, payload: Bytes): Bytes {
  const { source, destination, protocol, hopLimit = 64, flowLabel = 0 } = fields;
  const first = u32be((0x60000000 | flowLabel) >>> 0);
  return concat(first, u16be(payload.length), [protocol, hopLimit], ip(source), ip(destination), payload);
}

export interface Addresses {
  readonly source: string;
  readonly destination: string;
}

function pseudoHeader({ source, destination }: Addresses, protocol: number, length: number): Bytes {
  const addresses = concat(ip(source), ip(destination));
  return isIpv6(source)
    ? concat(addresses, u32be(length), [0, 0, 0, protocol])
    : concat(addresses, [0, protocol], u16be(length));
}

/** IPv4 or IPv6, as the addresses ask for. */
export function packet(addresses: Addresses, protocol: number, payload: Bytes, identification = 1): Bytes {
  return isIpv6(addresses.source)
    ? ipv6({ ...addresses, protocol }, payload)
    : ipv4({ ...addresses, protocol, identification }, payload);
}

export function udp(addresses: Addresses, sourcePort: number, destinationPort: number, payload: Bytes): Bytes {
  const length = 8 + payload.length;
  const datagram = concat(u16be(sourcePort), u16be(destinationPort), u16be(length), [0, 0], payload);
  const sum = checksum(pseudoHeader(addresses, PROTOCOL.UDP, length), datagram);
  datagram.set(u16be(sum === 0 ? 0xffff : sum), 6);
  return datagram;
}

export const FLAG = { FIN: 0x01, SYN: 0x02, RST: 0x04, PSH: 0x08, ACK: 0x10 } as const;

export interface TcpFields {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgment?: number;
  readonly flags: number;
  readonly window?: number;
  /** A multiple of four bytes. */
  readonly options?: Bytes;
}

export function tcp(addresses: Addresses, fields: TcpFields, payload: Bytes = new Uint8Array(0)): Bytes {
  const { options = new Uint8Array(0), window = 64240, acknowledgment = 0 } = fields;
  const segment = concat(
    u16be(fields.sourcePort),
    u16be(fields.destinationPort),
    u32be(fields.sequence),
    u32be(acknowledgment),
    [((20 + options.length) / 4) << 4, fields.flags],
    u16be(window),
    [0, 0, 0, 0],
    options,
    payload,
  );
  segment.set(u16be(checksum(pseudoHeader(addresses, PROTOCOL.TCP, segment.length), segment)), 16);
  return segment;
}

/** An ICMP message; an error quotes the packet it answers: `quote` in `body`, the four bytes before it in `rest`. */
export function icmp(type: number, code: number, body: Bytes, rest: Bytes = new Uint8Array(4)): Bytes {
  const message = concat([type, code, 0, 0], rest, body);
  message.set(u16be(checksum(message)), 2);
  return message;
}

export function icmpv6(
  addresses: Addresses,
  type: number,
  code: number,
  body: Bytes,
  rest: Bytes = new Uint8Array(4),
): Bytes {
  const message = concat([type, code, 0, 0], rest, body);
  message.set(u16be(checksum(pseudoHeader(addresses, PROTOCOL.ICMPV6, message.length), message)), 2);
  return message;
}
