import { type Dissection, field } from '#sdk';
import type { SmbMessage } from '../keys.ts';
import { bufferFormat } from '../layout.ts';
import { cifs } from '../spec.ts';
import { type Text, type TextSpan, takeText, text, textOf } from '../text.ts';

/** What a request named, said again in its response. */
const answered = field('smb.file', 'FileName of the request', 'string', { generated: true });
export const fileName = text('smb.file', 'FileName', cifs('2.2.4'));
export const pathFields = [answered, fileName.oem, fileName.unicode];

/** BufferFormat and the path after it, which the response is about. */
export function takePath(d: Dissection, message: SmbMessage, name: Text, label = 'Path'): TextSpan | undefined {
  if (d.left <= 0) return undefined;
  d.take(bufferFormat, 1);
  const found = takeText(d, message, name);
  if (!found) return undefined;
  if (message.told.label === '') message.tell(label, found);
  const { request } = message;
  if (request && request.path === undefined && !message.reply && d.recording) request.path = textOf(d, found);
  return found;
}

/** The path that a response is about. */
export function answeredPath(d: Dissection, { request }: SmbMessage): void {
  if (request?.path !== undefined) d.generate(answered, request.path);
}
