/** Every limit of src/model/limits.ts, reached by traffic: it is told, and the rest of the capture goes on. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { protocols, wiring } from '../dissectors/index.ts';
import { rules } from '../dissectors/rules.ts';
import * as make from '../samples/make/index.ts';
import {
  type Bytes,
  concat,
  ETHER_TYPE,
  FLAG,
  type Frame,
  ipv4,
  PROTOCOL,
  session,
  u16le,
  u32le,
} from '../samples/make/index.ts';
import { batchOf } from '../scripts/fuzz/frames.ts';
import { Judge } from '../src/conformance/judge.ts';
import { Pass } from '../src/engine/pass.ts';
import { Question } from '../src/engine/question.ts';
import { Registry } from '../src/engine/registry.ts';
import { limits } from '../src/model/limits.ts';
import { AddressNames } from '../src/model/names.ts';
import type { Protocol } from '../src/model/protocol.ts';
import { ByteSource } from '../src/model/source.ts';
import { MessageCutter, MessageStream } from '../src/streams/messages.ts';
import * as rpc from './dissectors/rpc-frames.ts';
import * as smb1 from './dissectors/smb1-messages.ts';
import * as smb2 from './dissectors/smb2-messages.ts';

type Limit = keyof typeof limits;

const CLIENT = '192.0.2.1';
const SERVER = '192.0.2.2';
const way = { source: CLIENT, destination: SERVER };
const link = { source: '02:00:00:00:00:01', destination: '02:00:00:00:00:02', type: ETHER_TYPE.IPV4 };
const times = <T>(count: number, one: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => one(i));
const zeros = (length: number): Bytes => new Uint8Array(length);

const datagram = (protocol: number, payload: Bytes, more: Partial<make.Ipv4Fields> = {}): Bytes =>
  make.ethernet(link, ipv4({ ...way, protocol, ...more }, payload), false);
const segment = (port: number, sequence: number, payload: Bytes): Bytes =>
  datagram(
    PROTOCOL.TCP,
    make.tcp(way, { sourcePort: port, destinationPort: 9, sequence, acknowledgment: 1, flags: FLAG.ACK }, payload),
  );
/** Segments of a stream whose first byte never comes. */
const ahead = (port: number, count: number, size: number): Bytes[] => [
  segment(port, 1, Uint8Array.of(0)),
  ...times(count, (i) => segment(port, 3 + i * size, zeros(size))),
];
const at = (bytes: Bytes, seconds: number): Frame => ({ bytes, time: make.START + seconds * 1000 });

/** A conversation in large segments, so that long messages are few frames. */
function over445(turns: readonly (readonly [fromClient: boolean, message: Bytes])[]): Frame[] {
  const it = session({ port: 445, segment: 60_000 });
  for (const [fromClient, message] of turns) fromClient ? it.request(message) : it.response(message);
  return it.frames;
}

/** A call of the LAN Manager by a TRANSACTION (2.2.4.33.1), which may be answered in parts. */
const lanman: smb1.Body = {
  words: concat(zeros(28).fill(0xff, 4, 8)),
  bytes: make.asciiz('\\PIPE\\LANMAN'),
};

/** A part of a TRANSACTION response (MS-CIFS 2.2.4.33.2): the first of those that bring all of 65,535 bytes. */
function firstPart(mid: number): Bytes {
  const data = zeros(60_000);
  const words = concat(...[0, 0xffff, 0, 0, 0, 0, data.length, 56, 0].map(u16le), [0, 0]);
  return smb1.response(smb1.TRANSACTION, { words, bytes: concat([0], data) }, { mid });
}

const SRVSVC = '4b324fc8-1670-01d3-1278-5a47bf6ee188';
const MSGSVC = '17fdd703-1827-4e34-79d4-24a55c53bb37';
const wide = (text: string): Bytes => {
  const characters = new Uint8Array(Buffer.from(`${text}\0`, 'utf16le'));
  const count = u32le(text.length + 1);
  return concat(count, u32le(0), count, characters);
};
/** NetrMessageNameAdd calls that succeed, on one connection to a server. */
function adding(server: string, names: readonly string[]): Frame[] {
  const it = session({ server: { address: server, mac: '02:00:00:00:00:02' }, port: 1026 });
  it.client(rpc.bind([{ id: 0, interface: MSGSVC }])).server(rpc.bindAck([rpc.NDR]));
  names.forEach((name, i) => {
    it.client(rpc.request(0, concat(u32le(0), wide(name)), { call: i + 2 }));
    it.server(rpc.response(u32le(0), { call: i + 2 }));
  });
  return it.frames;
}

const messenger = (turns: readonly Bytes[]): Frame[] => over445(turns.map((bytes) => [true, bytes] as const));

/** Messages with their length before them. */
const framed = {
  framing: { header: 4, measure: (b: Uint8Array, i: number) => 4 + Buffer.from(b).readUInt32BE(i) },
} as unknown as Protocol;
const sourceOf = (bytes: Uint8Array): ByteSource => new ByteSource('frame', bytes, 0, bytes.length, 1);

/** Traffic that reaches each of them; two of DCE/RPC's and one of TCP's are in their own tests. */
const traffic: Record<
  Exclude<Limit, 'pduBytes' | 'findingsPerRule' | 'mappedEndpoints' | 'activitiesMet' | 'unacknowledged'>,
  () => readonly (Bytes | Frame)[]
> = {
  flows: () => times(limits.flows + 1, (i) => datagram(PROTOCOL.UDP, make.udp(way, 1024 + i, 9, zeros(1)))),
  pendingSegments: () => ahead(1024, limits.pendingSegments + 1, 1),
  pendingBytes: () => ahead(1024, Math.ceil(limits.pendingBytes / 60_000) + 1, 60_000),
  streamBytes: () => {
    const each = Math.floor(limits.pendingBytes / 60_000);
    return times(Math.ceil(limits.streamBytes / (each * 60_000)) + 1, (i) => ahead(1024 + i, each, 60_000)).flat();
  },
  streamSeconds: () =>
    [0, limits.streamSeconds + 1].flatMap((seconds, i) => ahead(1024 + i, 1, 10).map((frame) => at(frame, seconds))),
  datagrams: () =>
    times(limits.datagrams + 1, (i) => datagram(PROTOCOL.UDP, zeros(8), { identification: i, moreFragments: true })),
  fragments: () =>
    times(limits.fragments + 1, () => datagram(PROTOCOL.UDP, zeros(8), { identification: 1, moreFragments: true })),
  fragmentSeconds: () =>
    [0, limits.fragmentSeconds + 1].map((seconds) =>
      at(datagram(PROTOCOL.UDP, zeros(8), { identification: 1, moreFragments: true }), seconds),
    ),
  addressNames: () => {
    // Answers of one name (RFC 1035 4.1.3), each with another address.
    const each = 500;
    const answers = (first: number): Bytes =>
      concat(
        ...times(each, (i) => {
          const address = first + i;
          return Uint8Array.of(1, 0x61, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 10, address >> 16, address >> 8, address);
        }),
      );
    return times(Math.ceil((limits.addressNames + 1) / each), (i) => {
      const header = Uint8Array.of(0, 1, 0x80, 0, 0, 0, each >> 8, each & 255, 0, 0, 0, 0);
      return datagram(PROTOCOL.UDP, make.udp(way, 53, 1024, concat(header, answers(i * each))));
    });
  },
  layers: () => {
    const nested = times(limits.layers + 2, () => 0).reduce<Bytes>(
      (inner) => ipv4({ ...way, protocol: 4 }, inner),
      zeros(0),
    );
    return [make.ethernet(link, nested, false)];
  },
  messagesBeside: () =>
    over445([
      [
        true,
        smb2.compound(...times(limits.messagesBeside + 3, () => smb2.request(smb2.ECHO, concat(u16le(4), u16le(0))))),
      ],
    ]),
  exchanges: () =>
    over445(times(limits.exchanges + 1, (mid) => [true, smb1.request(smb1.READ_ANDX, smb1.read(), { mid })])),
  smbSessions: () =>
    over445(
      times(limits.smbSessions + 1, (i) => [
        [true, smb2.request(smb2.SESSION_SETUP, concat(u16le(25), zeros(22)), { message: i, session: 0 })] as const,
        [false, smb2.response(smb2.SESSION_SETUP, concat(u16le(9), zeros(6)), { message: i, session: i + 1 })] as const,
      ]).flat(),
    ),
  smbTrees: () =>
    over445(
      times(limits.smbTrees + 1, (i) => [
        [true, smb2.request(smb2.TREE_CONNECT, smb2.treeConnect(smb2.SHARE), { message: i, tree: 0 })] as const,
        [false, smb2.response(smb2.TREE_CONNECT, smb2.treeConnected(1), { message: i, tree: i + 1 })] as const,
      ]).flat(),
    ),
  smbFiles: () =>
    over445(
      times(limits.smbFiles + 1, (i) => [
        [true, smb1.request(smb1.NT_CREATE_ANDX, smb1.create('\\a'), { tid: i >> 12 })] as const,
        [false, smb1.response(smb1.NT_CREATE_ANDX, smb1.created(i & 0xfff, false), { tid: i >> 12 })] as const,
      ]).flat(),
    ),
  smbRequests: () =>
    over445(
      times(limits.smbRequests + 1, (i) => [true, smb2.request(smb2.ECHO, concat(u16le(4), u16le(0)), { message: i })]),
    ),
  smbPath: () => over445([[true, smb2.request(smb2.CREATE, smb2.create('a'.repeat(limits.smbPath + 1)))]]),
  smbTransactionBytes: () =>
    over445(
      times(Math.ceil(limits.smbTransactionBytes / 60_000), (mid) => [
        [true, smb1.request(smb1.TRANSACTION, lanman, { mid })] as const,
        [false, firstPart(mid)] as const,
      ]).flat(),
    ),
  decompressedBytes: () => {
    const pattern = concat(u16le(4), u16le(0), u32le(8), zeros(4), u32le(limits.decompressedBytes));
    const plain = smb2.request(smb2.ECHO, concat(u16le(4), u16le(0)));
    const head = concat(
      [0xfc, 0x53, 0x4d, 0x42],
      u32le(limits.decompressedBytes + 1),
      u16le(0),
      u16le(1),
      u32le(plain.length),
    );
    return over445([[true, concat(head, plain, pattern)]]);
  },
  conversations: () => messenger(times(limits.conversations + 1, (i) => make.startRequest({ header: { mid: i } }))),
  messageBytes: () => messenger([make.startRequest(), ...times(2000, (i) => make.textRequest({ header: { mid: i } }))]),
  nameTables: () => times(limits.nameTables + 1, (i) => adding(`198.51.${i >> 8}.${i & 255}`, ['A'])).flat(),
  messageNames: () =>
    adding(
      SERVER,
      times(limits.messageNames + 1, (i) => `N${i}`),
    ),
  stubBytes: () => {
    const it = session({ port: 1026, segment: 65_000 });
    it.client(rpc.bind([{ id: 0, interface: MSGSVC }])).server(rpc.bindAck([rpc.NDR]));
    for (let i = 0; i <= limits.stubBytes / 60_000 + 1; i++)
      it.client(rpc.request(0, zeros(60_000), { call: 2, flags: i === 0 ? 1 : 0 }));
    return it.frames;
  },
  calls: () => {
    const it = session({ port: 1026 });
    for (let i = 0; i <= limits.calls; i++) it.client(rpc.request(0, zeros(4), { call: i }));
    return it.frames;
  },
  contextHandles: () => {
    const it = session({ port: 1026, segment: 60_000 });
    it.client(rpc.bind([{ id: 0, interface: SRVSVC, version: 3 }])).server(rpc.bindAck([rpc.NDR]));
    const start = concat(u32le(0), wide('A'), u32le(0));
    for (let first = 0; first <= limits.contextHandles; first += 500) {
      const calls = times(500, (i) => first + i);
      it.client(concat(...calls.map((call) => rpc.request(37, start, { call }))));
      it.server(
        concat(...calls.map((call) => rpc.response(concat(u32le(0), u32le(call + 1), zeros(12), u32le(0)), { call }))),
      );
    }
    return it.frames;
  },
  contexts: () => {
    const it = session({ port: 1026, segment: 65_000 });
    for (let id = 0; id <= limits.contexts; id += 200)
      it.client(
        rpc.bind(
          times(200, (i) => ({ id: id + i, interface: MSGSVC })),
          { type: id === 0 ? 11 : 14 },
        ),
      );
    return it.frames;
  },
};

/** The rule itself, and one of each model that is kept only where somebody watches it. */
const WATCHING: ReadonlySet<string> = new Set(['frame/limit-reached', 'messenger/end-sent', 'msgsvc/add-agrees']);

/** Sends frames through a pass and gives the findings. */
function findings(frames: readonly (Bytes | Frame)[]): Judge {
  const judge = new Judge(rules.filter(({ id }) => WATCHING.has(id)));
  const pass = new Pass(new Registry(protocols), wiring, Question.everything(), judge, true);
  pass.packet.names = new AddressNames();
  const batch = batchOf(
    frames.map((it) => {
      const { bytes, time } = it instanceof Uint8Array ? at(it, 0) : it;
      return {
        bytes,
        wire: bytes.length,
        linkType: 1,
        seconds: Math.floor(time / 1000),
        nanoseconds: (time % 1000) * 1e6,
      };
    }),
  );
  for (let i = 0; i < batch.count; i++) {
    pass.frame(batch, i, { linkType: 1, snapLength: 0, section: 1 });
    judge.packet(pass.packet);
  }
  pass.finish();
  judge.finish(pass.packet);
  return judge;
}

describe('limits', () => {
  for (const [limit, frames] of Object.entries(traffic)) {
    test(limit, () => {
      const found = findings(frames())
        .findings.filter(({ rule }) => rule.id === 'frame/limit-reached')
        .map(({ data }) => data['limit']);
      assert.ok(found.includes(limit), `reached: ${[...new Set(found)].join(', ') || 'none'}`);
    });
  }

  test('pduBytes', () => {
    const told: string[] = [];
    const cutter = new MessageCutter<string>({
      message: (_flow, _stream, _protocol, _source, start, end, _promised, whole) =>
        void told.push(`${whole ? 'message' : 'bytes'} ${start}-${end}`),
      reached: (limit) => void told.push(limit),
      silent: () => false,
      dropped: (flow) => void told.push(`dropped ${flow}`),
      passesOver: () => false,
    });
    const bytes = Uint8Array.of(0, 0, 0, 1, 7, 0xff, 0xff, 0xff, 0xff, 1, 2, 3);
    cutter.feed('flow', new MessageStream(), framed, sourceOf(bytes), 0, bytes.length, bytes.length);
    assert.deepEqual(told, ['message 0-5', 'pduBytes', 'bytes 5-12']);
    assert.equal(cutter.held, 0);
  });

  test('an unfinished message of a silent flow is dropped when another one begins', () => {
    const told: string[] = [];
    const silent = new Set<string>();
    const cutter = new MessageCutter<string>({
      message: (flow) => void told.push(`message of ${flow}`),
      reached: (limit) => void told.push(limit),
      silent: (flow) => silent.has(flow),
      dropped: (flow) => void told.push(`dropped ${flow}`),
      passesOver: () => false,
    });
    const begun = Uint8Array.of(0, 0, 0, 9, 1);
    const begin = (flow: string): MessageStream => {
      const stream = new MessageStream();
      cutter.feed(flow, stream, framed, sourceOf(begun), 0, begun.length, begun.length);
      return stream;
    };
    const [first, second] = [begin('first'), begin('second')];
    assert.deepEqual(told, []);
    silent.add('first');
    begin('third');
    // The one that was not silent stood before: it is the next one's turn.
    begin('fourth');
    assert.deepEqual(told, ['streamSeconds', 'dropped first']);
    assert.equal(first!.partial, undefined);
    assert.ok(first!.lost);
    const rest = Uint8Array.of(2, 3, 4, 5, 6, 7, 8, 9);
    cutter.feed('second', second!, framed, sourceOf(rest), 0, rest.length, rest.length);
    assert.deepEqual(told, ['streamSeconds', 'dropped first', 'message of second']);
  });

  test('unfinished messages are dropped one by one', () => {
    const dropped: string[] = [];
    const cutter = new MessageCutter<string>({
      message: () => {},
      reached: () => {},
      silent: () => false,
      dropped: (flow) => void dropped.push(flow),
      passesOver: () => false,
    });
    const begun = Uint8Array.of(0, 0, 0, 9, 1);
    for (const flow of ['first', 'second'])
      cutter.feed(flow, new MessageStream(), framed, sourceOf(begun), 0, begun.length, begun.length);
    assert.ok(cutter.dropOne());
    assert.ok(cutter.dropOne());
    assert.ok(!cutter.dropOne());
    assert.equal(cutter.held, 0);
    assert.deepEqual(dropped.sort(), ['first', 'second']);
  });

  test('findingsPerRule', () => {
    const { findings: kept, tallies } = findings(times(limits.findingsPerRule + 5, () => traffic.layers()).flat());
    assert.equal(kept.length, limits.findingsPerRule);
    assert.equal(tallies[0]!.failed, limits.findingsPerRule + 5);
  });
});
