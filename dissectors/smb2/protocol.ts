import { protocol, recognised, u16le, u32be, u32le } from '#sdk';
import { pipePayload } from '../dcerpc/keys.ts';
import { securityBlob } from '../gss-api/keys.ts';
import { sessionPayload } from '../nbss/keys.ts';
import { ntStatus } from '../nt-status/keys.ts';
import type { InfoView } from './command.ts';
import { errorFields, errorLayouts } from './commands/error.ts';
import { commands } from './commands/index.ts';
import { compressionFields, compressionLayouts } from './compression.ts';
import { dissectSmb2 } from './dissect.ts';
import { type Request, smb2Connection } from './keys.ts';
import { at, COMPRESSED, ENCRYPTED, HEADER, headerFields, headerLayouts, PLAIN, RESPONSE } from './layout.ts';
import { transformFields, transformLayouts } from './transform.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
const view = { at: 0, end: 0 } as Mutable<InfoView>;

/** SMB versions 2 and 3 (MS-SMB2). A compound's commands are layers beside each other. */
export const smb2 = protocol({
  name: 'smb2',
  label: 'SMB2',
  title: 'SMB2 (Server Message Block Protocol version 2)',
  layouts: [
    ...headerLayouts,
    ...transformLayouts,
    ...compressionLayouts,
    ...errorLayouts,
    ...commands.flatMap((c) => c.layouts),
  ],
  fields: [
    ...headerFields,
    ...transformFields,
    ...compressionFields,
    ...errorFields,
    ...commands.flatMap((c) => c.fields),
  ],
  routes: [
    recognised(sessionPayload, (b, at, end) => {
      if (end - at < 4) return false;
      const mark = u32be(b, at);
      return mark === PLAIN || mark === ENCRYPTED || mark === COMPRESSED;
    }),
  ],
  carries: () => [pipePayload, securityBlob],
  dissect: (d) => dissectSmb2(d, commands),
  ended(flow, teller) {
    const connection = flow.peek(smb2Connection);
    if (!connection || --connection.opens.channels > 0) return;
    for (const file of connection.opens.files) if (file.pipe) teller.closePipe(file.pipe, flow.closed!);
  },
  info(layer, packet, out) {
    const { bytes } = layer.source;
    const { start, end } = layer;
    if (end - start < 4) return;
    const mark = u32be(bytes, start);
    if (mark === ENCRYPTED) return out.ascii('Encrypted SMB3');
    if (mark === COMPRESSED) return out.ascii('Compressed SMB3');
    if (end - start < HEADER) return;
    const code = u16le(bytes, start + at.command);
    const response = (u32le(bytes, start + at.flags) & RESPONSE) !== 0;
    const command = commands[code];
    view.bytes = bytes;
    view.at = start;
    view.end = end;
    view.request = layer.note as Request | undefined;
    view.layer = layer;
    view.packet = packet;
    const title = command?.title?.(view);
    if (title) out.ascii(title);
    else {
      out.ascii(command?.name ?? `Unknown (0x${code.toString(16).padStart(2, '0')})`);
      out.ascii(response ? ' Response' : ' Request');
    }
    const status = response ? u32le(bytes, start + at.status) : 0;
    if (status !== 0) {
      out.ascii(', Error: ');
      out.ascii(ntStatus(status));
    }
    const write = response ? command?.responseInfo : command?.requestInfo;
    write?.(out, view);
  },
});
