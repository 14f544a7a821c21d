import { type Layout, type Protocol, protocol, recognised, u32le } from '#sdk';
import { pipePayload } from '../dcerpc/keys.ts';
import { securityBlob } from '../gss-api/keys.ts';
import { sessionPayload } from '../nbss/keys.ts';
import { smbCommands } from './commands/index.ts';
import { dissectSmb } from './dissect.ts';
import { extentFields } from './extent.ts';
import { fileFields } from './file.ts';
import { writeSmbInfo } from './info.ts';
import { type SmbCommand, smbConnection, smbExchange } from './keys.ts';
import { headerFields, headers, looseFields } from './layout.ts';
import { fileData } from './pipes.ts';
import { blob } from './security-blob.ts';
import { cifs } from './spec.ts';
import { transactionName } from './transaction-keys.ts';
import { reassembled } from './transactions/reassembled.ts';

export { rawData as smbRawData } from './raw.ts';
export { reassembled as smbTransaction };

const MARK = 0x424d53ff;

/** SMB version 1 (MS-CIFS, MS-SMB); `others` are commands that documents of their own add. */
export function smb1(others: readonly SmbCommand[]): Protocol {
  const commands = [...smbCommands, ...others];
  const byCode: (SmbCommand | undefined)[] = new Array(256).fill(undefined);
  for (const command of commands) byCode[command.code] = command;
  const headings = commands.flatMap(({ headings: it }) => (it ? [it.request, it.response] : []));
  const layouts: Layout[] = [...new Set([...headers, ...commands.flatMap((c) => c.layouts)])];
  const chained = new Set([...headerFields, ...layouts.flatMap((it) => it.fields['andxcmd'] ?? [])]);
  return protocol({
    name: 'smb',
    label: 'SMB',
    title: 'SMB (Server Message Block Protocol)',
    layouts,
    fields: [
      ...new Set([
        ...looseFields,
        ...fileFields,
        ...extentFields,
        fileData,
        blob,
        ...headings,
        ...commands.flatMap((c) => c.fields),
      ]),
    ],
    routes: [recognised(sessionPayload, (b, at, end) => end - at >= 4 && u32le(b, at) === MARK)],
    spec: cifs('2.2.3'),
    carries: () => [reassembled, transactionName, securityBlob, pipePayload],
    dissect: (d) => dissectSmb(d, byCode, chained),
    ended(flow, teller) {
      const connection = flow.peek(smbConnection);
      if (!connection) return;
      connection.closeAll(teller, flow.closed ?? 'end of capture');
      for (const { exchange } of connection.requests.splice(0)) if (exchange) teller.observe(smbExchange, exchange);
    },
    info: (layer, packet, out) => writeSmbInfo(layer, packet, out, byCode),
  });
}
