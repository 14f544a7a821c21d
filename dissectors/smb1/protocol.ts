import { type Protocol, protocol, recognised, u32le } from '#sdk';
import { sessionPayload } from '../nbss/keys.ts';
import { dissectSmb } from './dissect.ts';
import { type SmbCommand, smbConnection, smbExchange } from './keys.ts';
import { header, looseFields, REPLY } from './layout.ts';
import { COMMANDS } from './tables/commands.ts';

const MARK = 0x424d53ff;

/** SMB version 1 (MS-CIFS, MS-SMB) with the commands that are read in full; every other one has its blocks shown. */
export function smb1(commands: readonly SmbCommand[]): Protocol {
  const byCode = new Map(commands.map((command) => [command.code, command]));
  const { offset } = header;
  return protocol({
    name: 'smb',
    label: 'SMB',
    title: 'SMB (Server Message Block Protocol)',
    layouts: [header, ...commands.flatMap((c) => c.layouts)],
    fields: [...looseFields, ...commands.flatMap((c) => c.fields)],
    routes: [recognised(sessionPayload, (b, at, end) => end - at >= 4 && u32le(b, at) === MARK)],
    dissect: (d) => dissectSmb(d, byCode),
    ended(flow, teller) {
      const connection = flow.peek(smbConnection);
      if (!connection) return;
      for (const exchange of connection.open.splice(0)) teller.observe(smbExchange, exchange);
    },
    info(layer, _packet, out) {
      const { bytes } = layer.source;
      if (layer.end - layer.start < header.size) return;
      const code = bytes[layer.start + offset.cmd]!;
      const reply = bytes[layer.start + offset.flags]! & REPLY;
      out.ascii(byCode.get(code)?.name ?? COMMANDS[code] ?? `Unknown (0x${code.toString(16).padStart(2, '0')})`);
      out.ascii(reply ? ' Response' : ' Request');
      const status = u32le(bytes, layer.start + offset.status);
      if (reply && status !== 0) {
        out.ascii(', Status: 0x');
        out.hex(status, 8);
      }
    },
  });
}
