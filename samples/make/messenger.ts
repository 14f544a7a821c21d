/**
 * The messenger captures that are written by hand: `node --import tsx samples/make/messenger.ts`. Run twice it gives the
 * same bytes. What each file shows, and what is wrong in it, stands in samples/manifest.json. Unless a planted violation
 * asks for something else, a request that breaks MS-MSRP 3.2.4.5's tests is answered with an error and any other with
 * success, texts over 128 bytes go as blocks of 128, and answers are waited for.
 */
import { fileURLToPath } from 'node:url';
import {
  ascii,
  asciiz,
  BLOCK,
  type Bytes,
  blockData,
  CLIENT,
  CLIENT6,
  concat,
  converted,
  ERRSRV_ERROR,
  ETHER_TYPE,
  endRequest,
  endResponse,
  ethernet,
  FROM,
  type Frame,
  GROUP,
  type GroupFields,
  hex,
  icmp,
  icmpv6,
  ipv4Fragments,
  keepAlive,
  LINK,
  loopback,
  type MessengerParts,
  negativeResponse,
  type PcapOptions,
  PROTOCOL,
  packet,
  ppp,
  REPLY,
  retargetResponse,
  SERVER,
  SERVER6,
  type SendFields,
  type StartFields,
  sendRequest,
  sendResponse,
  session,
  sessionMessage,
  sessionRequest,
  sll,
  sll2,
  split,
  stamp,
  startRequest,
  startResponse,
  type TextFields,
  TO,
  type Turn,
  type TurnOptions,
  tcp,
  textRequest,
  textResponse,
  turns,
  u16le,
  u32le,
  udp,
  writePcap,
} from './index.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));

function write(name: string, frames: readonly Frame[], options?: PcapOptions): void {
  writePcap(`${folder}${name}.pcap`, frames, options);
}

function violations(family: string, list: readonly Turn[], options?: TurnOptions): void {
  write(`messenger-violations-${family}`, turns(list, options));
}

// Building blocks -----------------------------------------------------------------------------------------------------

const SHORT = 'Print Job Completed';
/** 188 bytes: one full block and a second one. */
const LONG =
  'Print Job Completed\n' +
  'Document: Quarterly report, 24 pages, two copies\n' +
  'Printer: \\\\PRINTSERVER\\LASER1 on the second floor\n' +
  'Please take your pages out of the bin before the next job is printed.';
const [LONG_FIRST, LONG_LAST] = blocks(LONG) as [Bytes, Bytes];

const NONE = new Uint8Array(0);
const NETBIOS = { called: TO, calling: FROM };
const REFUSED: MessengerParts = { header: { status: ERRSRV_ERROR } };
const START_REFUSED: GroupFields = { ...REFUSED, words: NONE };

function ask(smb: Bytes): Turn {
  return { from: 'client', smb };
}

function answer(smb: Bytes): Turn {
  return { from: 'server', smb };
}

/** The text as blocks of 128 bytes; the last one carries the null if it has room. */
function blocks(text: string, size = BLOCK): Bytes[] {
  const bytes = converted(text);
  const count = Math.ceil(bytes.length / size);
  const pieces = split(
    bytes,
    Array.from({ length: count - 1 }, (_, index) => (index + 1) * size),
  );
  return pieces.map((piece, index) => (index === count - 1 ? blockData(piece) : piece));
}

/** One single-block message and its answer. */
function single(request: SendFields = {}, response: MessengerParts = {}): Turn[] {
  return [ask(sendRequest({ text: SHORT, ...request })), answer(sendResponse(response))];
}

function start(request: StartFields = {}, response: GroupFields = {}): Turn[] {
  return [ask(startRequest(request)), answer(startResponse(response))];
}

function text(request: TextFields, response: MessengerParts = {}): Turn[] {
  return [ask(textRequest(request)), answer(textResponse(response))];
}

function end(request: GroupFields = {}, response: MessengerParts = {}): Turn[] {
  return [ask(endRequest(request)), answer(endResponse(response))];
}

/** A right multi-block message: START, a TEXT for each block, END, each answered. */
function multi(data: readonly Bytes[] = [LONG_FIRST, LONG_LAST], messageGroupId = GROUP): Turn[] {
  return [
    ...start({}, { messageGroupId }),
    ...data.flatMap((block) => text({ data: block, messageGroupId })),
    ...end({ messageGroupId }),
  ];
}

// Right conversations -------------------------------------------------------------------------------------------------

write('messenger-single', turns(single()));

write(
  'messenger-correct-multiblock',
  turns(
    multi(
      blocks(
        `${LONG}\nTray 2 is nearly empty: about forty sheets of A4 are left in it.\nThe next service is on Monday.`,
      ),
    ),
  ),
);

// Valid so far, and the capture ends: nothing can be said of the missing answer, nor of the missing END.
write(
  'messenger-unfinished',
  stamp([
    ...turns([ask(sendRequest({ text: SHORT }))], { close: 'none' }),
    ...turns([...start(), ...text({ data: LONG_FIRST })], { close: 'none', clientPort: 49153 }),
  ]),
);

// The session service's other packets: a negative response; a retarget to port 1139; there a keep-alive each way.
write(
  'netbios-session',
  stamp([
    ...session().client(sessionRequest(NETBIOS)).server(negativeResponse(0x82)).fin('server').frames,
    ...session({ clientPort: 49153 })
      .client(sessionRequest(NETBIOS))
      .server(retargetResponse(SERVER.address, 1139))
      .fin('server').frames,
    ...session({ clientPort: 49154, port: 1139, netbios: NETBIOS })
      .client(keepAlive())
      .server(keepAlive())
      .request(sendRequest({ text: SHORT }))
      .response(sendResponse())
      .fin().frames,
  ]),
);

// Violations, a file a family -------------------------------------------------------------------------------------------

violations('header-requests', [
  ...single({ header: { status: ERRSRV_ERROR } }),
  ...single({ header: { flags: 0x18 } }),
  ...single({ header: { flags2: 0x0001 } }),
  ...single({ header: { pidHigh: 1 } }, { header: { pidHigh: 1 } }),
  ...single({ header: { securityFeatures: hex('01 02 03 04 05 06 07 08') } }),
  ...single({ header: { reserved: 1 } }),
  ...single({ header: { tid: 1 } }, { header: { tid: 1 } }),
  ...single({ header: { pidLow: 0x2bc1 } }, { header: { pidLow: 0x2bc1 } }),
  ...single({ header: { uid: 100 } }, { header: { uid: 100 } }),
  ...single({ header: { mid: 64 } }, { header: { mid: 64 } }),
  ...start({ header: { flags2: 0x4000 } }),
  ...text({ data: LONG_FIRST, header: { pidLow: 0x2bc1 } }, { header: { pidLow: 0x2bc1 } }),
  ...text({ data: LONG_LAST }),
  ...end({ header: { mid: 64 } }, { header: { mid: 64 } }),
]);

violations('header-responses', [
  ...single({}, { header: { flags: REPLY | 0x08 } }),
  ...single({}, { header: { flags2: 0x4000 } }),
  ...single({}, { header: { flags2: 0x0001 } }),
  ...single({}, { header: { flags2: 0x8000 } }),
  ...single({}, { header: { pidHigh: 1 } }),
  ...single({}, { header: { securityFeatures: hex('01 02 03 04 05 06 07 08') } }),
  ...single({}, { header: { reserved: 1 } }),
  ...single({}, { header: { tid: 5 } }),
  ...single({}, { header: { uid: 100 } }),
  ...start({}, { header: { flags2: 0x8000 } }),
  ...text({ data: LONG_FIRST }, { header: { tid: 5 } }),
  ...text({ data: LONG_LAST }),
  ...end({}, { header: { reserved: 1 } }),
]);

violations('word-count', [
  ...single({ words: u16le(0) }, REFUSED),
  ...start({ words: u16le(0) }, START_REFUSED),
  ...start(),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST, words: NONE }, REFUSED),
  ...end({ words: concat(u16le(GROUP), u16le(0)) }, REFUSED),
  ...end(),
  ...single({}, { words: u16le(0) }),
  ...start({}, { words: concat(u16le(GROUP), u16le(0)) }),
  ...text({ data: LONG_FIRST }, { words: u16le(0) }),
  ...text({ data: LONG_LAST }),
  ...end({}, { words: u16le(0) }),
]);

violations('start-answer', [
  ...start({}, { words: NONE }),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST }),
  ...end(),
]);

{
  const names = 1 + FROM.length + 1 + 1 + TO.length + 1;
  violations('byte-count', [
    // One byte less than there is, four more, …
    ...single({ byteCount: names + 3 + SHORT.length }, REFUSED),
    ...single({ byteCount: names + 3 + SHORT.length + 1 + 4 }, REFUSED),
    ...start({ byteCount: names - 1 }, START_REFUSED),
    ...start(),
    ...text({ data: LONG_FIRST }),
    ...text({ data: LONG_LAST, byteCount: 3 + LONG_LAST.length + 4 }, REFUSED),
    ...end({ bytes: u16le(0) }, REFUSED),
    ...end(),
  ]);
}

violations('response-byte-count', [
  ...single({}, { bytes: u16le(0) }),
  ...start({}, { bytes: u16le(0) }),
  ...text({ data: LONG_FIRST }, { bytes: u16le(0) }),
  ...text({ data: LONG_LAST }),
  ...end({}, { bytes: u16le(0) }),
]);

violations('buffer-formats', [
  ...single({ bufferFormat1: 0x02 }, REFUSED),
  ...single({ bufferFormat2: 0x03 }, REFUSED),
  // 3.2.4.5's test of data blocks lets 0x05 pass.
  ...single({ bufferFormat3: 0x05 }),
  ...start({ bufferFormat1: 0x01 }, START_REFUSED),
  ...start({ bufferFormat2: 0x00 }, START_REFUSED),
  ...start(),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST, bufferFormat: 0x04 }, REFUSED),
  ...end(),
]);

// Port 445: without a called name, nothing else can be said of the recipient.
violations(
  'names',
  [
    ...single({ from: 'PRINTSERVERNORTH' }, REFUSED),
    ...single({ to: 'WORKSTATIONNORTH' }, REFUSED),
    ...start({ from: 'PRINTSERVERNORTH' }, START_REFUSED),
    ...start({ to: 'WORKSTATIONNORTH' }, START_REFUSED),
    // The null is missing: the string ends with the message.
    ...start({ destinationName: ascii(TO) }, START_REFUSED),
    ...single({ to: '*ALICE' }, REFUSED),
    ...start({ to: '*' }, START_REFUSED),
    // Fifteen are allowed.
    ...single({ from: 'PRINTSERVERWEST', to: 'WORKSTATIONWEST' }),
  ],
  { port: 445 },
);

write(
  'messenger-violations-called-name',
  stamp([
    ...turns([
      ...single({ to: 'ALICE' }),
      ...start({ to: 'ALICE' }),
      ...text({ data: LONG_FIRST }),
      ...text({ data: LONG_LAST }),
      ...end(),
      // The same name: case does not matter.
      ...single({ to: 'Workstation' }),
    ]),
    // The file server's name instead of the messenger's.
    ...turns(single(), { netbios: { ...NETBIOS, calledSuffix: 0x20 }, clientPort: 49153 }),
  ]),
);

{
  const long = ascii('This block is longer than the 128 bytes that are allowed. '.repeat(4));
  violations('data-length', [
    ...single({ data: concat(long.subarray(0, 128), [0]) }, REFUSED),
    ...start(),
    ...text({ data: concat(long.subarray(0, 199), [0]) }, REFUSED),
    ...end(),
    // 10 of 20 bytes; 40 where 20 are.
    ...single({ dataLength: 10 }, REFUSED),
    ...single({ dataLength: 40 }, REFUSED),
    ...start(),
    ...text({ data: LONG_FIRST }),
    ...text({ data: LONG_LAST, dataLength: LONG_LAST.length - 10 }, REFUSED),
    ...end(),
    ...start(),
    ...text({ data: LONG_FIRST }),
    ...text({ data: LONG_LAST, dataLength: LONG_LAST.length + 10 }, REFUSED),
    ...end(),
  ]);
}

{
  const raw = (bytes: string) => ({ data: asciiz(bytes) });
  // A line end at the edge of two blocks.
  const edge = concat(LONG_FIRST.subarray(0, 127), [0x0d]);
  const pair = concat(LONG_FIRST.subarray(0, 127), [0x14]);
  violations('line-ends', [
    ...single(raw('Print Job\rCompleted')),
    ...single(raw('Print Job\nCompleted')),
    ...single(raw('Print Job\r\nCompleted')),
    ...single(raw('Print Job\n\rCompleted')),
    ...single(raw('Print Job\x14\x14Completed')),
    ...multi([LONG_FIRST, concat(ascii('\r\n'), LONG_LAST)]),
    ...multi([edge, concat(ascii('\n'), LONG_LAST)]),
    ...multi([LONG_FIRST, concat(ascii('\x14\x14'), LONG_LAST)]),
    ...multi([pair, concat(ascii('\x14'), LONG_LAST)]),
  ]);
}

// Code page 437 and 850: 0x81 is ü, 0x8e is Ä, 0x94 is ö, 0xe1 is ß.
violations('characters', [
  ...single({ data: asciiz('Druck ausgef\x81hrt') }),
  ...multi([LONG_FIRST, concat(ascii('Gr\x94\xe1e '), LONG_LAST)]),
  ...single({ from: 'B\x8eRENSERVER' }),
]);

{
  const inside = LONG_FIRST.slice();
  inside[100] = 0;
  violations('nulls', [
    ...single({ data: asciiz('Print Job Completed\0left over') }),
    ...single({ data: ascii(SHORT) }),
    ...multi([inside, LONG_LAST]),
    ...multi([LONG_FIRST, LONG_LAST.subarray(0, -1)]),
  ]);
}

violations('group-id', [
  ...start(),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST, messageGroupId: 8 }),
  ...end(),
  ...start(),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST }),
  ...end({ messageGroupId: 9 }),
  // Two groups at a time, both called 7.
  ...start(),
  ...start(),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST }),
  ...end(),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST }),
  ...end(),
]);

violations('acknowledgement', [
  ask(startRequest()),
  ask(textRequest({ data: LONG_FIRST })),
  answer(startResponse()),
  answer(textResponse()),
  ...text({ data: LONG_LAST }),
  ...end(),
  ...start(),
  ask(textRequest({ data: LONG_FIRST })),
  ask(textRequest({ data: LONG_LAST })),
  answer(textResponse()),
  answer(textResponse()),
  ...end(),
]);

violations('segments', [
  ...multi(blocks(LONG, 100)),
  ...multi(blocks(`${LONG}\n${LONG}`, 127)),
  // Short enough for SMB_COM_SEND_MESSAGE.
  ...multi(blocks(SHORT)),
]);

violations('no-end', [...start(), ...text({ data: LONG_FIRST }), ...text({ data: LONG_LAST })]);
violations('no-end-reset', [...start(), ...text({ data: LONG_FIRST }), ...text({ data: LONG_LAST })], { close: 'rst' });

violations('no-start', [
  ...single(),
  ...text({ data: LONG_FIRST }, REFUSED),
  ...end({}, REFUSED),
  ...multi(),
  // The group is over.
  ...text({ data: LONG_LAST }, REFUSED),
  ...end({}, REFUSED),
]);

{
  const words = 'All of this is needed to fill the blocks of a message that is too long. '.repeat(10);
  violations('text-length', [
    // 652 bytes with the null are right, 701 are not.
    ...multi(blocks(words.slice(0, 651))),
    ...multi(blocks(words.slice(0, 700))),
  ]);
}

write(
  'messenger-violations-unanswered',
  stamp([
    ...session({ netbios: NETBIOS })
      .request(sendRequest({ text: SHORT }))
      .ack('server')
      .fin().frames,
    ...turns([...start(), ...text({ data: LONG_FIRST }), ask(textRequest({ data: LONG_LAST })), ...end()], {
      clientPort: 49153,
    }),
  ]),
);

violations('wrong-success', [
  ...single({ words: u16le(0) }),
  ...single({ bufferFormat1: 0x02 }),
  ...single({ dataLength: 40 }),
  ...start({ bufferFormat2: 0x01 }),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST, bufferFormat: 0x04 }),
  ...end(),
]);

// How bytes arrive --------------------------------------------------------------------------------------------------------

write(
  'messenger-segmented',
  // The client's numbers wrap around inside START.
  session({ netbios: NETBIOS, clientSequence: 0xffffffa0 })
    // The session header cut in two, then single bytes of the SMB header.
    .request(startRequest(), { cut: [2, 5, 6, 30] })
    .response(startResponse(), { cut: [10] })
    // Out of order.
    .request(textRequest({ data: LONG_FIRST }), { cut: [50, 100], order: [1, 0, 2] })
    .response(textResponse())
    // The first piece is sent twice, then all of it again.
    .request(textRequest({ data: LONG_LAST }), { cut: [40], order: [0, 0, 1, 0, 1] })
    .response(textResponse())
    .request(endRequest())
    .response(endResponse())
    // Two messages in one segment, their answers in one, too.
    .request([sendRequest({ text: SHORT }), sendRequest({ text: 'Toner is low' })])
    .response([sendResponse(), sendResponse()])
    // One and a half; the rest.
    .request([sendRequest({ text: 'Paper is low' }), sendRequest({ text: 'Paper is out' })], { cut: [130] })
    .response([sendResponse(), sendResponse()], { cut: [20] })
    .fin().frames,
);

write(
  'messenger-midstream',
  session({ skipHandshake: true })
    .client(sessionMessage(textRequest({ data: LONG_FIRST })).subarray(100))
    .response(textResponse())
    .request(textRequest({ data: LONG_LAST }))
    .response(textResponse())
    .request(endRequest())
    .response(endResponse())
    .request(sendRequest({ text: SHORT }))
    .response(sendResponse())
    .fin().frames,
);

write(
  'messenger-gap',
  session({ netbios: NETBIOS })
    .request(startRequest())
    .response(startResponse())
    // The capture lacks the first 60 bytes of this request.
    .request(textRequest({ data: LONG_FIRST }), { cut: [60], order: [1] })
    .response(textResponse())
    .request(textRequest({ data: LONG_LAST }))
    .response(textResponse())
    .request(endRequest())
    .response(endResponse())
    .request(sendRequest({ text: SHORT }))
    .response(sendResponse())
    .fin().frames,
);

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

// Link layers: the same message over IPv4 and over IPv6 -------------------------------------------------------------------

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
