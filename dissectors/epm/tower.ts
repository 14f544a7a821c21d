import {
  addressText,
  type Dissection,
  decodeText,
  type Field,
  field,
  guidText,
  LITTLE,
  nullTerminated,
  specification,
  u16be,
  u16le,
} from '#sdk';

const spec = specification('C706', 'https://pubs.opengroup.org/onlinepubs/9629399/apdxl.htm')('L');

/** Protocol identifiers of floors (C706 Appendix I, MS-RPCE 2.2.1.2.5). */
const PROTOCOLS: Readonly<Record<number, string>> = {
  0: 'OSI OID',
  2: 'DNA Session Control',
  3: 'DNA Session Control V3',
  4: 'DNA NSP Transport',
  5: 'OSI TP4',
  6: 'OSI CLNS or DNA Routing',
  7: 'TCP',
  8: 'UDP',
  9: 'IP',
  10: 'RPC connectionless',
  11: 'RPC connection-oriented',
  12: 'RPC local',
  13: 'UUID',
  15: 'Named pipe',
  16: 'Local pipe',
  17: 'NetBIOS',
  18: 'NetBEUI',
  19: 'SPX',
  20: 'IPX',
  22: 'AppleTalk stream',
  23: 'AppleTalk datagram',
  24: 'AppleTalk',
  25: 'NetBIOS',
  26: 'Vines SPP',
  27: 'Vines IPC',
  28: 'StreetTalk',
  31: 'RPC over HTTP',
  32: 'Unix domain socket',
  33: 'Null',
  34: 'NetBIOS',
};
const TCP = 7;
const UDP = 8;
const IP = 9;
const UUID = 13;
const NAMED_PIPE = 15;
const LOCAL_PIPE = 16;
const NETBIOS = 17;
const HTTP = 31;

const u16 = (abbrev: string, label: string, little = true): Field =>
  field(`epm.${abbrev}`, label, 'uint', { size: 2, little, spec });
const text = (name: string, label: string): Field => field(`epm.proto.${name}`, label, 'string', { spec });

const floors = u16('tower.num_floors', 'Number of floors');
const floor = field('epm.tower.floor', 'Floor', 'none', { spec });
const left = u16('tower.lhs.len', 'LHS length');
const protocol = field('epm.tower.proto_id', 'Protocol', 'uint', { size: 1, base: 'hex', names: PROTOCOLS, spec });
const uuid = field('epm.uuid', 'UUID', 'guid', { size: 16, little: true, spec });
/** Wireshark reads it big-endian: its first byte is the major version, and 0x0100 is 1.0. */
const version = field('epm.uuid_version', 'Version', 'uint', { size: 2, names: (n) => `${n >> 8}.${n & 255}`, spec });
const right = u16('tower.rhs.len', 'RHS length');
const minor = u16('ver_min', 'Minor version');
const tcpPort = u16('proto.tcp_port', 'TCP port', false);
const udpPort = u16('proto.udp_port', 'UDP port', false);
const httpPort = u16('proto.http_port', 'TCP port', false);
const address = field('epm.proto.ip', 'IP address', 'ipv4', { size: 4, spec });
const pipe = text('named_pipe', 'Named pipe');
const host = text('netbios_name', 'NetBIOS name');
const rest = field('epm.proto_id.undecoded', 'Related data', 'none', { spec });

export const towerFields: readonly Field[] = [
  ...[floors, floor, left, protocol, uuid, version, right, minor],
  ...[tcpPort, udpPort, httpPort, address, pipe, host, rest],
];

/** What the right-hand side of a floor is, by its protocol and the bytes that a value takes; 0 for any. */
const RIGHT: Readonly<Record<number, { readonly field: Field; readonly size: number }>> = {
  [TCP]: { field: tcpPort, size: 2 },
  [UDP]: { field: udpPort, size: 2 },
  [IP]: { field: address, size: 4 },
  [UUID]: { field: minor, size: 2 },
  [NAMED_PIPE]: { field: pipe, size: 0 },
  [LOCAL_PIPE]: { field: pipe, size: 0 },
  [NETBIOS]: { field: host, size: 0 },
  [HTTP]: { field: httpPort, size: 2 },
};
/** More than any tower has. */
const MOST_FLOORS = 16;
/** Those whose right-hand side says nothing (C706 Appendix I). */
const SILENT: ReadonlySet<number> = new Set([10, 11]);

/** Records a tower's floors (C706 Appendix L): little-endian whatever the call's byte order, and not aligned. */
export function takeTower(d: Dissection): void {
  const count = d.u16le(0);
  d.take(floors, 2);
  for (let i = 0; i < count && d.left > 0; i++) {
    const node = d.open(floor);
    takeFloor(d);
    d.close(node);
  }
}

function takeFloor(d: Dissection): void {
  const leftLength = d.u16le(0);
  d.take(left, 2);
  const id = leftLength > 0 ? d.u8(0) : -1;
  const rightAt = d.at + leftLength;
  d.need(leftLength);
  if (id >= 0) d.take(protocol, 1);
  if (id === UUID && leftLength >= 19) {
    d.take(uuid, 16, LITTLE);
    d.take(version, 2);
  }
  d.at = rightAt;
  const rightLength = d.u16le(0);
  d.take(right, 2);
  d.need(rightLength);
  const known = RIGHT[id];
  if (known && (known.size === 0 || known.size === rightLength)) d.mark(known.field, d.at, d.at + rightLength);
  else if (!SILENT.has(id)) d.mark(rest, d.at, d.at + rightLength);
  d.at += rightLength;
}

/** Where an interface listens, as a tower says it. */
export interface Endpoint {
  readonly uuid: string;
  readonly version: number;
  readonly transport: 'tcp' | 'udp';
  readonly port: number;
  /** 0.0.0.0 stands for the host that was asked. */
  readonly address: Uint8Array | undefined;
}

/** A floor: its protocol and where its sides lie. `next` may lie behind the end of a tower that is cut. */
interface FloorPlace {
  readonly id: number;
  readonly left: number;
  readonly value: number;
  readonly next: number;
}

function* floorsOf(bytes: Uint8Array, start: number, end: number): Generator<FloorPlace> {
  const word = (at: number): number => (at + 2 <= end ? bytes[at]! | (bytes[at + 1]! << 8) : 0xffff);
  let at = start + 2;
  for (let i = Math.min(word(start), MOST_FLOORS); i > 0; i--) {
    const left = at + 2;
    const value = left + word(at) + 2;
    const next = value + word(value - 2);
    yield { id: left < end ? bytes[left]! : -1, left, value, next };
    at = next;
  }
}

/** What the floors of a tower say that is whole. */
interface Tower {
  readonly uuid: string;
  readonly version: number;
  /** Protocol of the floor that names the endpoint, and the endpoint: a port's number, or a pipe's name. */
  readonly id: number;
  readonly endpoint: number | string;
  /** Four bytes, or a NetBIOS name. */
  readonly host: Uint8Array | string | undefined;
}

/** Undefined where it is cut or has no endpoint that is known. */
function readFloors(bytes: Uint8Array, start: number, end: number): Tower | undefined {
  let interfaceId: { uuid: string; version: number } | undefined;
  let named: { id: number; endpoint: number | string } | undefined;
  let host: Tower['host'];
  for (const { id, left, value, next } of floorsOf(bytes, start, end)) {
    if (next > end) return undefined;
    // The first is the interface, the second the transfer syntax.
    if (id === UUID && value - left >= 21)
      interfaceId ??= { uuid: guidText(bytes, left + 1, true), version: u16le(bytes, left + 17) };
    else if (id === NAMED_PIPE || id === LOCAL_PIPE) named = { id, endpoint: nameOf(bytes, value, next) };
    else if (SEQUENCES[id]) {
      if (next - value !== 2) return undefined;
      named = { id, endpoint: u16be(bytes, value) };
    } else if (id === IP && next - value === 4) {
      const unspecified = bytes.subarray(value, next).every((it) => it === 0);
      host = unspecified ? undefined : bytes.slice(value, next);
    } else if (id === NETBIOS) host = nameOf(bytes, value, next);
  }
  return interfaceId && named && { ...interfaceId, ...named, host };
}

/** A name that ends with a null. */
const nameOf = (bytes: Uint8Array, start: number, end: number): string =>
  decodeText(bytes, start, nullTerminated(bytes, start, end), 'ascii');

/** The endpoint that a tower leads to, where it is one of TCP or UDP and the tower is whole. */
export function readTower(bytes: Uint8Array, start: number, end: number): Endpoint | undefined {
  const tower = readFloors(bytes, start, end);
  if (!tower || (tower.id !== TCP && tower.id !== UDP)) return undefined;
  const { uuid, version, id, endpoint, host } = tower;
  if (typeof endpoint === 'string' || endpoint === 0) return undefined;
  return {
    uuid,
    version,
    transport: id === TCP ? 'tcp' : 'udp',
    port: endpoint,
    address: typeof host === 'string' ? undefined : host,
  };
}

/** Protocol sequences by the protocol of the floor that names the endpoint (C706 Appendix B, MS-RPCE 2.1). */
const SEQUENCES: Readonly<Record<number, string>> = {
  [TCP]: 'ncacn_ip_tcp',
  [UDP]: 'ncadg_ip_udp',
  [NAMED_PIPE]: 'ncacn_np',
  [LOCAL_PIPE]: 'ncalrpc',
  [HTTP]: 'ncacn_http',
};

/**
 * 'UUID v1, ncacn_ip_tcp:192.0.2.9[49664]': what a tower leads to, as a string binding (C706 3.1). Undefined where it is
 * cut or has no endpoint that is known.
 */
export function towerText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const tower = readFloors(bytes, start, end);
  if (!tower) return undefined;
  const { uuid, version, id, endpoint, host = '' } = tower;
  const address = typeof host === 'string' ? host : addressText(host);
  return `${uuid} v${version}, ${SEQUENCES[id]}:${address}[${endpoint}]`;
}
