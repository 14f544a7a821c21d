/** Bytes end anywhere: no frame, message or file may break anything, wherever it is cut. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { protocols } from '../dissectors/index.ts';
import { tcpPort } from '../dissectors/tcp/keys.ts';
import { LINK, session } from '../samples/make/index.ts';
import { drive } from '../scripts/fuzz/drive.ts';
import { type Frame, framesOf, prefix } from '../scripts/fuzz/frames.ts';
import { Random } from '../scripts/fuzz/random.ts';
import { toHex } from '../src/bytes/hex.ts';
import { CaptureError, openCapture } from '../src/capture/index.ts';
import { formatValue, readValue } from '../src/decode/value.ts';
import { Registry } from '../src/engine/registry.ts';
import { fieldById } from '../src/model/field.ts';
import type { Packet } from '../src/model/packet.ts';

const registry = new Registry(protocols);
/** What DCE/RPC is recognised by on whatever port. */
const RPC_HEADER = 16;
const SAMPLES = fileURLToPath(new URL('../samples', import.meta.url));
const captures = readdirSync(SAMPLES)
  .filter((name) => /\.pcap(ng)?(\.\w+)?$/.test(name))
  .sort();
const sessions = new Map<string, readonly Frame[]>();
for (const name of captures) sessions.set(name, await framesOf(join(SAMPLES, name)));

/** Each once: most samples begin alike. */
function distinct<T>(list: readonly T[], key: (it: T) => string): T[] {
  return [...new Map(list.map((it) => [key(it), it])).values()];
}

/** What counts of a frame here: identification, checksums and sequence numbers of IPv4 and TCP do not. */
function shape({ bytes, linkType }: Frame): string {
  const copy = bytes.slice();
  const plain = linkType === LINK.ETHERNET && bytes[12] === 0x08 && bytes[13] === 0x00 && bytes[14] === 0x45;
  for (const [from, to] of plain
    ? ([
        [18, 20],
        [24, 26],
      ] as const)
    : [])
    copy.fill(0, from, to);
  for (const [from, to] of plain && bytes[23] === 6
    ? ([
        [38, 46],
        [50, 52],
      ] as const)
    : [])
    copy.fill(0, from, to);
  return `${linkType} ${toHex(copy)}`;
}

/** Of what is read whole again for each place: the first places, and of many more some. */
const FIRST = 32;
const SOME = 48;

function some(random: Random, count: number): number[] {
  const others =
    count > FIRST + SOME ? Array.from({ length: SOME }, () => FIRST + random.below(count - FIRST)) : undefined;
  return [...Array(others ? FIRST : Math.max(0, count)).keys(), ...(others ?? [])];
}

describe('every prefix of every frame', () => {
  const frames = distinct([...sessions.values()].flat(), shape);

  for (const by of ['capture', 'sender'] as const) {
    // The writers see both sorts of trouble in the sessions below, and every length here.
    const written = by === 'sender' ? 1 : 0;
    test(`cut by the ${by}, is dissected, judged${written ? ' and written' : ''}`, () => {
      for (const frame of frames) {
        for (let length = 0; length <= frame.bytes.length; length++) drive([prefix(frame, length, by)], { written });
      }
    });
  }

  test('in its place: the session goes on after a cut frame', () => {
    const random = new Random(1);
    for (const frames of sessions.values()) {
      for (const i of some(random, frames.length)) {
        const frame = frames[i]!;
        const length = random.below(frame.bytes.length);
        drive(frames.with(i, prefix(frame, length, random.pick(['capture', 'sender']))));
      }
    }
  });
});

/** A message as a byte stream carries it. */
interface Pdu {
  readonly bytes: Uint8Array;
  readonly from: 'client' | 'server';
  /** Where it is understood: 445, or its own server's. */
  readonly port: number;
}

function pdus(): Pdu[] {
  const found: Pdu[] = [];
  for (const frames of sessions.values()) {
    drive(frames, {
      each(packet) {
        for (let i = 0; i < packet.layerCount; i++) {
          const layer = packet.layer(i);
          const length = layer.protocol.framing?.measure(layer.source.bytes, layer.start, layer.end);
          if (length !== layer.end - layer.start || layer.parent?.protocol.name !== 'tcp') continue;
          const from = packet.flow && packet.direction === packet.flow.server ? 'server' : 'client';
          const port = layer.protocol.name === 'nbss' ? 445 : packet.flow!.ports[packet.flow!.server];
          found.push({ bytes: layer.source.bytes.slice(layer.start, layer.end), from, port });
        }
      },
    });
  }
  return distinct(found, ({ bytes, from }) => `${from} ${toHex(bytes)}`);
}

/** What a packet tells of the layers above TCP. */
function told(packet: Packet): string[] {
  const lines: string[] = [];
  const { tree } = packet;
  for (let i = 0; i < packet.layerCount; i++) {
    const layer = packet.layer(i);
    if (layer.depth < 4) continue;
    lines.push(`${layer.protocol.name} ${layer.outcome}`);
    for (let node = layer.firstNode; node < layer.endNode; node++) {
      const field = fieldById(tree.id(node));
      const size = tree.end(node) - tree.start(node);
      lines.push(`${field.abbrev} ${formatValue(field, readValue(field, tree, node, layer.source.bytes), size)}`);
    }
  }
  return lines;
}

describe('every prefix of every message in a stream', () => {
  const messages = pdus();
  const frame = (bytes: Uint8Array, wire = bytes.length): Frame => ({
    bytes,
    wire,
    linkType: LINK.ETHERNET,
    seconds: 0,
    nanoseconds: 0,
  });

  test('is dissected and judged where the capture cut it', () => {
    for (const { bytes, from, port } of messages) {
      const [whole] = session({ port, skipHandshake: true }).send(from, bytes, { cut: [] }).frames;
      const headers = whole!.bytes.length - bytes.length;
      for (let length = 0; length < bytes.length; length++) {
        drive([frame(whole!.bytes.subarray(0, headers + length), whole!.bytes.length)], { written: 0 });
      }
    }
  });

  test('and the rest in the next segment give what one segment gives, in either order', () => {
    for (const { bytes, from, port } of messages) {
      const last = (cut: number[], order: number[]): string[] => {
        let lines: string[] = [];
        const { frames } = session({ port }).send(from, bytes, { cut, order });
        const each = (packet: Packet): void => {
          if (packet.number !== frames.length) return;
          // In which frame a file was opened depends on how many there are.
          lines = told(packet).filter((line) => !/^\S+(_frame|_in|_to) /.test(line));
        };
        drive(
          frames.map((it) => frame(it.bytes)),
          { written: 0, each },
        );
        return lines;
      };
      const whole = last([], [0]);
      const random = new Random(bytes.length);
      // What is known by its content alone has to show its header at once.
      const least = registry.lookup(tcpPort, port) ? 1 : RPC_HEADER;
      // Headers byte by byte; of long messages the rest here and there.
      for (const at of some(random, bytes.length - least)) {
        const length = least + at;
        const order = random.pick([
          [0, 1],
          [1, 0],
        ]);
        assert.deepEqual(last([length], order), whole, `${toHex(bytes)} cut at ${length}, in the order ${order}`);
      }
    }
  });
});

describe('a capture file that ends early', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'specshark-truncation-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  for (const name of captures) {
    test(`${name}: the packets before the end are read, and it is said where it ends`, async () => {
      const bytes = readFileSync(join(SAMPLES, name));
      const boundaries = recordEnds(bytes);
      const path = join(scratch, name);
      copyFileSync(join(SAMPLES, name), path);
      for (const length of cuts(bytes.length, boundaries)) {
        truncateSync(path, length);
        if (length < HEADER) {
          await assert.rejects(openCapture(path, SMALL), CaptureError, `${length} bytes`);
          continue;
        }
        const reader = await openCapture(path, SMALL);
        let packets = 0;
        for (let batch = await reader.next(); batch; batch = await reader.next()) packets += batch.count;
        reader.close();
        const whole = boundaries.filter((end) => end <= length).length - 1;
        assert.equal(packets, whole, `${length} bytes`);
        assert.equal(reader.end.state, boundaries.includes(length) ? 'complete' : 'cut', `${length} bytes`);
        if (reader.end.state === 'cut') assert.match(reader.end.message, /^cut short in the middle of [^\n]+$/);
      }
    });
  }
});

const HEADER = 24;
const SMALL = { bufferSize: 4096 };
/** Files below this are cut at every byte. */
const EVERY_BYTE = 16 * 1024;

/** Where the header and the records of a little-endian pcap file end: what all samples are. */
function recordEnds(bytes: Buffer): number[] {
  assert.equal(bytes.readUInt32LE(0), 0xa1b2c3d4);
  const ends = [HEADER];
  while (ends.at(-1)! < bytes.length) ends.push(ends.at(-1)! + 16 + bytes.readUInt32LE(ends.at(-1)! + 8));
  return ends;
}

/** Lengths to cut a file to, the longest first. */
function cuts(length: number, boundaries: readonly number[]): number[] {
  if (length < EVERY_BYTE) return Array.from({ length: length + 1 }, (_, i) => length - i);
  const random = new Random(length);
  const edges = boundaries.flatMap((end) => [end - 1, end, end + 1]);
  const others = Array.from({ length: 200 }, () => random.below(length));
  return [...new Set([...edges, ...others])].filter((cut) => cut <= length).sort((a, b) => b - a);
}
