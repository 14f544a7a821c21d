import { type Dissection, field } from '#sdk';
import type { OpenFile } from './connection.ts';
import {
  accessBits,
  createFlagBits,
  openedAccess,
  openedDisposition,
  openedFields,
  openedFlags,
  openedOptions,
  openedShare,
  optionBits,
  shareBits,
} from './fields/access.ts';
import { extendedBits, openedAttributes } from './fields/attributes.ts';
import type { SmbMessage } from './message.ts';
import { cifs } from './spec.ts';
import { type TextSpan, textOf } from './text.ts';

/** A FID, in bytes or of the request that a response answers. */
const fid = field('smb.fid', 'FID', 'uint', { size: 2, base: 'hex', little: true, spec: cifs('2.2.1.6.1') });
const context = field('smb.fid.file', 'File of the request', 'none', { generated: true });
const openedIn = field('smb.fid.opened_in', 'Opened in', 'uint', { size: 4, generated: true });
const openedName = field('smb.file', 'FileName of its open', 'string', { generated: true });

export const fileFields = [fid, context, openedIn, openedName, openedAttributes, ...openedFields];

/** The FID at the cursor, and what is known of its file. */
export function takeFid(d: Dissection, message: SmbMessage): OpenFile | undefined {
  const value = d.u16le(0);
  const file = note(message, value);
  const node = d.open(fid);
  d.skip(2);
  if (file) describe(d, file);
  d.close(node);
  return file;
}

/** The file that a response is about: the request said so. It is shown where its open was seen, else only if asked for. */
export function answeredFile(d: Dissection, message: SmbMessage, always = false): OpenFile | undefined {
  const { request, told } = message;
  if (!request || request.fid < 0) return undefined;
  const { file } = request;
  told.fid = request.fid;
  if (!d.recording || (!file?.opened && !always)) return file;
  const node = d.open(context);
  d.generate(fid, request.fid);
  if (file) describe(d, file);
  d.close(node);
  return file;
}

/** The message is about this FID; gives its file. */
function note(message: SmbMessage, value: number): OpenFile | undefined {
  const file = message.connection?.file(message.tid, value);
  message.told.fid = value;
  const { request } = message;
  if (request && !message.reply) {
    request.fid = value;
    request.file = file;
  }
  return file;
}

/** What the file's open asked for. */
function describe(d: Dissection, file: OpenFile): void {
  if (!d.recording) return;
  if (file.opened > 0) d.generate(openedIn, file.opened);
  const { name, parameters } = file;
  if (name === undefined) return;
  d.generate(openedName, name);
  if (!parameters) return;
  d.generateBits(openedFlags, parameters.flags, createFlagBits);
  d.generateBits(openedAccess, parameters.access, accessBits);
  d.generateBits(openedAttributes, parameters.attributes, extendedBits);
  d.generateBits(openedShare, parameters.share, shareBits);
  d.generateBits(openedOptions, parameters.options, optionBits);
  d.generate(openedDisposition, parameters.disposition);
}

/** What an open's request names: kept for the fields of later messages, and for pipes. */
export function nameFile(d: Dissection, message: SmbMessage, found: TextSpan): void {
  const { request, tree } = message;
  if (request && (d.recording || tree?.pipes !== false)) request.path = textOf(d, found);
}

/** A file whose open was seen: the response that gives its FID, after the request that named it. */
export function opened(
  d: Dissection,
  message: SmbMessage,
  value: number,
  isPipe: boolean | undefined,
): OpenFile | undefined {
  const { connection, request, tid, told } = message;
  told.fid = value;
  if (!connection) return undefined;
  return connection.open(d, {
    tid,
    fid: value,
    name: request?.path,
    parameters: request?.parameters,
    opened: d.packet.number,
    isPipe,
    pipe: undefined,
  });
}

/** A file that is used without its open having been seen; kept, so that its pipe is one flow. */
export function found(d: Dissection, message: SmbMessage, value: number): OpenFile | undefined {
  const { connection, tid } = message;
  if (!connection) return undefined;
  return (
    connection.file(tid, value) ??
    connection.open(d, {
      tid,
      fid: value,
      name: undefined,
      parameters: undefined,
      opened: 0,
      isPipe: undefined,
      pipe: undefined,
    })
  );
}

/** A response that gave no FID: what had been asked for. */
export function describeAsked(d: Dissection, { request, told }: SmbMessage): void {
  if (!request || request.path === undefined || told.fid >= 0) return;
  if (!d.recording) return;
  const node = d.open(context);
  const { path, parameters } = request;
  describe(d, { tid: 0, fid: 0, name: path, parameters, opened: 0, isPipe: undefined, pipe: undefined });
  d.close(node);
}
