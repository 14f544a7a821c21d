import { type ByteWriter, type Dissection, type Field, field, layout, type Part, u32, u32le } from '#sdk';
import { seek, within } from '../buffers.ts';
import { command, type InfoView, type Message } from '../command.ts';
import { controlFields, controlLayouts, takeInput, takeOutput } from '../controls/index.ts';
import type { OpenFile } from '../keys.ts';
import { fileId, flag, length32, offset32, part, reserved, structureSize } from '../parts.ts';
import { fileData } from '../pipes.ts';
import { smb2 } from '../spec.ts';
import { findFile, keptText, needFile } from '../state.ts';
import { CONTROLS, DEVICES, DFS_GET_REFERRALS, PIPE_TRANSCEIVE } from '../tables/controls.ts';
import { nameFile, writeText } from '../text.ts';

const METHODS = { 0: 'METHOD_BUFFERED', 1: 'METHOD_IN_DIRECT', 2: 'METHOD_OUT_DIRECT', 3: 'METHOD_NEITHER' };
const ACCESS = { 0: 'FILE_ANY_ACCESS', 1: 'FILE_READ_ACCESS', 2: 'FILE_WRITE_ACCESS', 3: 'FILE_READ_WRITE_ACCESS' };
const CODE: Field[] = [
  part('smb2.ioctl.function.device', 'Device', 0xffff0000, { base: 'hex', names: DEVICES }),
  part('smb2.ioctl.function.access', 'Access', 0x0000c000, { base: 'hex', names: ACCESS }),
  part('smb2.ioctl.function.function', 'Function', 0x00003ffc, { base: 'hex' }),
  part('smb2.ioctl.function.method', 'Method', 0x00000003, { base: 'hex', names: METHODS }),
];
const code = (): Part => u32('CtlCode', { abbrev: 'smb2.ioctl.function', base: 'hex', names: CONTROLS, bits: CODE });

/** A buffer's place: its two members are shown with what lies there. */
const place = (section: string, offset: string, length: string) =>
  layout({ prefix: 'smb2', little: true, spec: smb2(section) }, { offset: offset32(offset), length: length32(length) });

/** SMB2 IOCTL Request (MS-SMB2 2.2.31). */
const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.31') },
  {
    size: structureSize(),
    reserved: reserved(2),
    code: code(),
    file: fileId(),
    max_ioctl_in_size: u32('MaxInputResponse', { at: 32 }),
    max_ioctl_out_size: u32('MaxOutputResponse', { at: 44 }),
    flags: u32('Flags', {
      abbrev: 'smb2.ioctl.flags',
      base: 'hex',
      bits: [flag('smb2.ioctl.is_fsctl', 'SMB2_0_IOCTL_IS_FSCTL', 0x00000001)],
    }),
    reserved2: reserved(4, 'Reserved2'),
  },
);
const REQUEST_INPUT = 24;
const REQUEST_OUTPUT = 36;
const requestInput = place('2.2.31', 'InputOffset', 'InputCount');
const requestOutput = place('2.2.31', 'OutputOffset', 'OutputCount');

/** SMB2 IOCTL Response (2.2.32). */
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.32') },
  {
    size: structureSize(),
    reserved: reserved(2),
    code: code(),
    file: fileId(),
    flags: u32('Flags', { at: 40, base: 'hex' }),
    reserved2: reserved(4, 'Reserved2'),
  },
);
const RESPONSE_INPUT = 24;
const RESPONSE_OUTPUT = 32;
const responseInput = place('2.2.32', 'InputOffset', 'InputCount');
const responseOutput = place('2.2.32', 'OutputOffset', 'OutputCount');

const input = field('smb2.ioctl.in', 'Input buffer', 'none', { spec: smb2('2.2.31') });
const output = field('smb2.ioctl.out', 'Output buffer', 'none', { spec: smb2('2.2.32') });

export const ioctl = command({
  code: 11,
  name: 'Ioctl',
  key: 'ioctl',
  spelling: 'IOCTL',
  sections: ['2.2.31', '2.2.32'],
  layouts: [request, requestInput, requestOutput, response, responseInput, responseOutput, ...controlLayouts],
  fields: [input, output, ...controlFields],
  request(d, m) {
    if (d.left < request.size) return d.record(request);
    const start = d.at;
    const control = d.u32le(request.offset.code);
    const pipe = control === PIPE_TRANSCEIVE;
    const file = pipe ? needFile(d, m, start + request.offset.file) : findFile(d, m, start + request.offset.file);
    if (m.request) {
      m.request.type = control;
      if (control === DFS_GET_REFERRALS) m.request.text = referralPath(d, m, start + REQUEST_INPUT);
    }
    d.record(request);
    nameFile(d, file, start + request.offset.file);
    takeBuffers(d, m, file, control, start + REQUEST_INPUT, requestInput, start + REQUEST_OUTPUT, requestOutput, false);
  },
  response(d, m) {
    if (d.left < response.size) return d.record(response);
    const start = d.at;
    const control = d.u32le(response.offset.code);
    const pipe = control === PIPE_TRANSCEIVE;
    const file = pipe ? needFile(d, m, start + response.offset.file) : findFile(d, m, start + response.offset.file);
    d.record(response);
    nameFile(d, file, start + response.offset.file);
    takeBuffers(
      d,
      m,
      file,
      control,
      start + RESPONSE_INPUT,
      responseInput,
      start + RESPONSE_OUTPUT,
      responseOutput,
      true,
    );
  },
  requestInfo: writeControl,
  responseInfo: writeControl,
});

/** Both buffers in the order in which they lie. */
function takeBuffers(
  d: Dissection,
  m: Message,
  file: OpenFile | undefined,
  control: number,
  inputAt: number,
  inputPlace: typeof requestInput,
  outputAt: number,
  outputPlace: typeof requestInput,
  answer: boolean,
): void {
  const inputFirst = u32le(d.bytes, inputAt) <= u32le(d.bytes, outputAt);
  if (inputFirst) takeBuffer(d, m, file, control, inputAt, inputPlace, input, false, answer);
  takeBuffer(d, m, file, control, outputAt, outputPlace, output, true, answer);
  if (!inputFirst) takeBuffer(d, m, file, control, inputAt, inputPlace, input, false, answer);
}

function takeBuffer(
  d: Dissection,
  m: Message,
  file: OpenFile | undefined,
  control: number,
  at: number,
  shown: typeof requestInput,
  over: Field,
  isOutput: boolean,
  answer: boolean,
): void {
  const position = m.start + u32le(d.bytes, at);
  const length = u32le(d.bytes, at + 4);
  const { at: after } = d;
  d.at = at;
  d.record(shown);
  d.at = after;
  if (length === 0) return d.mark(over, after, after);
  seek(d, position, length);
  const carried = control === PIPE_TRANSCEIVE && isOutput === answer;
  if (carried) fileData(d, file, position, Math.min(d.end, position + length), position + length);
  if (!d.recording) return d.skip(length);
  const node = d.open(over);
  if (carried) d.skip(length);
  else within(d, position, length, 'smb2.olb.length', () => (isOutput ? takeOutput : takeInput)(d, control));
  d.close(node);
}

/** The path that a referral is asked for, behind MaxReferralLevel. */
function referralPath(d: Dissection, m: Message, at: number): string {
  const position = m.start + u32le(d.bytes, at) + 2;
  return keptText(d, position, Math.max(0, u32le(d.bytes, at + 4) - 2)).replace(/\0.*$/s, '');
}

function writeControl(out: ByteWriter, it: InfoView): void {
  const body = it.at + 64;
  const response = (it.bytes[it.at + 16]! & 1) !== 0;
  if (!response && body + request.size > it.end) return;
  const known = body + 8 <= it.end && !(response && it.bytes[body]! === 9);
  if (!known) return;
  const control = u32le(it.bytes, body + request.offset.code);
  out.byte(0x20);
  out.ascii(CONTROLS[control] ?? `Unknown (0x${control.toString(16).padStart(8, '0')})`);
  if (control === DFS_GET_REFERRALS && !response && it.request) {
    out.ascii(', File: ');
    writeText(out, it.request.text);
  } else if (it.request?.file?.path !== undefined && control === PIPE_TRANSCEIVE && !response) {
    out.ascii(' File: ');
    writeText(out, it.request.file.path);
  }
}
