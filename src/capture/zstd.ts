import type { Decompress } from 'fzstd';
import { ByteFeed } from './byte-feed.ts';
import { Damage } from './errors.ts';
import { XxHash64 } from './xxhash.ts';

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const LONGEST_BLOCK = 1 << 17;
/** What the zstd command takes without being told otherwise. */
const LARGEST_WINDOW = 2 ** 27;

/**
 * Zstandard frames (RFC 8878). fzstd decodes what it is given at once, 128 KiB of output for four bytes of input, so it is
 * given one block at a time; and it does not look at checksums, so that is done here.
 */
export async function* unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  const feed = new ByteFeed(source);
  for (;;) {
    const head = await feed.take(4);
    if (head.length === 0) return;
    if (head.length < 4) throw early();
    const magic = integer(head);
    if (magic === MAGIC) yield* frame(feed, Decompress);
    else if ((magic & ~15) === SKIPPABLE) await feed.skip(integer(await exactly(feed, 4)));
    else throw new Damage('Zstandard data are followed by something else');
  }
}

async function* frame(feed: ByteFeed, Decoder: typeof Decompress): AsyncGenerator<Uint8Array> {
  const { header, checksum } = await frameHeader(feed);
  const pieces: Uint8Array[] = [];
  const decoder = new Decoder((piece) => pieces.push(piece));
  const content = new XxHash64();
  const buffer = new Uint8Array(LONGEST_BLOCK + 7);
  let sum = 0;
  decoder.push(header);
  for (let last = false; !last; ) {
    const head = integer(await exactly(feed, 3));
    // Section 3.1.1.2: last block, type (raw, repeated byte, compressed), size.
    last = (head & 1) === 1;
    const type = (head >>> 1) & 3;
    const size = head >>> 3;
    if (type === 3 || size > LONGEST_BLOCK) throw damaged('a block');
    const length = type === 1 ? 1 : size;
    // fzstd keeps what it gets until it has 18 bytes.
    const block = length < 18 ? new Uint8Array(18 + 7) : buffer;
    block.set([head & 0xff, (head >>> 8) & 0xff, head >>> 16]);
    block.set(await exactly(feed, length), 3);
    let end = 3 + length;
    if (last && checksum) {
      const tail = await exactly(feed, 4);
      block.set(tail, end);
      sum = integer(tail);
      end += 4;
    }
    try {
      decoder.push(block.subarray(0, end), last);
    } catch (error) {
      throw damaged((error as Error).message);
    }
    for (const piece of pieces.splice(0)) {
      if (checksum) content.update(piece);
      if (piece.length > 0) yield piece;
    }
  }
  if (checksum && content.digest() !== sum) throw damaged('the content checksum');
}

/** Section 3.1.1.1: what the descriptor says is there; the header as fzstd wants it, with its magic. */
async function frameHeader(feed: ByteFeed): Promise<{ header: Uint8Array; checksum: boolean }> {
  const [descriptor = 0] = await exactly(feed, 1);
  const single = (descriptor >>> 5) & 1;
  const sizeBytes = descriptor >>> 6 === 0 ? single : 1 << (descriptor >>> 6);
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
  const rest = await exactly(feed, 1 - single + dictionaryBytes + sizeBytes);
  if (descriptor & 8) throw damaged('the frame header');
  if (dictionaryBytes > 0 && integer(rest.subarray(1 - single, 1 - single + dictionaryBytes)) !== 0) {
    throw new Damage('Zstandard data need a dictionary');
  }
  const exponent = 10 + ((rest[0] ?? 0) >>> 3);
  const window = single
    ? integer(rest.subarray(dictionaryBytes)) + (sizeBytes === 2 ? 256 : 0)
    : 2 ** exponent + 2 ** (exponent - 3) * (rest[0]! & 7);
  if (window > LARGEST_WINDOW) throw new Damage(`Zstandard data need a window of ${window} bytes, which is too much`);
  const header = new Uint8Array(5 + rest.length);
  new DataView(header.buffer).setUint32(0, MAGIC, true);
  header[4] = descriptor;
  header.set(rest, 5);
  return { header, checksum: (descriptor & 4) !== 0 };
}

async function exactly(feed: ByteFeed, n: number): Promise<Uint8Array> {
  const bytes = await feed.take(n);
  if (bytes.length < n) throw early();
  return bytes;
}

function early(): Damage {
  return new Damage('Zstandard data end early');
}

function damaged(what: string): Damage {
  return new Damage(`Zstandard data damaged: ${what}`);
}

/** Little-endian, of up to eight bytes. */
function integer(bytes: Uint8Array): number {
  return bytes.reduceRight((n, byte) => n * 256 + byte, 0);
}
