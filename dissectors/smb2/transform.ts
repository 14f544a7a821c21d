import { bytes, type Dissection, field, layout, u16, u32 } from '#sdk';
import { ALGORITHMS } from './contexts/negotiate.ts';
import { protocolId, sessionId } from './layout.ts';
import { flag, heading } from './parts.ts';
import { smb2 } from './spec.ts';

/** SMB2 TRANSFORM_HEADER (MS-SMB2 2.2.41): what follows is sealed, and stays so. */
const encrypted = layout(
  {
    prefix: 'smb2.header.transform',
    little: true,
    root: heading('smb2.header.transform', 'SMB2 TRANSFORM_HEADER', '2.2.41'),
    spec: smb2('2.2.41'),
  },
  {
    id: protocolId(),
    signature: bytes('Signature', 16),
    nonce: bytes('Nonce', 16),
    msg_size: u32('OriginalMessageSize'),
    reserved: bytes('Reserved', 2),
    flags: u16('Flags/EncryptionAlgorithm', {
      base: 'hex',
      bits: [flag('smb2.header.transform.flags.encrypted', 'Encrypted', 0x0001)],
    }),
    session: sessionId(),
  },
);
/** Where SessionId lies. */
export const SEALED_SESSION = encrypted.offset.session;
const sealed = field('smb2.header.transform.enc_data', 'Encrypted message', 'bytes', { spec: smb2('2.2.41') });

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

export const transformLayouts = [encrypted, compressed, chained, payload, pattern];
export const transformFields = [sealed, originalSize, data, plain];

const CHAINED = 1;
const PATTERN = 4;
const NONE = 0;

export function takeEncrypted(d: Dissection): void {
  d.record(encrypted);
  if (d.left === 0) return;
  d.take(sealed, d.left);
}

export function takeCompressed(d: Dissection): void {
  if (d.left < compressed.size) return d.record(compressed);
  if (d.u16le(compressed.offset.flags) & CHAINED) return takeChain(d);
  const before = d.u32le(compressed.offset.offset);
  d.record(compressed);
  if (before > 0) d.take(plain, before);
  if (d.left > 0) d.take(data, d.left);
}

function takeChain(d: Dissection): void {
  d.record(chained);
  while (d.left > 0) {
    const kind = d.u16le(payload.offset.algorithm);
    let length = d.u32le(payload.offset.length);
    d.record(payload);
    if (kind === PATTERN && length >= pattern.size) {
      d.record(pattern);
      length -= pattern.size;
    } else if (kind !== NONE && kind !== PATTERN && length >= 4) {
      d.take(originalSize, 4);
      length -= 4;
    }
    if (length > 0) d.take(kind === NONE ? plain : data, length);
  }
}
