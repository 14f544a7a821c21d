import type { Call } from '../../dissectors/dcerpc/keys.ts';
import { rpcCall } from '../../dissectors/dcerpc/keys.ts';
import { protocols, wiring } from '../../dissectors/index.ts';
import {
  type Bytes,
  concat,
  ethernet,
  hex,
  packet,
  type Session,
  session,
  u16be,
  u16le,
  u32be,
  u32le,
  udp,
} from '../../samples/make/index.ts';
import { batchOf, framesFrom } from '../../scripts/fuzz/frames.ts';
import { formatValue, readValue } from '../../src/decode/value.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import { fieldById } from '../../src/model/field.ts';

export const CLIENT = '192.0.2.1';
export const SERVER = '192.0.2.2';
export const NDR = '8a885d04-1ceb-11c9-9fe8-08002b104860';
export const NDR64 = '71710533-beba-4937-8319-b5dbef9ccc36';
export const SAMR = '12345778-1234-abcd-ef00-0123456789ac';
export const EPM = 'e1af8308-5d1f-11c9-91a4-08002b14a0fa';

/** A UUID as little-endian senders write it. */
export function uuid(text: string, little = true): Bytes {
  const [a, b, c, d, e] = text.split('-') as [string, string, string, string, string];
  const turn = (digits: string): Bytes => (little ? hex(digits).reverse() : hex(digits));
  return concat(turn(a), turn(b), turn(c), hex(d), hex(e));
}

export interface PduOptions {
  readonly call?: number;
  readonly flags?: number;
  readonly little?: boolean;
  readonly auth?: Bytes;
}

/** A connection-oriented PDU (C706 12.6.3). */
export function pdu(type: number, body: Bytes, options: PduOptions = {}): Bytes {
  const { call = 1, flags = 3, little = true, auth } = options;
  const [u16, u32] = little ? [u16le, u32le] : [u16be, u32be];
  const authLength = auth ? auth.length - 8 : 0;
  const whole = auth ? concat(body, auth) : body;
  return concat(
    [5, 0, type, flags, little ? 0x10 : 0, 0, 0, 0],
    u16(16 + whole.length),
    u16(authLength),
    u32(call),
    whole,
  );
}

export interface Proposal {
  readonly id: number;
  readonly interface: string;
  /** The minor version in the upper half (C706 12.6.3.1). */
  readonly version?: number;
  readonly transfers?: readonly string[];
}

export function bind(proposals: readonly Proposal[], { type = 11, little = true, call = 1 } = {}): Bytes {
  const [u16, u32] = little ? [u16le, u32le] : [u16be, u32be];
  const contexts = proposals.map(({ id, interface: of, version = 1, transfers = [NDR] }) =>
    concat(
      u16(id),
      [transfers.length, 0],
      uuid(of, little),
      u32(version),
      ...transfers.map((transfer) => concat(uuid(transfer, little), u32(transfer === NDR ? 2 : 1))),
    ),
  );
  const body = concat(u16(5840), u16(5840), u32(0), [proposals.length, 0, 0, 0], ...contexts);
  return pdu(type, body, { little, call });
}

/** Results as numbers; of an acceptance with its transfer syntax. */
export function bindAck(
  results: readonly (string | number)[],
  { type = 12, little = true, call = 1, address = '135' } = {},
): Bytes {
  const [u16, u32] = little ? [u16le, u32le] : [u16be, u32be];
  const port = concat(Buffer.from(`${address}\0`, 'latin1'));
  const padding = new Uint8Array((4 - ((26 + port.length) & 3)) & 3);
  const items = results.map((it) =>
    typeof it === 'string'
      ? concat(u16(0), u16(0), uuid(it, little), u32(it === NDR ? 2 : 1))
      : concat(u16(it), u16(it === 3 ? 3 : 1), new Uint8Array(20)),
  );
  const head = concat(u16(5840), u16(5840), u32(0x1234), u16(port.length), port, padding);
  return pdu(type, concat(head, [results.length, 0, 0, 0], ...items), { little, call });
}

export interface CallOptions extends PduOptions {
  readonly context?: number;
  readonly object?: string;
}

export function request(opnum: number, stub: Bytes, options: CallOptions = {}): Bytes {
  const { context = 0, object, little = true, flags = 3 } = options;
  const [u16, u32] = little ? [u16le, u32le] : [u16be, u32be];
  const body = concat(u32(stub.length), u16(context), u16(opnum), object ? uuid(object, little) : [], stub);
  return pdu(0, body, { ...options, flags: object ? flags | 0x80 : flags });
}

export function response(stub: Bytes, options: CallOptions = {}): Bytes {
  const { context = 0, little = true } = options;
  const [u16, u32] = little ? [u16le, u32le] : [u16be, u32be];
  return pdu(2, concat(u32(stub.length), u16(context), [0, 0], stub), options);
}

export function fault(status: number, options: CallOptions = {}): Bytes {
  const { context = 0, little = true } = options;
  const [u16, u32] = little ? [u16le, u32le] : [u16be, u32be];
  return pdu(3, concat(u32(0), u16(context), [0, 0], u32(status), u32(0)), options);
}

export interface Datagram {
  readonly interface: string;
  readonly activity: string;
  readonly version?: number;
  readonly sequence?: number;
  readonly opnum?: number;
  readonly flags?: number;
  readonly fragment?: number;
  readonly little?: boolean;
}

/** A connectionless PDU (C706 12.5.2). */
export function datagram(type: number, body: Bytes, of: Datagram): Bytes {
  const { version = 1, sequence = 0, opnum = 0, flags = 0, fragment = 0, little = true } = of;
  const [u16, u32] = little ? [u16le, u32le] : [u16be, u32be];
  return concat(
    [4, type, flags, 0, little ? 0x10 : 0, 0, 0, 0],
    new Uint8Array(16),
    uuid(of.interface, little),
    uuid(of.activity, little),
    u32(0),
    u32(version),
    u32(sequence),
    u16(opnum),
    u16(0xffff),
    u16(0xffff),
    u16(body.length),
    u16(fragment),
    [0, 0],
    body,
  );
}

/** A frame of a UDP datagram. */
export const sent = (payload: Bytes, from: 'client' | 'server' = 'client', ports = [1025, 1026]): Bytes => {
  const way = from === 'client' ? { source: CLIENT, destination: SERVER } : { source: SERVER, destination: CLIENT };
  const [a, b] = from === 'client' ? ports : [...ports].reverse();
  return ethernet(
    { source: '02:00:00:00:00:01', destination: '02:00:00:00:00:02', type: 0x0800 },
    packet(way, 17, udp(way, a!, b!, payload)),
  );
};

export const conversation = (options: { port?: number; midstream?: boolean; clientPort?: number } = {}): Session =>
  session({
    client: { address: CLIENT, mac: '02:00:00:00:00:01' },
    server: { address: SERVER, mac: '02:00:00:00:00:02' },
    port: options.port ?? 135,
    clientPort: options.clientPort ?? 49152,
    skipHandshake: options.midstream ?? false,
  });

export interface Seen {
  /** A line a layer below the transport with how it ended, then one a field with its `-T fields` value; by frame. */
  readonly frames: readonly (readonly string[])[];
  readonly calls: readonly Call[];
}

/** What is made of frames. Our own bugs are thrown. */
export function see(frames: readonly Bytes[]): Seen {
  const calls: Call[] = [];
  const observer = {
    watching: true,
    watches: (subject: unknown) => subject === rpcCall,
    observed: (_subject: unknown, value: unknown) => void calls.push(value as Call),
  };
  const pass = new Pass(new Registry(protocols), wiring, Question.everything(), observer, true);
  const batch = batchOf(framesFrom(frames));
  const lines = frames.map((_, i) => {
    pass.frame(batch, i, { linkType: 1, snapLength: 0, section: 1 });
    return shown(pass);
  });
  pass.finish();
  return { frames: lines, calls };
}

const BELOW: ReadonlySet<string> = new Set(['frame', 'eth', 'ip', 'tcp', 'udp']);

function shown({ packet: of }: Pass): string[] {
  const lines: string[] = [];
  for (let i = 0; i < of.layerCount; i++) {
    const layer = of.layer(i);
    if (BELOW.has(layer.protocol.name)) continue;
    lines.push(`${layer.protocol.name} ${layer.outcome}`);
    for (let node = layer.firstNode + 1; node < layer.endNode; node++) {
      const field = fieldById(of.tree.id(node));
      const size = of.tree.end(node) - of.tree.start(node);
      lines.push(`${field.abbrev} ${formatValue(field, readValue(field, of.tree, node, layer.source.bytes), size)}`);
    }
  }
  return lines;
}

/** The lines that begin with one of these words. */
export const only = (lines: readonly string[], ...words: string[]): string[] =>
  lines.filter((line) => words.some((word) => line.startsWith(`${word} `)));
