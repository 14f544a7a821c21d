import { session } from '../../samples/make/index.ts';
import type { Message, Place, Session } from './corpus.ts';
import type { Frame } from './frames.ts';
import type { Random } from './random.ts';

/** Frames of a session with a few things done to them. */
export function mutated(sessions: readonly Session[], random: Random): Frame[] {
  const from = random.pick(sessions);
  const restreamed = from.messages.length > 0 && random.below(3) === 0;
  const frames = restreamed ? restream(from.messages, random) : [...from.frames];
  for (let n = 1 + random.below(4); n > 0; n--) {
    const at = random.below(frames.length);
    const frame = frames[at];
    if (!frame) break;
    if (random.below(4) === 0) rearrange(frames, at, random.pick(sessions), random);
    else frames[at] = change(frame, restreamed ? [] : (from.places[at] ?? []), random.pick(sessions), random);
  }
  return frames;
}

/** Frames lost, sent twice, out of order, taken from elsewhere; time that jumps. */
function rearrange(frames: Frame[], at: number, other: Session, random: Random): void {
  const frame = frames[at]!;
  switch (random.below(5)) {
    case 0:
      frames.splice(at, 1);
      break;
    case 1:
      frames.splice(random.below(frames.length), 0, frame);
      break;
    case 2: {
      const to = random.below(frames.length);
      frames[at] = frames[to]!;
      frames[to] = frame;
      break;
    }
    case 3:
      frames.splice(at, 0, random.pick(other.frames));
      break;
    default:
      frames[at] = {
        ...frame,
        seconds: random.pick([0, -1, 2 ** 31, 2 ** 32 - 1, frame.seconds + random.below(1000) - 500]),
      };
  }
}

function change(frame: Frame, places: readonly Place[], other: Session, random: Random): Frame {
  const bytes = frame.bytes.slice();
  switch (random.below(places.length > 0 ? 9 : 6)) {
    case 0:
      return cut(frame, random);
    case 1: {
      // A frame of another length: lengths inside no longer say the truth.
      const at = random.below(bytes.length);
      const gone = random.below(bytes.length - at);
      return resized(frame, [bytes.subarray(0, at), bytes.subarray(at + gone)]);
    }
    case 2: {
      const at = random.below(bytes.length);
      return resized(frame, [bytes.subarray(0, at), random.bytes(random.below(40)), bytes.subarray(at)]);
    }
    case 3: {
      const { bytes: piece } = random.pick(other.frames);
      const from = random.below(piece.length);
      const at = random.below(bytes.length);
      bytes.set(piece.subarray(from, from + Math.min(64, bytes.length - at)), at);
      return { ...frame, bytes };
    }
    case 4:
      for (let n = 1 + random.below(3); n > 0; n--)
        if (bytes.length > 0) bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
      return { ...frame, bytes };
    case 5:
      if (bytes.length > 0) bytes[random.below(bytes.length)] = random.pick([0, 1, 0x7f, 0x80, 0xfe, 0xff, 0x1b, 0x0a]);
      return { ...frame, bytes };
    default:
      write(bytes, random.pick(places), random);
      return { ...frame, bytes };
  }
}

/** Cut by the capture, or by the sender; or the record claims less than it holds. */
function cut(frame: Frame, random: Random): Frame {
  const bytes = frame.bytes.subarray(0, random.below(frame.bytes.length + 1));
  const wire = random.pick([frame.wire, bytes.length, 0, 0xffffffff, random.below(frame.wire + 1)]);
  return { ...frame, bytes, wire };
}

function resized(frame: Frame, parts: readonly Uint8Array[]): Frame {
  const bytes = new Uint8Array(Buffer.concat(parts));
  return { ...frame, bytes, wire: bytes.length };
}

/** A number at its extremes, or a little off. */
function write(bytes: Uint8Array, { offset, size, little }: Place, random: Random): void {
  if (size < 1 || size > 6 || offset + size > bytes.length) return;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const most = 2 ** (8 * size) - 1;
  const is = little ? view.readUIntLE(offset, size) : view.readUIntBE(offset, size);
  const near = [is - 1, is + 1, is * 2, is - 4, is + 4, Math.floor(is / 2), random.below(most)];
  const to = random.pick([0, 1, 2, 3, 4, 7, 8, most, most - 1, (most + 1) / 2, (most - 1) / 2, ...near]);
  const value = Math.min(most, Math.max(0, to));
  if (little) view.writeUIntLE(value, offset, size);
  else view.writeUIntBE(value, offset, size);
}

/** A stream's messages once more: changed, in segments of any size, in any order, from a handshake or from the middle. */
function restream(messages: readonly Message[], random: Random): Frame[] {
  const stream = session({
    port: random.pick([139, 445, 445, 5000]),
    skipHandshake: random.below(3) === 0,
    clientSequence: random.pick([1000, 0xffffff00]),
  });
  for (const message of messages.slice(0, 30)) {
    const bytes = random.below(2) === 0 ? scrambled(message.bytes, random) : message.bytes;
    if (bytes.length === 0) continue;
    const cuts = new Set(
      Array.from({ length: random.below(4) }, () => 1 + random.below(bytes.length - 1)).filter(
        (at) => at < bytes.length,
      ),
    );
    const edges = [...cuts].sort((a, b) => a - b);
    const order = [...Array(edges.length + 1).keys()];
    if (random.below(3) === 0) order.sort(() => random.below(3) - 1);
    if (random.below(8) === 0) order.splice(random.below(order.length), 1);
    if (random.below(8) === 0) order.push(random.below(edges.length + 1));
    stream.send(message.from, bytes, { cut: edges, order });
  }
  const end = random.below(4);
  if (end < 2) stream.fin();
  else if (end === 2) stream.rst();
  return stream.frames.map(({ bytes }, i) => ({
    bytes,
    wire: bytes.length,
    linkType: 1,
    seconds: 1_700_000_000 + i,
    nanoseconds: 0,
  }));
}

function scrambled(bytes: Uint8Array, random: Random): Uint8Array {
  const frame = { bytes, wire: bytes.length, linkType: 0, seconds: 0, nanoseconds: 0 };
  // Any two bytes may be a length, in either order.
  const places = Array.from({ length: 4 }, () => ({
    offset: random.below(bytes.length),
    size: random.pick([1, 2, 2, 4]),
    little: random.below(2) === 0,
  }));
  const none = { name: '', frames: [frame], places: [], messages: [] };
  return change(frame, places, none, random).bytes;
}
