/** IP and what is below it: fragments, VLANs, quotations in ICMP, link types. */
import {
  asciiz,
  type Bytes,
  CLIENT,
  CLIENT6,
  concat,
  ETHER_TYPE,
  ethernet,
  FROM,
  hex,
  icmp,
  icmpv6,
  ipv4Fragments,
  LINK,
  loopback,
  PROTOCOL,
  packet,
  ppp,
  SERVER,
  SERVER6,
  sendRequest,
  sessionMessage,
  sll,
  sll2,
  stamp,
  TO,
  tcp,
  turns,
  u16le,
  u32le,
  udp,
} from '../index.ts';
import { SHORT, single, write } from './blocks.ts';

write(
  'messenger-ipv6-vlan',
  stamp([
    ...turns(single(), { client: CLIENT6, server: SERVER6, port: 445, vlans: [100] }),
    ...turns(single(), { client: CLIENT6, server: SERVER6, vlans: [200, 100], clientPort: 49153 }),
  ]),
);

const PC = { source: CLIENT.address, destination: SERVER.address };
const PC6 = { source: CLIENT6.address, destination: SERVER6.address };
const TO_SERVER = { source: CLIENT.mac, destination: SERVER.mac };
const TO_CLIENT = { source: SERVER.mac, destination: CLIENT.mac };

{
  // The request's frame becomes three fragments, the last one first, the middle one twice.
  const bytes = turns(single()).map((frame) => frame.bytes);
  const segment = bytes[5]!.subarray(14 + 20);
  const fields = { ...PC, protocol: PROTOCOL.TCP, identification: 4711 };
  const pieces = ipv4Fragments(fields, segment, [24, 64]).map((piece) =>
    ethernet({ ...TO_SERVER, type: ETHER_TYPE.IPV4 }, piece),
  );
  bytes.splice(5, 1, ...[2, 1, 1, 0].map((index) => pieces[index]!));
  write('messenger-fragments', stamp(bytes));
}

/** NetrSendMessage as connectionless DCE/RPC, the way it came by UDP: From, To and Text as NDR strings of bytes. */
function netrSendMessage(from: string, to: string, message: string): Bytes {
  const strings = [from, to, message].map((value) => {
    const bytes = asciiz(value);
    const padding = new Uint8Array((4 - (bytes.length % 4)) % 4);
    return concat(u32le(bytes.length), u32le(0), u32le(bytes.length), bytes, padding);
  });
  const stub = concat(...strings);
  return concat(
    // rpc_vers 4, request, idempotent and no fragment acknowledgement, little-endian ASCII.
    hex('04 00 28 00 10 00 00 00'),
    new Uint8Array(16),
    hex('f8917b5a00ffd011a9b200c04fb6e6fc'),
    hex('00112233445566778899aabbccddeeff'),
    u32le(0),
    u32le(1),
    u32le(0),
    u16le(0),
    hex('ffff ffff'),
    u16le(stub.length),
    hex('0000 0000'),
    stub,
  );
}

const POPUP = netrSendMessage(FROM, TO, SHORT);
const POPUP4 = packet(PC, PROTOCOL.UDP, udp(PC, 1026, 1026, POPUP));
const POPUP6 = packet(PC6, PROTOCOL.UDP, udp(PC6, 1026, 1026, POPUP));

{
  const back = { source: SERVER.address, destination: CLIENT.address };
  const back6 = { source: SERVER6.address, destination: CLIENT6.address };
  // Host 192.0.2.77 is not there: the router 192.0.2.254 says so of a TCP segment, quoting eight bytes of it.
  const absent = { source: CLIENT.address, destination: '192.0.2.77' };
  const router = { source: '192.0.2.254', destination: CLIENT.address };
  const syn = packet(
    absent,
    PROTOCOL.TCP,
    tcp(absent, { sourcePort: 49152, destinationPort: 139, sequence: 1000, flags: 0x02 }),
    3,
  );
  // And of a whole request in a connection that the capture did not see begin.
  const data = packet(
    absent,
    PROTOCOL.TCP,
    tcp(
      absent,
      { sourcePort: 49153, destinationPort: 139, sequence: 1000, acknowledgment: 5000, flags: 0x18 },
      sessionMessage(sendRequest({ text: SHORT })),
    ),
    4,
  );
  const v4 = { type: ETHER_TYPE.IPV4 };
  const v6 = { type: ETHER_TYPE.IPV6 };
  write(
    'icmp-quoted',
    stamp([
      ethernet({ ...TO_SERVER, ...v4 }, POPUP4),
      ethernet({ ...TO_CLIENT, ...v4 }, packet(back, PROTOCOL.ICMP, icmp(3, 3, POPUP4), 2)),
      ethernet({ ...TO_SERVER, ...v4 }, syn),
      ethernet({ ...TO_CLIENT, ...v4 }, packet(router, PROTOCOL.ICMP, icmp(3, 1, syn.subarray(0, 28)), 5)),
      ethernet({ ...TO_SERVER, ...v4 }, data),
      ethernet({ ...TO_CLIENT, ...v4 }, packet(router, PROTOCOL.ICMP, icmp(3, 1, data), 6)),
      ethernet({ ...TO_SERVER, ...v6 }, POPUP6),
      ethernet({ ...TO_CLIENT, ...v6 }, packet(back6, PROTOCOL.ICMPV6, icmpv6(back6, 1, 4, POPUP6))),
    ]),
  );
}

const LINKS: readonly [string, number, (type: number, bytes: Bytes) => Bytes][] = [
  ['ethernet', LINK.ETHERNET, (type, bytes) => ethernet({ ...TO_SERVER, type }, bytes)],
  ['sll', LINK.SLL, (type, bytes) => sll(type, bytes)],
  ['sll2', LINK.SLL2, (type, bytes) => sll2(type, bytes)],
  // AF_INET is 2 everywhere; AF_INET6 is 30 on macOS.
  ['null', LINK.NULL, (type, bytes) => loopback(type === ETHER_TYPE.IPV4 ? 2 : 30, bytes)],
  // AF_INET6 is 24 on OpenBSD.
  ['loop', LINK.LOOP, (type, bytes) => loopback(type === ETHER_TYPE.IPV4 ? 2 : 24, bytes, true)],
  ['raw', LINK.RAW, (_, bytes) => bytes],
  ['ppp', LINK.PPP, (type, bytes) => ppp(type === ETHER_TYPE.IPV4 ? 0x0021 : 0x0057, bytes)],
];
for (const [name, linkType, frame] of LINKS) {
  const frames = stamp([frame(ETHER_TYPE.IPV4, POPUP4), frame(ETHER_TYPE.IPV6, POPUP6)]);
  write(`linktypes-${name}`, frames, { linkType });
}
