import { bits, type Dissection, field, layout, u16 } from '#sdk';
import { closeBytes, openBytes, takeAndxBlocks, takeBlocks, takeWordCount, takeWords } from '../blocks.ts';
import { accessMask } from '../fields/access.ts';
import type { SmbCommand, SmbMessage } from '../keys.ts';
import { andxParts, bufferFormat, flags } from '../layout.ts';
import { cifs, msSmb } from '../spec.ts';
import { both, type TextSpan, takeText, text, textOf } from '../text.ts';
import { headings } from './headings.ts';

const TREE_CONNECT = 0x70;
const TREE_CONNECT_ANDX = 0x75;
const little = true;
const request = cifs('2.2.4.55.1');
const response = cifs('2.2.4.55.2');

const asked = layout(
  { prefix: 'smb', little, spec: request },
  {
    ...andxParts,
    'connect.flags': u16('Flags', {
      base: 'hex',
      bits: flags('smb.connect.flags', {
        dtid: ['TREE_CONNECT_ANDX_DISCONNECT_TID', 0x01],
        extendedsig: ['TREE_CONNECT_ANDX_EXTENDED_SIGNATURES', 0x04],
        extendedresp: ['TREE_CONNECT_ANDX_EXTENDED_RESPONSE', 0x08],
      }),
    }),
    pwlen: u16('PasswordLength'),
  },
);

const support = {
  'connect.support': u16('OptionalSupport', {
    base: 'hex',
    bits: [
      ...flags('smb.connect.support', {
        search: ['SMB_SUPPORT_SEARCH_BITS', 0x01],
        dfs: ['SMB_SHARE_IS_IN_DFS', 0x02],
      }),
      bits('smb.connect.support.cscmask', 'SMB_CSC_MASK', 0x0c, {
        little,
        names: { 0: 'Manual caching', 1: 'Automatic caching', 2: 'Automatic caching of programs too', 3: 'No caching' },
      }),
      ...flags('smb.connect.support', {
        uniqfilename: ['SMB_UNIQUE_FILE_NAME', 0x10],
        extendedsig: ['SMB_EXTENDED_SIGNATURES', 0x20],
      }),
    ],
  }),
};
/** As LAN Manager answers. */
const shortest = layout({ prefix: 'smb', little, spec: response }, andxParts);
const answer = layout({ prefix: 'smb', little, spec: response }, { ...andxParts, ...support });
/** MS-SMB 2.2.4.7.2. */
const extended = layout(
  { prefix: 'smb', little, spec: msSmb('2.2.4.7.2') },
  {
    ...andxParts,
    ...support,
    maximal: accessMask('MaximalShareAccessRights'),
    guest: accessMask('GuestMaximalShareAccessRights'),
  },
);

const old = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.50.2') },
  { max_buf: u16('MaxBufferSize'), tid: u16('TID') },
);

const password = field('smb.password', 'Password', 'bytes', { spec: request });
const path = text('smb.path', 'Path', request);
const service = text('smb.service', 'Service', request);
const fileSystem = text('smb.native_fs', 'NativeFileSystem', response);

/** SMB_COM_TREE_CONNECT_ANDX (MS-CIFS 2.2.4.55, MS-SMB 2.2.4.7): a share gets a TID. */
export const treeConnectAndx: SmbCommand = {
  code: TREE_CONNECT_ANDX,
  name: 'Tree Connect AndX',
  kept: true,
  layouts: [asked, shortest, answer, extended],
  fields: [password, ...both(path, service, fileSystem)],
  headings: headings('tree_connect_andx', TREE_CONNECT_ANDX, '2.2.4.55'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== asked.size) return takeAndxBlocks(d, count);
    const length = d.u16le(asked.offset.pwlen);
    d.record(asked);
    const outer = openBytes(d);
    if (length > 0) d.take(password, length);
    named(d, message, takeText(d, message, path));
    takeText(d, message, service, { wide: false });
    closeBytes(d, outer);
  },
  response(d, message) {
    const count = takeWordCount(d);
    const form = [shortest, answer, extended].find((it) => it.size === count * 2);
    if (!form) return takeAndxBlocks(d, count);
    d.record(form);
    const outer = openBytes(d);
    takeText(d, message, service, { wide: false });
    takeText(d, message, fileSystem);
    closeBytes(d, outer);
  },
};

/** SMB_COM_TREE_CONNECT (2.2.4.50): the same for the oldest dialects. */
export const treeConnect: SmbCommand = {
  code: TREE_CONNECT,
  name: 'Tree Connect',
  kept: true,
  layouts: [old],
  fields: [],
  headings: headings('tree_connect', TREE_CONNECT, '2.2.4.50'),
  request(d, message) {
    takeWords(d, takeWordCount(d));
    const outer = openBytes(d);
    d.take(bufferFormat, 1);
    named(d, message, takeText(d, message, path));
    if (d.left > 0) {
      d.take(bufferFormat, 1);
      const start = d.at;
      const stop = d.find(0);
      d.take(password, (stop < 0 ? d.end : stop + 1) - start);
    }
    if (d.left > 0) {
      d.take(bufferFormat, 1);
      takeText(d, message, service, { wide: false });
    }
    closeBytes(d, outer);
  },
  response(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== old.size) return takeBlocks(d, count);
    const tid = d.u16le(old.offset.tid);
    d.record(old);
    closeBytes(d, openBytes(d));
    mapTree(d, message, tid);
  },
};

function named(d: Dissection, message: SmbMessage, found: TextSpan | undefined): void {
  if (!found) return;
  message.tell('Path', found);
  if (message.request) message.request.share = textOf(d, found);
}

/** From this response on the TID stands for the share that the request named. */
export function mapTree(d: Dissection, message: SmbMessage, tid: number): void {
  const { connection, request: it } = message;
  if (!connection || it?.share === undefined || message.failed) return;
  connection.closeAll(d, 'closed', tid);
  const tree = { path: it.share, pipes: /(^|\\)ipc\$$/i.test(it.share), frame: d.packet.number };
  connection.keepTree(d, tid, tree);
  message.tree = tree;
}
