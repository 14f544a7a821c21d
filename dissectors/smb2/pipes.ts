import type { CloseReason, Dissection } from '#sdk';
import { DISK, type OpenFile } from './keys.ts';

/**
 * Where the bytes of named pipes leave SMB2: WRITE requests, READ responses, and FSCTL_PIPE_TRANSCEIVE both ways. What
 * is read in parts (STATUS_BUFFER_OVERFLOW) simply goes on with the next read: a pipe's messages have lengths of their
 * own. A file whose share was not seen being connected may be a pipe; its content decides.
 */

/** Whether the file's bytes are a pipe's, as far as one can know. */
export const mayBePipe = (file: OpenFile | undefined): file is OpenFile =>
  file !== undefined && file.tree?.shareType !== DISK;

/** Hands on bytes that were written to a file or read from it. */
export function fileData(
  d: Dissection,
  file: OpenFile | undefined,
  start: number,
  end: number,
  promised: number,
): void {
  if (end <= start) return;
  if (!mayBePipe(file)) return d.data(start, end, promised);
  file.pipe ??= d.openPipe(file.path ?? '');
  d.pipe(file.pipe, d.direction, start, end, promised);
}

/** A close, tree disconnect or logoff, or a limit: nothing more will come. */
export function endPipe(d: Dissection, file: OpenFile, reason: CloseReason): void {
  if (file.pipe) d.closePipe(file.pipe, reason);
  file.pipe = undefined;
}
