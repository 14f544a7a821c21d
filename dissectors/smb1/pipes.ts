import { type Dissection, type Field, field, u16le } from '#sdk';
import type { OpenFile } from './connection.ts';
import { found } from './file.ts';
import type { SmbMessage } from './message.ts';
import { cifs } from './spec.ts';

/** Bytes of a file that is no pipe. */
export const fileData = field('smb.file_data', 'Data', 'bytes', { spec: cifs('2.2.4.43.1') });

/** Bytes that begin a DCE/RPC PDU of version 5 (C706 12.6.3.1): what tells a pipe from a file whose open was not seen. */
function looksLikeRpc(b: Uint8Array, at: number, end: number): boolean {
  if (end - at < 16 || b[at] !== 5 || b[at + 1]! > 1 || b[at + 2]! > 19 || (b[at + 4]! & 0xef) !== 0) return false;
  const big = b[at + 4] === 0;
  const length = big ? (b[at + 8]! << 8) | b[at + 9]! : u16le(b, at + 8);
  return length >= 16;
}

/** Whether the file's bytes are a pipe's. */
function isPipe(message: SmbMessage, file: OpenFile): boolean | undefined {
  return file.isPipe ?? message.tree?.pipes;
}

/**
 * Bytes that were read from a file or written to it, at the cursor; moves past them. Those of a pipe go on in the pipe's
 * own flow; others are shown.
 */
export function takeFileData(
  d: Dissection,
  message: SmbMessage,
  file: OpenFile | undefined,
  length: number,
  shown: Field = fileData,
): void {
  const start = d.at;
  const end = Math.min(d.end, start + length);
  const it = file ?? lost(d, message, start, end);
  const pipe = it && (isPipe(message, it) ?? looksLikeRpc(d.bytes, start, end));
  if (!pipe || end === start) {
    if (end > start) d.take(shown, end - start);
    if (start + length > d.end) d.fail(length);
    return;
  }
  feed(d, it, start, end, start + length);
  d.at = end;
}

/** Bytes of a pipe, whatever its tree is called. */
export function takePipeData(d: Dissection, message: SmbMessage, length: number): void {
  const file = message.request?.file ?? ofPipe(d, message);
  const start = d.at;
  const end = Math.min(d.end, start + length);
  if (end > start) {
    if (file) feed(d, file, start, end, start + length);
    else d.data(start, end, start + length);
  }
  d.at = end;
}

function ofPipe(d: Dissection, message: SmbMessage): OpenFile | undefined {
  const { request, told } = message;
  const fid = request?.fid ?? told.fid;
  if (fid < 0) return undefined;
  const file = found(d, message, fid);
  if (file) file.isPipe = true;
  if (request) request.file = file;
  return file;
}

/** A file without a known open, where its bytes say what it is. */
function lost(d: Dissection, message: SmbMessage, start: number, end: number): OpenFile | undefined {
  const fid = message.told.fid;
  if (fid < 0 || message.tree?.pipes === false) return undefined;
  if (message.tree?.pipes !== true && !looksLikeRpc(d.bytes, start, end)) return undefined;
  return found(d, message, fid);
}

function feed(d: Dissection, file: OpenFile, start: number, end: number, promised: number): void {
  file.isPipe = true;
  file.pipe ??= d.openPipe(pipeName(file.name ?? ''));
  d.pipe(file.pipe, d.direction, start, end, Math.min(promised, Math.max(end, d.layer.promised)));
}

/** Without the prefix that opens may give: '\PIPE\srvsvc' and '\srvsvc' are one pipe (MS-CIFS 2.2.1.1.4). */
export const pipeName = (name: string): string => name.replace(/^\\+/, '').replace(/^pipe\\/i, '');
