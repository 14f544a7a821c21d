/**
 * Frames written by hand: link layers, IP, TCP conversations, the NetBIOS session service, SMB1 headers and the four
 * messenger commands of MS-MSRP 2.2.3. Every builder gives bytes that are right; every field can be overridden, so that
 * one thing can be made wrong on purpose. It knows nothing of the dissectors that are tested with it.
 */
import { writeFileSync } from 'node:fs';

// Bytes -------------------------------------------------------------------------------------------------------------

export type Bytes = Uint8Array;

export function concat(...parts: readonly (Bytes | readonly number[])[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Digits in pairs; blanks are skipped. */
export function hex(digits: string): Bytes {
  const clean = digits.replace(/\s+/g, '');
  if (!/^([0-9a-fA-F]{2})*$/.test(clean)) throw new Error(`no hexadecimal bytes: ${digits}`);
  return Uint8Array.from(clean.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** One byte a character, U+0000 to U+00FF. */
export function ascii(text: string): Bytes {
  return Uint8Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0xff) throw new Error(`not one byte: ${character}`);
    return code;
  });
}

/** The text and a null byte. */
export function asciiz(text: string): Bytes {
  return ascii(`${text}\0`);
}

export function u8(value: number): Bytes {
  return Uint8Array.of(value);
}

export function u16le(value: number): Bytes {
  return Uint8Array.of(value, value >>> 8);
}

export function u32le(value: number): Bytes {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}

export function u16be(value: number): Bytes {
  return Uint8Array.of(value >>> 8, value);
}

export function u32be(value: number): Bytes {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** The internet checksum (RFC 1071). */
export function checksum(...parts: readonly Bytes[]): number {
  const bytes = concat(...parts);
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

// Captures ----------------------------------------------------------------------------------------------------------

/** What is written to a capture: bytes and milliseconds since 1970. */
export interface Frame {
  readonly time: number;
  readonly bytes: Bytes;
  /** Length on the wire where the capture cut the frame. */
  readonly wire?: number;
}

/** 2026-01-01T00:00:00Z: the first frame's time. */
export const START = Date.UTC(2026, 0, 1);

/** Frames in their order, one millisecond apart. */
export function stamp(frames: readonly (Bytes | Frame)[], start = START): Frame[] {
  return frames.map((frame, index) => ({
    ...(frame instanceof Uint8Array ? { bytes: frame } : frame),
    time: start + index,
  }));
}

/** LINKTYPE_ numbers of the pcap registry. */
export const LINK = { NULL: 0, ETHERNET: 1, PPP: 9, RAW: 101, LOOP: 108, SLL: 113, SLL2: 276 } as const;

export interface PcapOptions {
  readonly linkType?: number;
  readonly snapLength?: number;
}

/** A pcap file: version 2.4, little-endian, microseconds. */
export function pcap(frames: readonly Frame[], { linkType = LINK.ETHERNET, snapLength = 262144 }: PcapOptions = {}) {
  const header = [u32le(0xa1b2c3d4), u16le(2), u16le(4), u32le(0), u32le(0), u32le(snapLength), u32le(linkType)];
  const records = frames.flatMap(({ time, bytes, wire = bytes.length }) => {
    const seconds = Math.floor(time / 1000);
    return [u32le(seconds), u32le((time - seconds * 1000) * 1000), u32le(bytes.length), u32le(wire), bytes];
  });
  return concat(...header, ...records);
}

export function writePcap(path: string, frames: readonly Frame[], options?: PcapOptions): void {
  writeFileSync(path, pcap(frames, options));
}

// Link layers -------------------------------------------------------------------------------------------------------

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

// Network -----------------------------------------------------------------------------------------------------------

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

// NetBIOS session service (RFC 1002 4.3) and direct hosting -----------------------------------------------------------

/** First-level encoding (RFC 1001 14.1): 15 characters padded with blanks, the suffix, each as two letters. */
export function netbiosName(name: string, suffix: number): Bytes {
  const padded = concat(ascii(name.padEnd(15, ' ').slice(0, 15)), u8(suffix));
  const letters = Array.from(padded).flatMap((byte) => [0x41 + (byte >>> 4), 0x41 + (byte & 15)]);
  return concat([letters.length], letters, [0]);
}

/** Any packet of the session service; `length` may lie. Lengths over 0x1FFFF do not fit port 139's 17 bits. */
export function sessionPacket(type: number, trailer: Bytes, length = trailer.length): Bytes {
  return concat([type, length >>> 16, length >>> 8, length], trailer);
}

export interface SessionNames {
  readonly called: string;
  readonly calling: string;
  /** 0x03, the messenger's, unless another is given. */
  readonly calledSuffix?: number;
  /** 0x00, as smbclient has it. */
  readonly callingSuffix?: number;
}

export function sessionRequest({ called, calling, calledSuffix = 0x03, callingSuffix = 0x00 }: SessionNames): Bytes {
  return sessionPacket(0x81, concat(netbiosName(called, calledSuffix), netbiosName(calling, callingSuffix)));
}

export function positiveResponse(): Bytes {
  return sessionPacket(0x82, new Uint8Array(0));
}

/** 0x80 not listening on the called name, 0x81 not for the calling one, 0x82 not present, 0x83 no resources, 0x8F. */
export function negativeResponse(error = 0x82): Bytes {
  return sessionPacket(0x83, u8(error));
}

export function retargetResponse(address: string, port: number): Bytes {
  return sessionPacket(0x84, concat(ip(address), u16be(port)));
}

export function keepAlive(): Bytes {
  return sessionPacket(0x85, new Uint8Array(0));
}

/** A session message (0x00): the same four bytes frame it on port 139 and, as a 24-bit length, on port 445. */
export function sessionMessage(message: Bytes, length = message.length): Bytes {
  return sessionPacket(0x00, message, length);
}

// SMB1 (MS-CIFS 2.2.3.1) ----------------------------------------------------------------------------------------------

export interface SmbHeader {
  readonly protocol?: Bytes;
  readonly command?: number;
  readonly status?: number;
  readonly flags?: number;
  readonly flags2?: number;
  readonly pidHigh?: number;
  /** Eight bytes. */
  readonly securityFeatures?: Bytes;
  readonly reserved?: number;
  readonly tid?: number;
  readonly pidLow?: number;
  readonly uid?: number;
  readonly mid?: number;
}

/** The 32 bytes; everything but Protocol is zero unless given. */
export function smbHeader(header: SmbHeader): Bytes {
  return concat(
    header.protocol ?? hex('ff 53 4d 42'),
    u8(header.command ?? 0),
    u32le(header.status ?? 0),
    u8(header.flags ?? 0),
    u16le(header.flags2 ?? 0),
    u16le(header.pidHigh ?? 0),
    header.securityFeatures ?? new Uint8Array(8),
    u16le(header.reserved ?? 0),
    u16le(header.tid ?? 0),
    u16le(header.pidLow ?? 0),
    u16le(header.uid ?? 0),
    u16le(header.mid ?? 0),
  );
}

/** SMB_Header.Flags: the message is an answer. */
export const REPLY = 0x80;

/** Status as error class and code (MS-CIFS 2.2.2.4): ERRSRV (2), ERRerror (1). */
export const ERRSRV_ERROR = 0x00010002;

/** Header, WordCount, words, ByteCount, bytes; both counts are right unless given. */
export interface SmbParts {
  readonly header?: SmbHeader;
  readonly wordCount?: number;
  readonly words?: Bytes;
  readonly byteCount?: number;
  readonly bytes?: Bytes;
}

export function smb(parts: SmbParts): Bytes {
  const { header = {}, words = new Uint8Array(0), bytes = new Uint8Array(0) } = parts;
  const { wordCount = words.length / 2, byteCount = bytes.length } = parts;
  return concat(smbHeader(header), u8(wordCount), words, u16le(byteCount), bytes);
}

// Messenger (MS-MSRP 2.2.3) -------------------------------------------------------------------------------------------

export const COMMAND = { SEND: 0xd0, START: 0xd5, END: 0xd6, TEXT: 0xd7 } as const;

/** What can be set of every message; the rest of the interfaces name the fields of MS-MSRP. */
export interface MessengerParts {
  readonly header?: SmbHeader;
  readonly wordCount?: number;
  readonly words?: Bytes;
  readonly byteCount?: number;
  /** Everything after ByteCount, instead of the fields. */
  readonly bytes?: Bytes;
  /** After the last field; ByteCount covers it unless given. */
  readonly trailer?: Bytes;
}

export interface NameFields {
  readonly from?: string;
  readonly to?: string;
  readonly bufferFormat1?: number;
  /** Instead of `from` and its null. */
  readonly originatorName?: Bytes;
  readonly bufferFormat2?: number;
  /** Instead of `to` and its null. */
  readonly destinationName?: Bytes;
}

export interface DataFields {
  /** Line ends as `\n`; each becomes 0x14, and a null follows unless the block is full. */
  readonly text?: string;
  /** DataLength; the bytes there unless given. */
  readonly dataLength?: number;
  /** Instead of `text`. */
  readonly data?: Bytes;
}

export interface SendFields extends MessengerParts, NameFields, DataFields {
  readonly bufferFormat3?: number;
}

export interface StartFields extends MessengerParts, NameFields {}

export interface GroupFields extends MessengerParts {
  readonly messageGroupId?: number;
}

export interface TextFields extends GroupFields, DataFields {
  readonly bufferFormat?: number;
}

/** Where nothing else is said. */
export const FROM = 'PRINTSERVER';
export const TO = 'WORKSTATION';
export const GROUP = 7;

/** The most bytes that a block carries. */
export const BLOCK = 128;

/** Text as it is sent: every line end is one 0x14. */
export function converted(text: string): Bytes {
  return ascii(text.replace(/\r\n|\n\r|[\r\n]/g, '\x14'));
}

/** The text's bytes, and a null where the block has room for it. */
export function blockData(bytes: Bytes): Bytes {
  return bytes.length < BLOCK ? concat(bytes, [0]) : bytes;
}

function names(fields: NameFields): Bytes {
  return concat(
    [fields.bufferFormat1 ?? 0x04],
    fields.originatorName ?? asciiz(fields.from ?? FROM),
    [fields.bufferFormat2 ?? 0x04],
    fields.destinationName ?? asciiz(fields.to ?? TO),
  );
}

function lengthAndData({ text = '', data = blockData(converted(text)), dataLength = data.length }: DataFields): Bytes {
  return concat(u16le(dataLength), data);
}

function message(command: number, flags: number, parts: MessengerParts, words: Bytes, fields: Bytes): Bytes {
  return smb({
    header: { command, flags, ...parts.header },
    words: parts.words ?? words,
    bytes: parts.bytes ?? concat(fields, parts.trailer ?? []),
    ...(parts.wordCount === undefined ? {} : { wordCount: parts.wordCount }),
    ...(parts.byteCount === undefined ? {} : { byteCount: parts.byteCount }),
  });
}

const nothing = new Uint8Array(0);

function group({ messageGroupId = GROUP }: GroupFields): Bytes {
  return u16le(messageGroupId);
}

/** SMB_COM_SEND_MESSAGE request, 2.2.3.1.1. */
export function sendRequest(fields: SendFields = {}): Bytes {
  const bytes = concat(names(fields), [fields.bufferFormat3 ?? 0x01], lengthAndData(fields));
  return message(COMMAND.SEND, 0, fields, nothing, bytes);
}

/** SMB_COM_SEND_MESSAGE response, 2.2.3.1.2. */
export function sendResponse(fields: MessengerParts = {}): Bytes {
  return message(COMMAND.SEND, REPLY, fields, nothing, nothing);
}

/** SMB_COM_SEND_START_MB_MESSAGE request, 2.2.3.2.1. */
export function startRequest(fields: StartFields = {}): Bytes {
  return message(COMMAND.START, 0, fields, nothing, names(fields));
}

/** SMB_COM_SEND_START_MB_MESSAGE response, 2.2.3.2.2. */
export function startResponse(fields: GroupFields = {}): Bytes {
  return message(COMMAND.START, REPLY, fields, group(fields), nothing);
}

/** SMB_COM_SEND_TEXT_MB_MESSAGE request, 2.2.3.3.1. */
export function textRequest(fields: TextFields = {}): Bytes {
  const bytes = concat([fields.bufferFormat ?? 0x01], lengthAndData(fields));
  return message(COMMAND.TEXT, 0, fields, group(fields), bytes);
}

/** SMB_COM_SEND_TEXT_MB_MESSAGE response, 2.2.3.3.2. */
export function textResponse(fields: MessengerParts = {}): Bytes {
  return message(COMMAND.TEXT, REPLY, fields, nothing, nothing);
}

/** SMB_COM_SEND_END_MB_MESSAGE request, 2.2.3.4.1. */
export function endRequest(fields: GroupFields = {}): Bytes {
  return message(COMMAND.END, 0, fields, group(fields), nothing);
}

/** SMB_COM_SEND_END_MB_MESSAGE response, 2.2.3.4.2. */
export function endResponse(fields: MessengerParts = {}): Bytes {
  return message(COMMAND.END, REPLY, fields, nothing, nothing);
}

// TCP conversations ---------------------------------------------------------------------------------------------------

export type Side = 'client' | 'server';

export interface Host {
  readonly address: string;
  readonly mac: string;
}

export const CLIENT: Host = { address: '192.0.2.1', mac: '02:00:00:00:00:01' };
export const SERVER: Host = { address: '192.0.2.2', mac: '02:00:00:00:00:02' };
export const CLIENT6: Host = { address: '2001:db8::1', mac: '02:00:00:00:00:01' };
export const SERVER6: Host = { address: '2001:db8::2', mac: '02:00:00:00:00:02' };

export interface SessionOptions {
  readonly client?: Host;
  readonly server?: Host;
  /** The server's port: 139 unless given. */
  readonly port?: number;
  readonly clientPort?: number;
  /** With it a session request is sent and answered positively. */
  readonly netbios?: SessionNames;
  /** Without the three frames of the handshake where true. */
  readonly skipHandshake?: boolean;
  readonly vlans?: readonly number[];
  /** Initial sequence numbers; near 2^32 they wrap around. */
  readonly clientSequence?: number;
  readonly serverSequence?: number;
  /** The longest segment. */
  readonly segment?: number;
  readonly start?: number;
}

/** How bytes are cut into segments, and which of these the capture shows in which order. */
export interface Sending {
  /** Offsets at which the bytes are cut; otherwise at multiples of the longest segment. */
  readonly cut?: readonly number[];
  /** Numbers of the pieces: `[1, 0]` out of order, `[0, 0, 1]` a retransmission, `[1]` the first one lost. */
  readonly order?: readonly number[];
}

/** The bytes cut at these offsets. */
export function split(bytes: Bytes, cut: readonly number[]): Bytes[] {
  const edges = [0, ...cut, bytes.length];
  return edges.slice(1).map((end, index) => bytes.subarray(edges[index]!, end));
}

/** A TCP conversation that grows by each call. Frames number 1 to 3 are the handshake, 4 and 5 the session request. */
export class Session {
  readonly #frames: Bytes[] = [];
  /** Milliseconds that are let pass before a frame, by its index. */
  readonly #pauses = new Map<number, number>();
  readonly #hosts: Record<Side, Host>;
  readonly #ports: Record<Side, number>;
  readonly #next: Record<Side, number>;
  readonly #identification: Record<Side, number> = { client: 1, server: 1 };
  readonly #vlans: readonly number[];
  readonly #segment: number;
  readonly #start: number;

  constructor(options: SessionOptions = {}) {
    const { port = 139, clientPort = 49152, vlans = [], segment = 1460, start = START } = options;
    this.#hosts = { client: options.client ?? CLIENT, server: options.server ?? SERVER };
    this.#ports = { client: clientPort, server: port };
    this.#next = { client: options.clientSequence ?? 1000, server: options.serverSequence ?? 5000 };
    this.#vlans = vlans;
    this.#segment = segment;
    this.#start = start;
    if (options.skipHandshake !== true) this.#handshake();
    if (options.netbios !== undefined) this.client(sessionRequest(options.netbios)).server(positiveResponse());
  }

  #handshake(): void {
    const options = concat([2, 4], u16be(this.#segment));
    this.#put('client', FLAG.SYN, nothing, this.#next.client, options);
    this.#advance('client', 1);
    this.#put('server', FLAG.SYN | FLAG.ACK, nothing, this.#next.server, options);
    this.#advance('server', 1);
    this.ack('client');
  }

  #advance(side: Side, by: number): void {
    this.#next[side] = (this.#next[side] + by) % 0x100000000;
  }

  #put(side: Side, flags: number, payload: Bytes, sequence: number, options: Bytes = nothing): void {
    const other: Side = side === 'client' ? 'server' : 'client';
    const addresses = { source: this.#hosts[side].address, destination: this.#hosts[other].address };
    const acknowledgment = (flags & FLAG.ACK) === 0 ? 0 : this.#next[other];
    const fields = { sourcePort: this.#ports[side], destinationPort: this.#ports[other] };
    const segment = tcp(addresses, { ...fields, sequence, acknowledgment, flags, options }, payload);
    const type = isIpv6(addresses.source) ? ETHER_TYPE.IPV6 : ETHER_TYPE.IPV4;
    const link = { source: this.#hosts[side].mac, destination: this.#hosts[other].mac, type, vlans: this.#vlans };
    this.#frames.push(ethernet(link, packet(addresses, PROTOCOL.TCP, segment, this.#identification[side]++)));
  }

  /** Lets time pass before the next frame, beside the millisecond that each takes. */
  pause(milliseconds: number): this {
    if (milliseconds > 0) this.#pauses.set(this.#frames.length, milliseconds);
    return this;
  }

  /** Bytes of the stream, as they are. */
  send(side: Side, bytes: Bytes, { cut, order }: Sending = {}): this {
    const steps = Math.ceil(bytes.length / this.#segment);
    const edges = cut ?? Array.from({ length: Math.max(0, steps - 1) }, (_, index) => (index + 1) * this.#segment);
    const pieces = split(bytes, edges);
    const first = this.#next[side];
    for (const number of order ?? pieces.keys()) {
      const piece = pieces[number];
      if (piece === undefined) throw new Error(`there are ${pieces.length} pieces, no number ${number}`);
      const offset = number === 0 ? 0 : edges[number - 1]!;
      this.#put(side, FLAG.PSH | FLAG.ACK, piece, (first + offset) % 0x100000000);
    }
    this.#advance(side, bytes.length);
    return this;
  }

  client(bytes: Bytes, sending?: Sending): this {
    return this.send('client', bytes, sending);
  }

  server(bytes: Bytes, sending?: Sending): this {
    return this.send('server', bytes, sending);
  }

  /** SMB messages, each in a session message of its own, all in one piece of the stream. */
  request(message: Bytes | readonly Bytes[], sending?: Sending): this {
    return this.send('client', framed(message), sending);
  }

  response(message: Bytes | readonly Bytes[], sending?: Sending): this {
    return this.send('server', framed(message), sending);
  }

  /** A segment without data that acknowledges all that the other side sent. */
  ack(side: Side): this {
    this.#put(side, FLAG.ACK, nothing, this.#next[side]);
    return this;
  }

  /** Three frames: FIN by this side, FIN by the other, the last acknowledgement. */
  fin(side: Side = 'client'): this {
    const other: Side = side === 'client' ? 'server' : 'client';
    for (const each of [side, other]) {
      this.#put(each, FLAG.FIN | FLAG.ACK, nothing, this.#next[each]);
      this.#advance(each, 1);
    }
    return this.ack(side);
  }

  rst(side: Side = 'client'): this {
    this.#put(side, FLAG.RST | FLAG.ACK, nothing, this.#next[side]);
    return this;
  }

  get frames(): Frame[] {
    let paused = 0;
    return stamp(this.#frames, this.#start).map((frame, i) => {
      paused += this.#pauses.get(i) ?? 0;
      return { ...frame, time: frame.time + paused };
    });
  }
}

function framed(messages: Bytes | readonly Bytes[]): Bytes {
  const list: readonly Bytes[] = ArrayBuffer.isView(messages) ? [messages] : messages;
  return concat(...list.map((one) => sessionMessage(one)));
}

export function session(options?: SessionOptions): Session {
  return new Session(options);
}

export interface Turn {
  readonly from: Side;
  /** From its 0xFF 'SMB' on; it is framed here. */
  readonly smb: Bytes;
}

export interface TurnOptions extends Omit<SessionOptions, 'netbios'> {
  /** On port 139 a session request PRINTSERVER to WORKSTATION opens the session unless other names are given; false: none. */
  readonly netbios?: SessionNames | false;
  readonly close?: 'fin' | 'rst' | 'none';
}

/**
 * A whole conversation, a frame a turn. On port 139 the first turn is frame 6 (handshake 1 to 3, session request and its
 * answer 4 and 5), on port 445 frame 4, with `skipHandshake` frame 1. It ends with `fin` (three frames) unless told.
 */
export function turns(list: readonly Turn[], options: TurnOptions = {}): Frame[] {
  const { netbios, close = 'fin', ...rest } = options;
  const opens = (options.port ?? 139) === 139 && options.skipHandshake !== true;
  const opening = netbios ?? (opens ? { called: TO, calling: FROM } : false);
  const conversation = session(opening === false ? rest : { ...rest, netbios: opening });
  for (const turn of list) conversation.send(turn.from, sessionMessage(turn.smb));
  if (close === 'fin') conversation.fin();
  if (close === 'rst') conversation.rst();
  return conversation.frames;
}
