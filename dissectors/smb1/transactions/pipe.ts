import { type Dissection, field, type Layout, layout, u8, u16 } from '#sdk';
import { pipeStatus } from '../fields/access.ts';
import { answeredFile, takeFid } from '../file.ts';
import type { SmbMessage } from '../keys.ts';
import { pipeName, takePipeData } from '../pipes.ts';
import { cifs } from '../spec.ts';
import { PIPE_FUNCTIONS } from '../tables/transactions.ts';
import { both, takeText, text } from '../text.ts';
import { takeUnknown } from './information.ts';
import { setup } from './layout.ts';
import { takeSetup } from './parts.ts';

const little = true;

const SET_STATE = 0x01;
const RAW_READ = 0x11;
const QUERY_STATE = 0x21;
const QUERY_INFO = 0x22;
const PEEK = 0x23;
const TRANSACT = 0x26;
const RAW_WRITE = 0x31;
const READ = 0x36;
const WRITE = 0x37;
const WAIT = 0x53;
const CALL = 0x54;

const heading = field('pipe', 'Named pipe', 'none', { spec: cifs('2.2.5') });
const names = PIPE_FUNCTIONS;
const call = layout(
  { prefix: 'pipe', little, spec: cifs('2.2.5') },
  { function: u16('Subcommand', { base: 'hex', names }) },
);
const asked = field('pipe.function', 'Subcommand of the request', 'uint', {
  size: 2,
  base: 'hex',
  names,
  generated: true,
});
const priority = layout({ prefix: 'pipe', little, spec: cifs('2.2.5.10.1') }, { priority: u16('Priority') });

const state = layout({ prefix: 'smb', little, spec: cifs('2.2.5.1.1') }, { state: pipeStatus('PipeState') });
const level = layout({ prefix: 'pipe.getinfo', little, spec: cifs('2.2.5.4.1') }, { info_level: u16('Level') });
const info = layout(
  { prefix: 'pipe.getinfo', little, spec: cifs('2.2.5.4.2') },
  {
    output_buffer_size: u16('OutputBufferSize'),
    input_buffer_size: u16('InputBufferSize'),
    maximum_instances: u8('MaximumInstances'),
    current_instances: u8('CurrentInstances'),
    pipe_name_length: u8('PipeNameLength'),
  },
);
const infoName = text('pipe.getinfo.pipe_name', 'PipeName', cifs('2.2.5.4.2'));
const peeked = layout(
  { prefix: 'pipe.peek', little, spec: cifs('2.2.5.5.2') },
  {
    available_bytes: u16('ReadDataAvailable'),
    remaining_bytes: u16('MessageBytesLength'),
    status: u16('NamedPipeState'),
  },
);
const peekedBytes = field('pipe.peek.data', 'ReadData', 'bytes', { spec: cifs('2.2.5.5.2') });
const written = layout(
  { prefix: 'pipe', little, spec: cifs('2.2.5.9.2') },
  { 'write_raw.bytes_written': u16('BytesWritten') },
);

export const pipeLayouts = [call, priority, state, level, info, peeked, written];
export const pipeFields = [heading, asked, peekedBytes, setup, ...both(infoName)];

/** Setup words and blocks of a request on a named pipe (MS-CIFS 2.2.5). */
export function takePipeSetup(d: Dissection, message: SmbMessage, count: number): void {
  const node = d.open(heading);
  const code = d.u16le(0);
  d.record(call);
  const { request, told } = message;
  if (request) request.subcommand = code;
  told.subject = PIPE_FUNCTIONS[code] ?? '';
  if (count > 1) {
    if (code === WAIT || code === CALL) d.record(priority);
    else takeFid(d, message);
    takeSetup(d, count - 2);
  }
  d.close(node);
}

const WRITES: ReadonlySet<number> = new Set([TRANSACT, RAW_WRITE, WRITE, CALL]);
const READS: ReadonlySet<number> = new Set([TRANSACT, RAW_READ, READ, CALL]);

/** What these have is one layout in their parameters. */
const REQUEST_FORMS: Readonly<Record<number, Layout>> = { [SET_STATE]: state, [QUERY_INFO]: level };
const RESPONSE_FORMS: Readonly<Record<number, Layout>> = {
  [QUERY_STATE]: state,
  [PEEK]: peeked,
  [RAW_WRITE]: written,
  [WRITE]: written,
};

export function takePipeRequest(d: Dissection, message: SmbMessage): void {
  const { parts, request } = message;
  const code = request?.subcommand ?? -1;
  if (code === CALL) nameCall(d, message);
  if (parts.openParameters(d)) {
    takeForm(d, REQUEST_FORMS[code]);
    parts.close(d);
  }
  if (!parts.openData(d)) return;
  if (WRITES.has(code)) takePipeData(d, message, parts.dataCount);
  else takeUnknown(d);
  parts.close(d);
}

/** The response of a request on a named pipe. */
export function takePipeResponse(d: Dissection, message: SmbMessage): void {
  const { parts, request, told } = message;
  const code = request?.subcommand ?? -1;
  told.subject = PIPE_FUNCTIONS[code] ?? '';
  if (parts.parameterCount > 0 || parts.dataCount > 0) {
    const node = d.open(heading);
    if (code >= 0) d.generate(asked, code);
    answeredFile(d, message, true);
    d.close(node);
  }
  if (parts.openParameters(d)) {
    takeForm(d, RESPONSE_FORMS[code]);
    parts.close(d);
  }
  if (parts.openData(d)) {
    if (READS.has(code)) takePipeData(d, message, parts.dataCount);
    else if (code === QUERY_INFO) takeInfo(d, message);
    else if (code === PEEK) d.take(peekedBytes, d.left);
    else takeUnknown(d);
    parts.close(d);
  }
  if (code === CALL && parts.last) message.connection?.close(d, request?.file, 'closed');
}

/** A call opens a pipe by name, writes, reads and closes it. */
function nameCall(d: Dissection, message: SmbMessage): void {
  const { request, connection, tid } = message;
  if (!request || !connection) return;
  const name = pipeName(request.path ?? '');
  // No FID is its own: one below zero keeps it apart from those that are.
  request.file = connection.open(d, {
    tid,
    fid: -1 - request.mid,
    name,
    parameters: undefined,
    opened: 0,
    isPipe: true,
    pipe: undefined,
  });
}

function takeForm(d: Dissection, form: Layout | undefined): void {
  if (form) d.record(form);
  takeUnknown(d);
}

function takeInfo(d: Dissection, message: SmbMessage): void {
  d.record(info);
  takeText(d, message, infoName);
  takeUnknown(d);
}
