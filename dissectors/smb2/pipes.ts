import type { CloseReason, Dissection } from '#sdk';
import { pipePayload } from '../dcerpc/keys.ts';
import { DISK, type OpenFile, type Tree } from './keys.ts';

/**
 * Where the bytes of named pipes leave SMB2: WRITE requests, READ responses, and FSCTL_PIPE_TRANSCEIVE both ways. What
 * is read in parts (STATUS_BUFFER_OVERFLOW) goes on with the next read: a pipe's messages have lengths of their own. A
 * file whose share was not seen being connected may be a pipe; its content decides.
 */
export function fileData(
  d: Dissection,
  file: OpenFile | undefined,
  tree: Tree | undefined,
  start: number,
  end: number,
  promised: number,
): void {
  if (end <= start) return;
  if ((file?.tree ?? tree)?.shareType === DISK) return d.data(start, end, promised);
  // Of an answer whose request was not captured nobody knows which pipe it was read from.
  if (!file) return d.probe(pipePayload, start, end, promised);
  file.pipe ??= d.openPipe(file.path ?? '');
  d.pipe(file.pipe, d.direction, start, end, promised);
}

/** A close, tree disconnect or logoff, or a limit: nothing more will come. */
export function endPipe(d: Dissection, file: OpenFile, reason: CloseReason): void {
  if (file.pipe) d.closePipe(file.pipe, reason);
  file.pipe = undefined;
}
