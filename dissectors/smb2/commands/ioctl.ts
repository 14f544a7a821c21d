import {
  type ByteWriter,
  type Dissection,
  type Field,
  field,
  type Layout,
  layout,
  type Part,
  u16le,
  u32,
  u32le,
} from '#sdk';
import { checkBuffer, takeAt, under, within } from '../buffers.ts';
import { command, type InfoView, type Message } from '../command.ts';
import { controlFields, controlLayouts, takeInput, takeOutput } from '../controls/index.ts';
import { fileOf, type OpenFile } from '../keys.ts';
import { HEADER, at as header, RESPONSE } from '../layout.ts';
import { fileId, flag, length32, offset32, part, reserved, structureSize } from '../parts.ts';
import { fileData } from '../pipes.ts';
import { smb2 } from '../spec.ts';
import { findFile, keptText, needFile, treeOf } from '../state.ts';
import { CONTROLS, DEVICES, DFS_GET_REFERRALS, PIPE_TRANSCEIVE, PIPE_WAIT } from '../tables/controls.ts';
import { nameFile } from '../text.ts';

const METHODS = { 0: 'METHOD_BUFFERED', 1: 'METHOD_IN_DIRECT', 2: 'METHOD_OUT_DIRECT', 3: 'METHOD_NEITHER' };
const ACCESS = { 0: 'FILE_ANY_ACCESS', 1: 'FILE_READ_ACCESS', 2: 'FILE_WRITE_ACCESS', 3: 'FILE_READ_WRITE_ACCESS' };
const CODE: Field[] = [
  part('smb2.ioctl.function.device', 'Device', 0xffff0000, { base: 'hex', names: DEVICES }),
  part('smb2.ioctl.function.access', 'Access', 0x0000c000, { base: 'hex', names: ACCESS }),
  part('smb2.ioctl.function.function', 'Function', 0x00003ffc, { base: 'hex' }),
  part('smb2.ioctl.function.method', 'Method', 0x00000003, { base: 'hex', names: METHODS }),
];
const code = (): Part => u32('CtlCode', { abbrev: 'smb2.ioctl.function', base: 'hex', names: CONTROLS, bits: CODE });

/** A buffer's place in the body, shown with what lies there; the heading over that, and how it is read. */
interface Buffer {
  readonly at: number;
  readonly place: Layout;
  readonly heading: Field;
  readonly take: (d: Dissection, control: number) => void;
  /** FSCTL_PIPE_TRANSCEIVE's request writes its input, its response brings what was read. */
  readonly piped: boolean;
}

const place = (section: string, offset: string, length: string): Layout =>
  layout({ prefix: 'smb2', little: true, spec: smb2(section) }, { offset: offset32(offset), length: length32(length) });
const input = field('smb2.ioctl.in', 'Input buffer', 'none', { spec: smb2('2.2.31') });
const output = field('smb2.ioctl.out', 'Output buffer', 'none', { spec: smb2('2.2.32') });

/** SMB2 IOCTL Request (MS-SMB2 2.2.31). */
const requestLayout = layout(
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
const sent: readonly [Buffer, Buffer] = [
  { at: 24, place: place('2.2.31', 'InputOffset', 'InputCount'), heading: input, take: takeInput, piped: true },
  { at: 36, place: place('2.2.31', 'OutputOffset', 'OutputCount'), heading: output, take: takeOutput, piped: false },
];

/** SMB2 IOCTL Response (2.2.32). */
const responseLayout = layout(
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
/** StructureSize of a response that is no error. */
const STRUCTURE = 49;
const returned: readonly [Buffer, Buffer] = [
  { at: 24, place: place('2.2.32', 'InputOffset', 'InputCount'), heading: input, take: takeInput, piped: false },
  { at: 32, place: place('2.2.32', 'OutputOffset', 'OutputCount'), heading: output, take: takeOutput, piped: true },
];

export const ioctl = command({
  code: 11,
  name: 'Ioctl',
  key: 'ioctl',
  spelling: 'IOCTL',
  sections: ['2.2.31', '2.2.32'],
  layouts: [requestLayout, responseLayout, ...[...sent, ...returned].map((it) => it.place), ...controlLayouts],
  fields: [input, output, ...controlFields],
  request(d, m) {
    if (d.left < requestLayout.size) return d.record(requestLayout);
    if (m.request) {
      m.request.type = d.u32le(requestLayout.offset.code);
      m.request.text = subject(d, m, m.request.type);
    }
    take(d, m, requestLayout, sent);
  },
  response(d, m) {
    if (d.left < responseLayout.size) return d.record(responseLayout);
    take(d, m, responseLayout, returned);
  },
  requestInfo: writeControl,
  responseInfo: writeControl,
});

function take(
  d: Dissection,
  m: Message,
  body: typeof requestLayout | typeof responseLayout,
  buffers: readonly [Buffer, Buffer],
): void {
  const start = d.at;
  const control = d.u32le(body.offset.code);
  const position = start + body.offset.file;
  // An answer is read from the file that was asked, whatever it says.
  const asked = m.response && m.request ? fileOf(m.request) : undefined;
  const file = asked ?? (control === PIPE_TRANSCEIVE ? needFile(d, m, position) : findFile(d, m, position));
  d.record(body);
  nameFile(d, file, position);
  // Both in the order in which they lie.
  const [first, second] = buffers;
  const inOrder = u32le(d.bytes, start + first.at) <= u32le(d.bytes, start + second.at);
  takeBuffer(d, m, file, control, start, inOrder ? first : second);
  takeBuffer(d, m, file, control, start, inOrder ? second : first);
}

function takeBuffer(
  d: Dissection,
  m: Message,
  file: OpenFile | undefined,
  control: number,
  start: number,
  it: Buffer,
): void {
  const position = m.start + u32le(d.bytes, start + it.at);
  const length = u32le(d.bytes, start + it.at + 4);
  const after = d.at;
  d.at = start + it.at;
  d.record(it.place);
  d.at = after;
  if (length === 0) return d.mark(it.heading, after, after);
  checkBuffer(d, position, length);
  if (it.piped && control === PIPE_TRANSCEIVE) {
    fileData(d, file, treeOf(m), position, Math.min(d.end, position + length), position + length);
    takeAt(d, it.heading, position, length);
  } else if (d.recording) {
    within(d, position, length, 'smb2.olb.length', () => under(d, it.heading, () => it.take(d, control)));
  }
}

/** What the Info column says of a request: the path a referral is asked for, or the pipe that is waited for. */
function subject(d: Dissection, m: Message, control: number): string {
  const at = sent[0].at;
  const start = m.start + d.u32le(at);
  const size = d.u32le(at + 4);
  if (control === DFS_GET_REFERRALS) return keptText(d, start + 2, Math.max(0, size - 2)).replace(/\0.*$/s, '');
  if (control === PIPE_WAIT && size >= WAIT && start + WAIT <= d.end)
    return keptText(d, start + WAIT, u32le(d.bytes, start + 8));
  return '';
}

/** Bytes of FSCTL_PIPE_WAIT's structure before the name. */
const WAIT = 14;

function writeControl(out: ByteWriter, { bytes, at, end, request: it }: InfoView): void {
  const body = at + HEADER;
  const response = (bytes[at + header.flags]! & RESPONSE) !== 0;
  // An error response has no CtlCode.
  const size = response ? responseLayout.size : requestLayout.size;
  if (body + size > end || (response && u16le(bytes, body) !== STRUCTURE)) return;
  const control = u32le(bytes, body + requestLayout.offset.code);
  out.byte(0x20);
  out.ascii(CONTROLS[control] ?? `Unknown (0x${control.toString(16).padStart(8, '0')})`);
  if (!it) return;
  const path = it.file?.path;
  if (!response && (control === DFS_GET_REFERRALS || control === PIPE_WAIT)) {
    out.ascii(control === PIPE_WAIT ? ' Pipe: ' : ', File: ');
    out.text(it.text);
  } else if (path !== undefined) {
    out.ascii(' File: ');
    out.text(path);
  }
}
