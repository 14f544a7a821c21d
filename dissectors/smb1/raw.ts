import { type Direction, type Dissection, on, protocol } from '#sdk';
import { pipePayload } from '../dcerpc/keys.ts';
import { agreement, bareMessage, SMB_RAW } from '../nbss/keys.ts';
import { smbConnection } from './connection.ts';
import { fileFields } from './file.ts';
import { SmbMessage } from './message.ts';
import { fileData, takeFileData } from './pipes.ts';
import { cifs } from './spec.ts';

/** The bytes of a raw command come next, that way, in a session message of their own. */
export function expectRaw(d: Dissection, { request, connection }: SmbMessage, direction: Direction): void {
  if (!request || !connection || !d.flow) return;
  const { tid, fid, file } = request;
  connection.raw = { tid, fid, file, direction, asked: direction === d.direction ? undefined : request };
  d.flow.state(agreement).bare = { direction, taker: SMB_RAW };
}

/** Nothing follows: the command was refused, or a message came that is none of its bytes. */
export function forgetRaw(d: Dissection, { connection }: Pick<SmbMessage, 'connection'>): void {
  if (!connection?.raw || !d.flow) return;
  connection.raw = undefined;
  d.flow.state(agreement).bare = undefined;
}

/** What SMB_COM_READ_RAW is answered with, and what follows SMB_COM_WRITE_RAW (MS-CIFS 2.2.4.22.2, 2.2.4.25). */
export const rawData = protocol({
  name: 'smb_raw',
  label: 'SMB',
  title: 'SMB raw data',
  fields: [...fileFields, fileData],
  routes: [on(bareMessage, SMB_RAW)],
  spec: cifs('2.2.4.22.2'),
  carries: () => [pipePayload],
  dissect(d) {
    const connection = d.flow?.peek(smbConnection);
    const raw = connection?.raw;
    if (!connection || !raw) return d.data(d.at, d.end, d.promised);
    const message = new SmbMessage();
    message.connection = connection;
    message.tid = raw.tid;
    message.tree = connection.trees.get(raw.tid);
    message.told.fid = raw.fid;
    forgetRaw(d, message);
    const length = d.promised - d.at;
    if (length > 0) takeFileData(d, message, raw.file, length);
    if (raw.asked) connection.end(raw.asked, d.packet.number);
  },
  info(layer, _packet, out) {
    out.ascii('Raw data, ');
    out.decimal(layer.end - layer.start);
    out.ascii(' bytes');
  },
});
