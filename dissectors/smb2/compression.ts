import { type Dissection, field, layout, limits, lz77, lz77Huffman, lznt1, Output, u16, u32, u32be } from '#sdk';
import { ALGORITHMS } from './contexts/negotiate.ts';
import { PLAIN, protocolId } from './layout.ts';
import { heading } from './parts.ts';
import { smb2 } from './spec.ts';

/** SMB2 COMPRESSION_TRANSFORM_HEADER (2.2.42), unchained and chained. */
const FLAGS = { 0: 'SMB2_COMPRESSION_FLAG_NONE', 1: 'SMB2_COMPRESSION_FLAG_CHAINED' };
const compressedParts = {
  id: protocolId(),
  original_size: u32('OriginalCompressedSegmentSize'),
};
const algorithm = u16('CompressionAlgorithm', {
  abbrev: 'smb2.header.comp_transform.comp_alg',
  base: 'hex',
  names: ALGORITHMS,
});
const flags = u16('Flags', { base: 'hex', names: FLAGS });
const root = heading('smb2.header.comp_transform', 'SMB2 COMPRESSION_TRANSFORM_HEADER', '2.2.42');
const compressed = layout(
  { prefix: 'smb2.header.comp_transform', little: true, root, spec: smb2('2.2.42.1') },
  { ...compressedParts, algorithm, flags, offset: u32('Offset', { base: 'hex' }) },
);
const chained = layout(
  { prefix: 'smb2.header.comp_transform', little: true, root, spec: smb2('2.2.42.2') },
  compressedParts,
);
const payload = layout(
  {
    prefix: 'smb2.header.comp_transform',
    little: true,
    root: heading('smb2.header.comp_transform.payload', 'SMB2_COMPRESSION_CHAINED_PAYLOAD_HEADER', '2.2.42.2.1'),
    spec: smb2('2.2.42.2.1'),
  },
  { algorithm, flags, length: u32('Length', { base: 'hex' }) },
);
const originalSize = field('smb2.header.comp_transform.orig_payload_size', 'OriginalPayloadSize', 'uint', {
  size: 4,
  little: true,
  spec: smb2('2.2.42.2.1'),
});
const pattern = layout(
  { prefix: 'smb2.pattern_v1', little: true, spec: smb2('2.2.42.2.2') },
  {
    pattern: { label: 'Pattern', kind: 'uint', size: 1, base: 'hex' },
    reserved1: { label: 'Reserved1', kind: 'uint', size: 1, base: 'hex' },
    reserved2: u16('Reserved2', { base: 'hex' }),
    repetitions: u32('Repetitions'),
  },
);
const data = field('smb2.header.comp_transform.data', 'Compressed data', 'bytes', { spec: smb2('2.2.42') });
const plain = field('smb2.header.comp_transform.plain', 'Uncompressed data', 'bytes', { spec: smb2('2.2.42.1') });

export const compressionLayouts = [compressed, chained, payload, pattern];
export const compressionFields = [originalSize, data, plain];

const CHAINED = 1;
const NONE = 0;
const PATTERN = 4;
const DECOMPRESSORS: Readonly<Record<number, typeof lz77>> = { 1: lznt1, 2: lz77, 3: lz77Huffman };

export function takeCompressed(d: Dissection): void {
  if (d.left < compressed.size) return d.record(compressed);
  if (d.u16le(compressed.offset.flags) & CHAINED) return takeChain(d);
  const size = d.u32le(compressed.offset.original_size);
  const kind = d.u16le(compressed.offset.algorithm);
  const before = d.u32le(compressed.offset.offset);
  d.record(compressed);
  const out = room(before + size, d.left);
  const start = d.at;
  if (before > 0) takePlain(d, before, out);
  if (takeData(d, d.left, kind, size, out)) handOn(d, out, before + size, start);
}

function takeChain(d: Dissection): void {
  const size = d.left < chained.size ? 0 : d.u32le(chained.offset.original_size);
  d.record(chained);
  const out = room(size, d.left);
  const start = d.at;
  let known = true;
  while (d.left > 0) known = takePart(d, out) && known;
  if (known) handOn(d, out, size, start);
}

/** One payload of a chain; false where nobody knows what it is of. */
function takePart(d: Dissection, out: Output): boolean {
  const kind = d.u16le(payload.offset.algorithm);
  const length = d.u32le(payload.offset.length);
  d.record(payload);
  if (kind === NONE) takePlain(d, length, out);
  else if (kind !== PATTERN) {
    if (length < 4) return takeData(d, length, kind, 0, out);
    const size = d.u32le(0);
    d.take(originalSize, 4);
    return takeData(d, length - 4, kind, size, out);
  } else if (length >= pattern.size) {
    const byte = d.u8(pattern.offset.pattern);
    const repetitions = d.u32le(pattern.offset.repetitions);
    d.record(pattern);
    out.fill(byte, repetitions);
    if (length > pattern.size) d.take(data, length - pattern.size);
  } else if (length > 0) d.take(data, length);
  return true;
}

/** Room for what was promised, as far as there are bytes that may make it. */
const room = (size: number, left: number): Output => new Output(Math.min(size, limits.decompressedBytes), 4 * left);

function takePlain(d: Dissection, length: number, out: Output): void {
  const { at, bytes } = d;
  if (length > 0) d.take(plain, length);
  out.take(bytes, at, d.at);
}

/** What was compressed, `size` bytes once; false where nobody knows how. */
function takeData(d: Dissection, length: number, kind: number, size: number, out: Output): boolean {
  const { at, bytes } = d;
  if (length > 0) d.take(data, length);
  const decompress = DECOMPRESSORS[kind];
  if (!decompress) return false;
  // All parts together make no more than one may.
  const part = room(Math.min(size, out.left), length);
  decompress(bytes, at, d.at, part);
  out.take(part.bytes, 0, part.length);
  return true;
}

/** The message; only such a one may have been compressed (3.1.4.4). */
function handOn(d: Dissection, out: Output, size: number, start: number): void {
  if (out.length < 4 || u32be(out.bytes, 0) !== PLAIN) return;
  const limited = out.full && out.length < size;
  if (limited) d.reached('decompressedBytes');
  // What is missing was cut off, unless it is the data that make no more.
  const promised = limited || d.end < d.promised ? size : out.length;
  const message = d.derive('decompressed SMB2', out.made, start, d.at);
  d.submitFrom(message, d.layer.protocol, 'smb2.header.comp_transform', 0, out.length, promised);
}
