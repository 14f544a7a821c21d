import { bits, field, layout, type Part, u8, u16, u32 } from '#sdk';
import { takeAt } from '../buffers.ts';
import { command } from '../command.ts';
import { accessMask, flag, length16, offset16, reserved, structureSize, text } from '../parts.ts';
import { smb2 } from '../spec.ts';
import { connectTree, keptText } from '../state.ts';

/** SMB2 TREE_CONNECT Request (MS-SMB2 2.2.9). */
const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.9') },
  {
    size: structureSize(),
    flags: u16('Flags', {
      abbrev: 'smb2.tc.flags',
      base: 'hex',
      bits: [
        flag('smb2.tc.cluster_reconnect', 'SMB2_TREE_CONNECT_FLAG_CLUSTER_RECONNECT', 0x0001),
        flag('smb2.tc.redirect_to_owner', 'SMB2_TREE_CONNECT_FLAG_REDIRECT_TO_OWNER', 0x0002),
        flag('smb2.tc.extension_present', 'SMB2_TREE_CONNECT_FLAG_EXTENSION_PRESENT', 0x0004),
        bits('smb2.tc.reserved', 'Reserved', 0xfff8, { little: true, base: 'hex' }),
      ],
    }),
    pathOffset: offset16('PathOffset'),
    pathLength: length16('PathLength'),
  },
);
const path = text('smb2.tree', 'PathName', '2.2.9');

const shareFlag = (name: string, label: string, mask: number) => flag(`smb2.share_flags.${name}`, label, mask);
const SHARE_FLAGS = [
  shareFlag('dfs', 'SMB2_SHAREFLAG_DFS', 0x00000001),
  shareFlag('dfs_root', 'SMB2_SHAREFLAG_DFS_ROOT', 0x00000002),
  shareFlag('restrict_exclusive_opens', 'SMB2_SHAREFLAG_RESTRICT_EXCLUSIVE_OPENS', 0x00000100),
  shareFlag('force_shared_delete', 'SMB2_SHAREFLAG_FORCE_SHARED_DELETE', 0x00000200),
  shareFlag('allow_namespace_caching', 'SMB2_SHAREFLAG_ALLOW_NAMESPACE_CACHING', 0x00000400),
  shareFlag('access_based_dir_enum', 'SMB2_SHAREFLAG_ACCESS_BASED_DIRECTORY_ENUM', 0x00000800),
  shareFlag('force_levelii_oplock', 'SMB2_SHAREFLAG_FORCE_LEVELII_OPLOCK', 0x00001000),
  shareFlag('enable_hash_v1', 'SMB2_SHAREFLAG_ENABLE_HASH_V1', 0x00002000),
  shareFlag('enable_hash_v2', 'SMB2_SHAREFLAG_ENABLE_HASH_V2', 0x00004000),
  shareFlag('encrypt_data', 'SMB2_SHAREFLAG_ENCRYPT_DATA', 0x00008000),
  shareFlag('identity_remoting', 'SMB2_SHAREFLAG_IDENTITY_REMOTING', 0x00040000),
  shareFlag('compress_data', 'SMB2_SHAREFLAG_COMPRESS_DATA', 0x00100000),
];
/** Two bits of ShareFlags are a number; Wireshark gives them unshifted. */
const caching = field('smb2.share.caching', 'Caching policy of ShareFlags', 'uint', {
  size: 4,
  base: 'hex',
  generated: true,
  names: {
    0x00: 'SMB2_SHAREFLAG_MANUAL_CACHING',
    0x10: 'SMB2_SHAREFLAG_AUTO_CACHING',
    0x20: 'SMB2_SHAREFLAG_VDO_CACHING',
    0x30: 'SMB2_SHAREFLAG_NO_CACHING',
  },
  spec: smb2('2.2.10'),
});

const capability = (name: string, label: string, mask: number) => flag(`smb2.share_caps.${name}`, label, mask);
const shareCapabilities = (): Part =>
  u32('Capabilities', {
    abbrev: 'smb2.share_caps',
    base: 'hex',
    bits: [
      capability('dfs', 'SMB2_SHARE_CAP_DFS', 0x00000008),
      capability('continuous_availability', 'SMB2_SHARE_CAP_CONTINUOUS_AVAILABILITY', 0x00000010),
      capability('scaleout', 'SMB2_SHARE_CAP_SCALEOUT', 0x00000020),
      capability('cluster', 'SMB2_SHARE_CAP_CLUSTER', 0x00000040),
      capability('assymetric', 'SMB2_SHARE_CAP_ASYMMETRIC', 0x00000080),
      capability('redirect_to_owner', 'SMB2_SHARE_CAP_REDIRECT_TO_OWNER', 0x00000100),
    ],
  });

const SHARE_TYPES = { 1: 'SMB2_SHARE_TYPE_DISK', 2: 'SMB2_SHARE_TYPE_PIPE', 3: 'SMB2_SHARE_TYPE_PRINT' };

/** SMB2 TREE_CONNECT Response (2.2.10). */
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.10') },
  {
    size: structureSize(),
    share_type: u8('ShareType', { base: 'hex', names: SHARE_TYPES }),
    reserved: reserved(1),
    share_flags: u32('ShareFlags', { base: 'hex', bits: SHARE_FLAGS }),
    share_caps: shareCapabilities(),
    access: accessMask('MaximalAccess'),
  },
);

export const treeConnect = command({
  code: 3,
  name: 'Tree Connect',
  key: 'tree_connect',
  spelling: 'TREE_CONNECT',
  sections: ['2.2.9', '2.2.10'],
  layouts: [request, response],
  fields: [path, caching],
  request(d, m) {
    if (d.left < request.size) return d.record(request);
    const position = m.start + d.u16le(request.offset.pathOffset);
    const length = d.u16le(request.offset.pathLength);
    if (m.request) m.request.text = keptText(d, position, length);
    d.record(request);
    takeAt(d, path, position, length);
  },
  response(d, m) {
    if (d.left < response.size) return d.record(response);
    connectTree(d, m, m.request?.text ?? '', d.u8(response.offset.share_type));
    const { share_flags } = response.offset;
    if (d.recording) d.generate(caching, d.u32le(share_flags) & 0x30, d.at + share_flags, d.at + share_flags + 4);
    d.record(response);
  },
  requestInfo(out, { request: it }) {
    if (!it) return;
    out.ascii(' Tree: ');
    out.text(it.text);
  },
});
