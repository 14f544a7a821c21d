import type { ByteWriter, Layer, Packet } from '#sdk';
import { ntStatus } from '../nt-status/keys.ts';
import { writeTokens } from '../ntlmssp/keys.ts';
import type { SmbCommand } from './keys.ts';
import { header, NT_STATUS, REPLY } from './layout.ts';
import { SmbMessage } from './message.ts';
import { COMMANDS } from './tables/commands.ts';
import { errorName } from './tables/status.ts';
import { decoded } from './text.ts';

const { offset } = header;
const NO_MORE = 0xff;
const SESSION_SETUP = 0x73;

/** The Info column: the command and what its message says of itself. */
export function writeSmbInfo(
  layer: Layer,
  packet: Packet,
  out: ByteWriter,
  commands: readonly (SmbCommand | undefined)[],
): void {
  const { bytes } = layer.source;
  const { start } = layer;
  if (layer.end - start < header.size) return;
  const code = bytes[start + offset.cmd]!;
  const reply = (bytes[start + offset.flags]! & REPLY) !== 0;
  out.ascii(nameOf(code, commands));
  out.ascii(reply ? ' Response' : ' Request');
  if (layer.note instanceof SmbMessage) {
    const { next } = layer.note.told;
    if (next !== NO_MORE) {
      out.ascii('; ');
      out.ascii(nameOf(next, commands));
    }
    writeTold(layer.note, bytes, out);
  }
  if (code === SESSION_SETUP) writeTokens(layer, packet, out);
  if (!reply) return;
  const status =
    (bytes[start + 5]! | (bytes[start + 6]! << 8) | (bytes[start + 7]! << 16) | (bytes[start + 8]! << 24)) >>> 0;
  if (status === 0) return;
  const nt = ((bytes[start + offset.flags2]! | (bytes[start + offset.flags2 + 1]! << 8)) & NT_STATUS) !== 0;
  out.ascii(', Error: ');
  out.ascii(nt ? ntStatus(status) : errorName(status));
}

const nameOf = (code: number, commands: readonly (SmbCommand | undefined)[]): string =>
  commands[code]?.name ?? COMMANDS[code] ?? `Unknown (0x${code.toString(16).padStart(2, '0')})`;

function writeTold({ told }: SmbMessage, bytes: Uint8Array, out: ByteWriter): void {
  if (told.subject !== '') {
    out.ascii(', ');
    out.ascii(told.subject);
  }
  if (told.fid >= 0) {
    out.ascii(', FID: 0x');
    out.hex(told.fid, 4);
  }
  if (told.level !== '') {
    out.ascii(', ');
    out.ascii(told.level);
  }
  if (told.length >= 0) {
    out.ascii(', ');
    out.decimal(told.length);
    out.ascii(told.length === 1 ? ' byte' : ' bytes');
  }
  if (told.offset >= 0) {
    out.ascii(' at offset ');
    out.decimal(told.offset);
  }
  if (told.label !== '') {
    out.ascii(', ');
    out.ascii(told.label);
    out.ascii(': ');
    out.text(decoded(bytes, told.text, told.textEnd, told.wide));
  }
}
