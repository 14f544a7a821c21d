import { type Dissection, field, layout, u32, u64 } from '#sdk';
import { takeRest } from '../buffers.ts';
import { unused } from '../parts.ts';
import { fscc } from '../spec.ts';

/** FSCTL_PIPE_WAIT Request (MS-FSCC 2.3.49); a timeout that is not specified may hold anything. */
const specified = layout(
  { prefix: 'smb2.fsctl.wait', little: true, spec: fscc('2.3.49') },
  { timeout: u64('Timeout', { kind: 'int' }) },
);
const unspecified = layout({ prefix: 'smb2.fsctl.wait', spec: fscc('2.3.49') }, { timeout: unused(8, 'Timeout') });
const wait = layout(
  { prefix: 'smb2.fsctl.wait', little: true, spec: fscc('2.3.49') },
  {
    length: u32('NameLength', { abbrev: 'smb2.fsctl.wait.name_len' }),
    specified: { label: 'TimeoutSpecified', kind: 'bool', size: 1 },
    padding: unused(1, 'Padding'),
  },
);
const name = field('smb2.fsctl.wait.name', 'Name', 'string', { encoding: 'utf-16le', spec: fscc('2.3.49') });

/** FSCTL_PIPE_PEEK Reply (2.3.46). */
const peek = layout(
  { prefix: 'smb2.fsctl.peek', little: true, spec: fscc('2.3.46') },
  {
    state: u32('NamedPipeState', { names: { 3: 'FILE_PIPE_CONNECTED_STATE', 4: 'FILE_PIPE_CLOSING_STATE' } }),
    available: u32('ReadDataAvailable'),
    messages: u32('NumberOfMessages'),
    length: u32('MessageLength'),
  },
);
const data = field('smb2.fsctl.peek.data', 'Data', 'bytes', { spec: fscc('2.3.46') });

export const waitLayouts = [specified, unspecified, wait, peek];
export const waitFields = [name, data];

export function takePipeWait(d: Dissection): void {
  d.record(d.u8(specified.size + wait.offset.specified) ? specified : unspecified);
  const length = d.u32le(wait.offset.length);
  d.record(wait);
  d.take(name, length);
}

/** What is looked at is still to be read: it is no part of the pipe's stream. */
export function takePipePeek(d: Dissection): void {
  d.record(peek);
  takeRest(d, data);
}
