import { type Dissection, field, layout, u32, u64 } from '#sdk';
import { heading, unused } from '../parts.ts';
import { smb2 } from '../spec.ts';

/** SRV_REQUEST_RESUME_KEY Response (MS-SMB2 2.2.32.3). */
const prefix = 'smb2.fsctl.cchunk';
const RESUME_KEY = 24;
const key = field(`${prefix}.resume_key`, 'ResumeKey', 'bytes', { spec: smb2('2.2.32.3') });
const contextLength = field('smb2.reserved', 'ContextLength', 'bytes', { spec: smb2('2.2.32.3') });

/** SRV_COPYCHUNK_COPY (2.2.31.1) and SRV_COPYCHUNK (2.2.31.1.1). */
const copy = layout(
  { prefix, little: true, spec: smb2('2.2.31.1') },
  { count: u32('ChunkCount'), reserved: unused(4) },
);
const chunkRoot = heading(`${prefix}.chunk`, 'SRV_COPYCHUNK', '2.2.31.1.1');
const chunk = layout(
  { prefix, little: true, root: chunkRoot, spec: smb2('2.2.31.1.1') },
  { src_offset: u64('SourceOffset'), dst_offset: u64('TargetOffset'), xfer_len: u32('Length'), reserved: unused(4) },
);
/** SRV_COPYCHUNK_RESPONSE (2.2.32.1). */
const result = layout(
  { prefix, little: true, spec: smb2('2.2.32.1') },
  {
    chunks_written: u32('ChunksWritten'),
    bytes_written: u32('ChunkBytesWritten'),
    total_written: u32('TotalBytesWritten'),
  },
);

export const chunkLayouts = [copy, chunk, result];
export const chunkFields = [key, contextLength];

export function takeResumeKey(d: Dissection): void {
  d.take(key, RESUME_KEY);
  d.take(contextLength, 4);
}

export function takeChunks(d: Dissection): void {
  d.take(key, RESUME_KEY);
  const count = d.u32le(0);
  d.record(copy);
  for (let i = 0; i < count; i++) d.record(chunk);
}

export const takeChunkResult = (d: Dissection): void => d.record(result);
