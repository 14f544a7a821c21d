import { bits, bytes, type Dissection, type Field, field, layout, u16, u32 } from '#sdk';
import { takeRest, under, within } from '../buffers.ts';
import { flag, heading, reserved, text, unused } from '../parts.ts';
import { smb2 } from '../spec.ts';

const TYPES = {
  0x0001: 'SMB2_PREAUTH_INTEGRITY_CAPABILITIES',
  0x0002: 'SMB2_ENCRYPTION_CAPABILITIES',
  0x0003: 'SMB2_COMPRESSION_CAPABILITIES',
  0x0005: 'SMB2_NETNAME_NEGOTIATE_CONTEXT_ID',
  0x0006: 'SMB2_TRANSPORT_CAPABILITIES',
  0x0007: 'SMB2_RDMA_TRANSFORM_CAPABILITIES',
  0x0008: 'SMB2_SIGNING_CAPABILITIES',
  0x0100: 'SMB2_POSIX_EXTENSIONS_CAPABILITIES',
};
export const ALGORITHMS = { 0: 'NONE', 1: 'LZNT1', 2: 'LZ77', 3: 'LZ77+Huffman', 4: 'Pattern_V1', 5: 'LZ4' };
const HASHES = { 1: 'SHA-512' };
const CIPHERS = { 1: 'AES-128-CCM', 2: 'AES-128-GCM', 3: 'AES-256-CCM', 4: 'AES-256-GCM' };
const SIGNINGS = { 0: 'HMAC-SHA256', 1: 'AES-CMAC', 2: 'AES-GMAC' };
const TRANSFORMS = {
  0: 'SMB2_RDMA_TRANSFORM_NONE',
  1: 'SMB2_RDMA_TRANSFORM_ENCRYPTION',
  2: 'SMB2_RDMA_TRANSFORM_SIGNING',
};

const prefix = 'smb2.negotiate_context';
const number = (name: string, label: string, section: string, names: Readonly<Record<number, string>>): Field =>
  field(`${prefix}.${name}`, label, 'uint', { size: 2, little: true, base: 'hex', names, spec: smb2(section) });

const root = heading(prefix, 'SMB2 NEGOTIATE_CONTEXT', '2.2.3.1');
const header = layout(
  { prefix, little: true, spec: smb2('2.2.3.1') },
  { type: u16('ContextType', { base: 'hex', names: TYPES }), data_length: u16('DataLength'), reserved: reserved(4) },
);

const preauth = layout(
  { prefix, little: true, spec: smb2('2.2.3.1.1') },
  { hash_alg_count: u16('HashAlgorithmCount'), salt_length: u16('SaltLength') },
);
const hash = number('hash_algorithm', 'HashAlgorithms', '2.2.3.1.1', HASHES);
const salt = field(`${prefix}.salt`, 'Salt', 'bytes', { spec: smb2('2.2.3.1.1') });

const encryption = layout({ prefix, little: true, spec: smb2('2.2.3.1.2') }, { cipher_count: u16('CipherCount') });
const cipher = number('cipher_id', 'Ciphers', '2.2.3.1.2', CIPHERS);

const chained = flag(`${prefix}.comp_alg_flags.chained`, 'SMB2_COMPRESSION_CAPABILITIES_FLAG_CHAINED', 0x00000001);
const otherFlags = bits(`${prefix}.comp_alg_flags.reserved`, 'Reserved', 0xfffffffe, { little: true, base: 'hex' });
const compression = layout(
  { prefix, little: true, spec: smb2('2.2.3.1.3') },
  {
    comp_alg_count: u16('CompressionAlgorithmCount'),
    padding: unused(2, 'Padding'),
    comp_alg_flags: u32('Flags', { base: 'hex', bits: [chained, otherFlags] }),
  },
);
const algorithm = number('comp_alg_id', 'CompressionAlgorithms', '2.2.3.1.3', ALGORITHMS);

const netname = text(`${prefix}.netname`, 'NetName', '2.2.3.1.4');

const accepted = flag(`${prefix}.transport_flags.security`, 'SMB2_ACCEPT_TRANSPORT_LEVEL_SECURITY', 0x00000001);
const transport = layout(
  { prefix, little: true, spec: smb2('2.2.3.1.5') },
  { transport_flags: u32('Flags', { base: 'hex', bits: [accepted] }) },
);

const rdma = layout(
  { prefix, little: true, spec: smb2('2.2.3.1.6') },
  {
    rdma_transform_count: u16('TransformCount'),
    rdma_transform_reserved1: u16('Reserved1', { base: 'hex' }),
    rdma_transform_reserved2: u32('Reserved2', { base: 'hex' }),
  },
);
const transform = number('rdma_transform_id', 'RDMATransformIds', '2.2.3.1.6', TRANSFORMS);

const signing = layout(
  { prefix, little: true, spec: smb2('2.2.3.1.7') },
  { signing_alg_count: u16('SigningAlgorithmCount') },
);
const signingAlgorithm = number('signing_id', 'SigningAlgorithms', '2.2.3.1.7', SIGNINGS);

const posix = layout({ prefix }, { posix_reserved: bytes('POSIX version', 16) });
const data = field(`${prefix}.data`, 'Data', 'bytes', { spec: smb2('2.2.3.1') });

export const contextLayouts = [header, preauth, encryption, compression, transport, rdma, signing, posix];
export const contextFields = [root, hash, salt, cipher, algorithm, netname, transform, signingAlgorithm, data];

/** The list of negotiate contexts (MS-SMB2 2.2.3.1, 2.2.4.1), each of which begins at a multiple of eight. */
export function takeContexts(d: Dissection, position: number, count: number): void {
  if (count === 0) return;
  within(d, position, Math.max(0, d.end - position), d.limit, () => {
    for (let i = 0; i < count; i++) {
      const start = d.at;
      under(d, root, () => takeContext(d));
      if (i + 1 < count) d.skip(-(d.at - start) & 7);
    }
  });
}

function takeContext(d: Dissection): void {
  const type = d.u16le(header.offset.type);
  const length = d.u16le(header.offset.data_length);
  d.record(header);
  within(d, d.at, length, 'smb2.negotiate_context.data_length', () => takeData(d, type));
}

function takeData(d: Dissection, type: number): void {
  switch (type) {
    case 0x0001: {
      const count = d.u16le(0);
      const length = d.u16le(2);
      d.record(preauth);
      takeNumbers(d, hash, count);
      return d.take(salt, length);
    }
    case 0x0002: {
      const count = d.u16le(0);
      d.record(encryption);
      return takeNumbers(d, cipher, count);
    }
    case 0x0003: {
      const count = d.u16le(0);
      d.record(compression);
      return takeNumbers(d, algorithm, count);
    }
    case 0x0005:
      return takeRest(d, netname);
    case 0x0006:
      return d.record(transport);
    case 0x0007: {
      const count = d.u16le(0);
      d.record(rdma);
      return takeNumbers(d, transform, count);
    }
    case 0x0008: {
      const count = d.u16le(0);
      d.record(signing);
      return takeNumbers(d, signingAlgorithm, count);
    }
    case 0x0100:
      return d.record(posix);
    default:
      takeRest(d, data);
  }
}

function takeNumbers(d: Dissection, each: Field, count: number): void {
  for (let i = 0; i < count; i++) d.take(each, 2);
}
