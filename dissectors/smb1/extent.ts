import { type Dissection, field, joined, joinedExactly } from '#sdk';
import type { Extent } from './connection.ts';
import type { SmbMessage } from './message.ts';

/** Where a request reads or writes, and how much: said again where the response is. */
const offset = field('smb.file.rw.offset', 'File offset', 'uint', { size: 8, generated: true });
const length = field('smb.file.rw.length', 'File length', 'uint', { size: 4, generated: true });

export const extentFields = [offset, length];

/** Of a request. */
export function setExtent(d: Dissection, message: SmbMessage, extent: Extent): void {
  const { request, told } = message;
  told.length = extent.length;
  told.offset = joined(extent.high, extent.low);
  if (!d.recording) return;
  if (request) request.extent = extent;
  show(d, extent);
}

/** Of the request that a response answers. */
export function showExtent(d: Dissection, { request }: SmbMessage): void {
  if (request?.extent) show(d, request.extent);
}

function show(d: Dissection, { low, high, length: size }: Extent): void {
  d.generate(offset, joinedExactly(high, low));
  d.generate(length, size);
}
