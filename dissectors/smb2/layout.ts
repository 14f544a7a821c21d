import { bytes, type Field, field, type Layout, layout, type Part, u16, u32, u64 } from '#sdk';
import { ntStatusName } from '../nt-status/keys.ts';
import { flag, reserved } from './parts.ts';
import { smb2 } from './spec.ts';
import { COMMANDS } from './tables/commands.ts';

/** The four bytes every message begins with: 0xfe, 0xfd or 0xfc and 'SMB'. */
export const PLAIN = 0xfe534d42;
export const ENCRYPTED = 0xfd534d42;
export const COMPRESSED = 0xfc534d42;

export const RESPONSE = 0x00000001;
export const ASYNC = 0x00000002;
export const RELATED = 0x00000004;
/** Size of either header (MS-SMB2 2.2.1). */
export const HEADER = 64;

const MARKS = { [PLAIN]: 'SMB2', [ENCRYPTED]: 'SMB2 TRANSFORM', [COMPRESSED]: 'SMB2 COMPRESSION_TRANSFORM' };
export const protocolId = (): Part =>
  u32('ProtocolId', { abbrev: 'smb2.protocol_id', base: 'hex', little: false, names: MARKS });
export const sessionId = (): Part => u64('SessionId', { abbrev: 'smb2.sesid', base: 'hex' });

const FLAGS: Field[] = [
  flag('smb2.flags.response', 'SMB2_FLAGS_SERVER_TO_REDIR', RESPONSE),
  flag('smb2.flags.async', 'SMB2_FLAGS_ASYNC_COMMAND', ASYNC),
  flag('smb2.flags.chained', 'SMB2_FLAGS_RELATED_OPERATIONS', RELATED),
  flag('smb2.flags.signature', 'SMB2_FLAGS_SIGNED', 0x00000008),
  flag('smb2.flags.priority_mask', 'SMB2_FLAGS_PRIORITY_MASK', 0x00000070),
  flag('smb2.flags.dfs', 'SMB2_FLAGS_DFS_OPERATIONS', 0x10000000),
  flag('smb2.flags.replay', 'SMB2_FLAGS_REPLAY_OPERATION', 0x20000000),
];

/** Members that all forms of the header have in the same place. */
type Member =
  | 'protocol_id'
  | 'header_len'
  | 'charge'
  | 'cmd'
  | 'credits'
  | 'flags'
  | 'next'
  | 'msg_id'
  | 'sesid'
  | 'signature';

/** The header: a request's or a response's, of a command that is answered at once or later (2.2.1.1, 2.2.1.2). */
function header(response: boolean, async: boolean): Layout<Member> {
  const members: Readonly<Record<Member, Part>> = {
    protocol_id: protocolId(),
    header_len: u16('StructureSize'),
    charge: u16('CreditCharge', { abbrev: 'smb2.credit.charge' }),
    ...(response
      ? { status: u32('Status', { abbrev: 'smb2.nt_status', base: 'hex', names: ntStatusName }) }
      : { channel_sequence: u16('ChannelSequence'), reserved: reserved(2) }),
    cmd: u16('Command', { names: COMMANDS }),
    credits: response
      ? u16('CreditResponse', { abbrev: 'smb2.credits.granted' })
      : u16('CreditRequest', { abbrev: 'smb2.credits.requested' }),
    flags: u32('Flags', { base: 'hex', bits: FLAGS }),
    next: u32('NextCommand', { abbrev: 'smb2.chain_offset', base: 'hex' }),
    msg_id: u64('MessageId'),
    ...(async
      ? { aid: u64('AsyncId', { base: 'hex' }) }
      : { pid: u32('Reserved', { base: 'hex' }), tid: u32('TreeId', { base: 'hex' }) }),
    sesid: sessionId(),
    signature: bytes('Signature', 16),
  };
  return layout({ prefix: 'smb2', little: true, spec: smb2(async ? '2.2.1.1' : '2.2.1.2') }, members);
}

export const requestHeader = header(false, false);
export const responseHeader = header(true, false);
export const asyncRequestHeader = header(false, true);
export const asyncResponseHeader = header(true, true);

/** Where the header's members lie; Status shares its place with ChannelSequence, AsyncId with TreeId. */
export const at = {
  status: 8,
  command: requestHeader.offset.cmd,
  flags: requestHeader.offset.flags,
  next: requestHeader.offset.next,
  messageId: requestHeader.offset.msg_id,
  treeId: 36,
  sessionId: requestHeader.offset.sesid,
} as const;

const generated = { generated: true, spec: smb2('2.2.1') };
export const responseTo = field('smb2.response_to', 'Response to', 'uint', { size: 4, ...generated });
export const time = field('smb2.time', 'Time from request', 'duration', generated);
export const tree = field('smb2.tree', 'Share of TreeId', 'string', generated);
export const shareType = field('smb2.share_type', 'ShareType of TreeId', 'uint', {
  size: 1,
  base: 'hex',
  ...generated,
});
export const treeFrame = field('smb2.tcon_frame', 'Connected in frame', 'uint', { size: 4, ...generated });
export const account = field('smb2.acct', 'Account of SessionId', 'string', generated);
export const domain = field('smb2.domain', 'Domain of SessionId', 'string', generated);
export const workstation = field('smb2.host', 'Workstation of SessionId', 'string', generated);
export const sessionFrame = field('smb2.auth_frame', 'Authenticated in frame', 'uint', { size: 4, ...generated });
export const preauthHash = field('smb2.preauth_hash', 'PreauthIntegrityHashValue', 'bytes', {
  generated: true,
  spec: smb2('3.1.4.4.1'),
});
/** What the FileId beside it names, as its create said. */
/** Wireshark follows FileIds with RPC's context handles. */
export const openedIn = field('dcerpc.nt.open_frame', 'File opened in frame', 'uint', generated);
export const closedIn = field('dcerpc.nt.close_frame', 'File closed in frame', 'uint', generated);
export const nameOfFile = field('smb2.fid.name', 'File of FileId', 'string', generated);
/** A body that no command's code reads. */
export const body = field('smb2.unknown', 'Body', 'bytes', { spec: smb2('2.2') });

export const headerLayouts = [requestHeader, responseHeader, asyncRequestHeader, asyncResponseHeader];
export const headerFields = [
  responseTo,
  time,
  tree,
  shareType,
  treeFrame,
  account,
  domain,
  workstation,
  sessionFrame,
  preauthHash,
  openedIn,
  closedIn,
  nameOfFile,
  body,
];
