import { ByteFeed } from './byte-feed.ts';
import { Damage } from './errors.ts';
import { XxHash32 } from './xxhash.ts';

const MAGIC = 0x184d2204;
/** Skippable frames have 16 magic numbers, for LZ4 and Zstandard alike. */
const SKIPPABLE = 0x184d2a50;
const HISTORY = 1 << 16;

/** Frames of the LZ4 frame format (lz4_Frame_format.md, version 1.6.4), one block at a time. */
export async function* unlz4(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const feed = new ByteFeed(source);
  for (;;) {
    const head = await feed.take(4);
    if (head.length === 0) return;
    if (head.length < 4) throw new Damage('LZ4 data end early');
    const magic = word(head);
    if (magic === MAGIC) yield* frame(feed);
    else if ((magic & ~15) === SKIPPABLE) await feed.skip(word(await exactly(feed, 4)));
    else throw new Damage('LZ4 data are followed by something else');
  }
}

async function* frame(feed: ByteFeed): AsyncGenerator<Uint8Array> {
  const [flags = 0, sizes = 0] = await exactly(feed, 2);
  const [contentSize, dictionary, contentChecksum, blockChecksum] = [8, 1, 4, 16].map((bit) => (flags & bit) !== 0);
  if (flags >>> 6 !== 1) throw new Damage(`LZ4 data of version ${flags >>> 6}, which is not read`);
  if (dictionary) throw new Damage('LZ4 data need a dictionary');
  const code = (sizes >>> 4) & 7;
  if (code < 4) throw new Damage('LZ4 data damaged: the block size');
  const longest = 1 << (8 + 2 * code);
  const described = new XxHash32().update(Uint8Array.of(flags, sizes));
  if (contentSize) described.update(await exactly(feed, 8));
  const [check] = await exactly(feed, 1);
  if (check !== ((described.digest() >>> 8) & 0xff)) throw new Damage('LZ4 data damaged: the header checksum');

  const content = new XxHash32();
  // Blocks may copy from the 64 KiB before them, so these stay in front of the block.
  const buffer = new Uint8Array(HISTORY + longest);
  let history = 0;
  for (;;) {
    const size = word(await exactly(feed, 4));
    if (size === 0) break;
    const length = size & 0x7fffffff;
    if (length > longest) throw new Damage('LZ4 data damaged: a block is too long');
    const block = await exactly(feed, length);
    const end = size >>> 31 === 1 ? stored(block, buffer, history) : decode(block, buffer, history);
    if (end < 0) throw new Damage('LZ4 data damaged: a block');
    if (blockChecksum) {
      const sum = new XxHash32().update(block).digest();
      if (sum !== word(await exactly(feed, 4))) throw new Damage('LZ4 data damaged: a block checksum');
    }
    const piece = buffer.subarray(history, end);
    if (contentChecksum) content.update(piece);
    yield piece;
    history = Math.min(end, HISTORY);
    buffer.copyWithin(0, end - history, end);
  }
  if (contentChecksum && content.digest() !== word(await exactly(feed, 4))) {
    throw new Damage('LZ4 data damaged: the content checksum');
  }
}

async function exactly(feed: ByteFeed, n: number): Promise<Uint8Array> {
  const bytes = await feed.take(n);
  if (bytes.length < n) throw new Damage('LZ4 data end early');
  return bytes;
}

function word(b: Uint8Array): number {
  return (b[0]! | (b[1]! << 8) | (b[2]! << 16) | (b[3]! << 24)) >>> 0;
}

function stored(block: Uint8Array, into: Uint8Array, at: number): number {
  into.set(block, at);
  return at + block.length;
}

/** One block (lz4_Block_format.md): literals, then a copy from what is decoded, again and again. Negative if damaged. */
function decode(block: Uint8Array, into: Uint8Array, at: number): number {
  const { length } = block;
  const room = into.length;
  let from = 0;
  while (from < length) {
    const token = block[from++]!;
    let literals = token >>> 4;
    if (literals === 15) {
      let more: number;
      do {
        more = block[from++] ?? 0;
        literals += more;
      } while (more === 255);
    }
    if (literals > 0) {
      if (from + literals > length || at + literals > room) return -1;
      into.set(block.subarray(from, from + literals), at);
      from += literals;
      at += literals;
    }
    if (from >= length) break;
    const offset = block[from]! | ((block[from + 1] ?? 0) << 8);
    from += 2;
    let copy = (token & 15) + 4;
    if (copy === 19) {
      let more: number;
      do {
        more = block[from++] ?? 0;
        copy += more;
      } while (more === 255);
    }
    if (offset === 0 || offset > at || at + copy > room) return -1;
    if (offset >= copy && copy > 32) into.copyWithin(at, at - offset, at - offset + copy);
    else for (let i = 0; i < copy; i++) into[at + i] = into[at + i - offset]!;
    at += copy;
  }
  return at;
}
