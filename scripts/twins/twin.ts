/**
 * Twins: a recorded session with one thing made wrong, at a field that is named as filters name it. What lies around it
 * is mended: lengths of IP and UDP, TCP's sequence numbers, the length of the NetBIOS message or the RPC fragment.
 */
import { protocols, wiring } from '../../dissectors/index.ts';
import { checksum, concat, type Frame, hex } from '../../samples/make/index.ts';
import { openCapture } from '../../src/capture/index.ts';
import { Judge } from '../../src/conformance/judge.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import { run } from '../../src/engine/run.ts';
import { fieldById } from '../../src/model/field.ts';
import type { Packet } from '../../src/model/packet.ts';
import { GENERATED } from '../../src/model/tree.ts';

/** Bytes in a field's place. */
export interface Change {
  readonly frame: number;
  /** As filters name it, and which one of the frame's fields of that name, from 1. */
  readonly field: string;
  readonly occurrence: number;
  /** In hex, or made of what is there. */
  readonly to: string | ((was: Uint8Array) => Uint8Array);
}

/** What a twin is found to be: a rule's message at a field of a frame, and where the sentence stands. */
export interface Accusation {
  readonly rule: string;
  readonly message: string;
  readonly section: string;
  readonly frame: number;
  /** Null: a whole block. */
  readonly field: string | null;
}

export interface Twin {
  /** The recorded session, in samples/. */
  readonly of: string;
  readonly shows: string;
  readonly changes: readonly Change[];
  /** Frames whose bytes were never sent. */
  readonly unsent?: readonly number[];
  readonly finds: readonly Accusation[];
  /** What the same wrong breaks besides, and why it cannot be had without. */
  readonly also?: readonly (Accusation & { readonly why: string })[];
}

interface Place {
  readonly abbrev: string;
  readonly offset: number;
  readonly length: number;
}

/** A recorded frame, and where its fields lie in it. */
interface Recorded extends Frame {
  readonly places: readonly Place[];
}

const registry = new Registry(protocols);
const question = Question.everything();

/** A session's frames with the places of their fields. */
export async function recorded(path: string): Promise<Recorded[]> {
  const frames: Recorded[] = [];
  const pass = new Pass(registry, wiring, question, new Judge([]), true);
  await run(await openCapture(path), pass, (packet) => {
    const { source, seconds, nanoseconds } = packet;
    frames.push({
      time: seconds * 1000 + nanoseconds / 1e6,
      bytes: source.bytes.slice(source.base, source.end),
      places: placesIn(packet),
    });
  });
  return frames;
}

/** Fields whose bytes lie in this frame. */
function placesIn(packet: Packet): Place[] {
  const places: Place[] = [];
  const { tree } = packet;
  for (let l = 0; l < packet.layerCount; l++) {
    const { source, firstNode, endNode } = packet.layer(l);
    for (let node = firstNode; node < endNode; node++) {
      if (tree.flags(node) & GENERATED) continue;
      const [span, ...more] = source.trace(tree.start(node), tree.end(node));
      if (!span || more.length > 0 || span.frame !== packet.number) continue;
      places.push({ abbrev: fieldById(tree.id(node)).abbrev, offset: span.offset, length: span.length });
    }
  }
  return places;
}

function placeOf({ places }: Recorded, { frame, field, occurrence }: Change): Place {
  const place = places.filter(({ abbrev }) => abbrev === field)[occurrence - 1];
  if (!place) throw new Error(`frame ${frame} has no ${field} (${occurrence})`);
  return place;
}

const IP = 14;

/** The twin's frames. */
export function twinOf(frames: readonly Recorded[], { changes, unsent = [] }: Twin): Frame[] {
  const made: { time: number; bytes: Uint8Array }[] = frames.map(({ time, bytes }) => ({ time, bytes: bytes.slice() }));
  const grown: { readonly frame: number; readonly by: number }[] = [];
  for (const [i, frame] of frames.entries()) {
    const here = changes
      .filter((change) => change.frame === i + 1)
      .map((change) => ({ ...placeOf(frame, change), to: change.to }))
      .sort((a, b) => b.offset - a.offset);
    for (const { offset, length, to } of here) made[i]!.bytes = spliced(made[i]!.bytes, offset, length, to);
    const by = made[i]!.bytes.length - frame.bytes.length;
    if (by === 0) continue;
    mendLengths(made[i]!.bytes, by);
    mendChecksums(made[i]!.bytes, frame.bytes);
    if (isTcp(frame.bytes)) grown.push({ frame: i + 1, by });
  }
  for (const frame of unsent.filter((it) => isTcp(frames[it - 1]!.bytes)))
    grown.push({ frame, by: -payloadOf(frames[frame - 1]!.bytes) });
  for (const { frame, by } of grown) mendNumbers(made, frames, frame, by);
  return made.filter((_, i) => !unsent.includes(i + 1));
}

function spliced(bytes: Uint8Array, offset: number, length: number, to: Change['to']): Uint8Array {
  const now = typeof to === 'string' ? hex(to) : to(bytes.slice(offset, offset + length));
  return concat(bytes.subarray(0, offset), now, bytes.subarray(offset + length));
}

const TCP = 6;
const RPC = 5;
const isTcp = (bytes: Uint8Array): boolean => bytes[IP + 9] === TCP;
const transportAt = (bytes: Uint8Array): number => IP + (bytes[IP]! & 15) * 4;
const payloadAt = (bytes: Uint8Array): number => transportAt(bytes) + (bytes[transportAt(bytes) + 12]! >>> 4) * 4;
const payloadOf = (bytes: Uint8Array): number => bytes.length - payloadAt(bytes);

/** Total length of IP, UDP's, and over TCP that of the RPC fragment (C706 12.6.3.1) or NetBIOS message (RFC 1002 4.3.1). */
function mendLengths(bytes: Uint8Array, by: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const grow = (at: number, little = false): void => view.setUint16(at, view.getUint16(at, little) + by, little);
  grow(IP + 2);
  if (!isTcp(bytes)) return grow(transportAt(bytes) + 4);
  const at = payloadAt(bytes);
  if (bytes[at] === RPC) grow(at + 8, true);
  else grow(at + 2);
}

/** IP's checksum; the transport's, which on a loopback is the sum of the pseudo header alone and left to be finished. */
function mendChecksums(bytes: Uint8Array, was: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const at = transportAt(bytes);
  view.setUint16(IP + 10, 0);
  view.setUint16(IP + 10, checksum(bytes.subarray(IP, at)));
  const sum = at + (isTcp(bytes) ? 16 : 6);
  const before = new DataView(was.buffer, was.byteOffset).getUint16(sum);
  if (before !== pseudoSum(was)) throw new Error('this checksum is finished: it was not recorded on a loopback');
  view.setUint16(sum, pseudoSum(bytes));
}

/** Of addresses, protocol and length, not complemented. */
const pseudoSum = (bytes: Uint8Array): number => {
  const length = bytes.length - transportAt(bytes);
  const rest = Uint8Array.of(0, bytes[IP + 9]!, length >>> 8, length);
  return ~checksum(bytes.subarray(IP + 12, IP + 20), rest) & 0xffff;
};

/** What its sender sends behind it, and what the other side acknowledges. */
function mendNumbers(made: readonly Frame[], frames: readonly Frame[], frame: number, by: number): void {
  const numbers = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset + transportAt(bytes));
  const changed = numbers(frames[frame - 1]!.bytes);
  const port = changed.getUint16(0);
  const after = (changed.getUint32(4) + payloadOf(frames[frame - 1]!.bytes)) >>> 0;
  for (const [i, { bytes }] of made.entries()) {
    const was = numbers(frames[i]!.bytes);
    const now = numbers(bytes);
    const field = was.getUint16(0) === port ? 4 : 8;
    const isBehind = (was.getUint32(field) - after) >> 0 >= 0;
    if (isBehind && i + 1 !== frame) now.setUint32(field, (now.getUint32(field) + by) >>> 0);
  }
}
