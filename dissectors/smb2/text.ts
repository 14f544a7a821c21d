import { type ByteWriter, type Dissection, joined, joinedExactly, u32le } from '#sdk';
import type { InfoView } from './command.ts';
import type { OpenFile } from './keys.ts';
import { closedIn, nameOfFile, openedIn } from './layout.ts';

/** ' File: srvsvc', where the request names a file whose create was seen. */
export function writeFile(out: ByteWriter, { request }: InfoView): void {
  const path = request?.file?.path;
  if (path === undefined) return;
  out.ascii(' File: ');
  out.text(path);
}

/** The name of the file whose FileId lies at `position`. */
export function nameFile(d: Dissection, file: OpenFile | undefined, position: number): void {
  if (!file || !d.recording) return;
  if (file.path !== undefined) d.generate(nameOfFile, file.path, position, position + 16);
  if (file.frame > 0) d.generate(openedIn, file.frame, position, position + 16);
}

/** The request that closes it tells so, too. */
export function nameClosed(d: Dissection, file: OpenFile | undefined, position: number): void {
  nameFile(d, file, position);
  d.generate(closedIn, d.packet.number, position, position + 16);
}

/** ' Len:1024 Off:0': a length, and the 64-bit offset at `position`. */
export function writeRange(out: ByteWriter, length: number, bytes: Uint8Array, position: number): void {
  out.ascii(' Len:');
  out.decimal(length);
  out.ascii(' Off:');
  const low = u32le(bytes, position);
  const high = u32le(bytes, position + 4);
  if (high < 0x200000) out.decimal(joined(high, low));
  else out.ascii(String(joinedExactly(high, low)));
}
