import { type Dissection, field, guid, layout, u16, u32 } from '#sdk';
import type { SmbMessage } from '../keys.ts';
import { flags } from '../layout.ts';
import { dfsc } from '../spec.ts';
import { both, type Text, takeText, text } from '../text.ts';
import { takeUnknown } from './information.ts';

const little = true;
const spec = dfsc('2.2.4');

export const request = layout(
  { prefix: 'smb', little, spec: dfsc('2.2.2') },
  { max_referral_level: u16('MaxReferralLevel') },
);
const requested = text('smb.file', 'RequestFileName', dfsc('2.2.2'));

const head = layout(
  { prefix: 'smb', little, spec },
  {
    'dfs.path_consumed': u16('PathConsumed'),
    'dfs.num_referrals': u16('NumberOfReferrals'),
    'dfs.flags': u16('ReferralHeaderFlags', {
      base: 'hex',
      bits: flags('smb.dfs.flags', {
        fielding: ['ReferralServers', 0x01],
        server_hold_storage: ['StorageServers', 0x02],
      }),
    }),
    'dfs.flags.reserved': u16('ReferralHeaderFlags (upper half)', { base: 'hex' }),
  },
);
const entry = field('smb.dfs.referral', 'DFS_REFERRAL', 'none', { spec: dfsc('2.2.5') });
const common = layout(
  { prefix: 'smb.dfs.referral', little, spec: dfsc('2.2.5') },
  {
    version: u16('VersionNumber'),
    size: u16('Size'),
    'server.type': u16('ServerType', { names: { 0: 'Non-root target', 1: 'Root target' } }),
    flags: u16('ReferralEntryFlags', {
      base: 'hex',
      bits: flags('smb.dfs.referral.flags', {
        name_list_referral: ['NameListReferral', 0x02],
        target_set_boundary: ['TargetSetBoundary', 0x04],
      }),
    }),
  },
);
const proximity = layout(
  { prefix: 'smb.dfs.referral', little, spec: dfsc('2.2.5.2') },
  { proximity: u32('Proximity') },
);
const ttl = layout({ prefix: 'smb.dfs.referral', little, spec: dfsc('2.2.5.2') }, { ttl: u32('TimeToLive') });
const paths = layout(
  { prefix: 'smb.dfs.referral', little, spec: dfsc('2.2.5.3.1') },
  {
    path_offset: u16('DFSPathOffset'),
    alt_path_offset: u16('DFSAlternatePathOffset'),
    node_offset: u16('NetworkAddressOffset'),
  },
);
const serverGuid = layout(
  { prefix: 'smb.dfs.referral', little, spec: dfsc('2.2.5.3.1') },
  { server_guid: guid('ServiceSiteGuid') },
);
const names = layout(
  { prefix: 'smb.dfs.referral', little, spec: dfsc('2.2.5.3.2') },
  {
    domain_offset: u16('SpecialNameOffset'),
    number_of_expnames: u16('NumberOfExpandedNames'),
    expnames_offset: u16('ExpandedNameOffset'),
  },
);
const path = text('smb.dfs.referral.path', 'DFSPath', spec);
const alternate = text('smb.dfs.referral.alt_path', 'DFSAlternatePath', spec);
const node = text('smb.dfs.referral.node', 'NetworkAddress', spec);
const domain = text('smb.dfs.referral.domain_name', 'SpecialName', spec);
const expanded = text('smb.dfs.referral.expname', 'ExpandedName', spec);

export const dfsLayouts = [request, head, common, proximity, ttl, paths, serverGuid, names];
export const dfsFields = [entry, ...both(requested, path, alternate, node, domain, expanded)];

const NAME_LIST = 0x02;

/** REQ_GET_DFS_REFERRAL (MS-DFSC 2.2.2). */
export function takeReferralRequest(d: Dissection, message: SmbMessage): void {
  d.record(request);
  const found = takeText(d, message, requested);
  if (found) message.tell('File', found);
  takeUnknown(d);
}

/** RESP_GET_DFS_REFERRAL (2.2.4): entries, then the strings that their offsets name. */
export function takeReferrals(d: Dissection, message: SmbMessage): void {
  const count = d.u16le(head.offset['dfs.num_referrals']);
  d.record(head);
  let last = d.at;
  for (let i = 0; i < count && d.left >= common.size; i++) {
    const { at } = d;
    const version = d.u16le(0);
    const size = d.u16le(common.offset.size);
    const opened = d.open(entry);
    const nameList = (d.u16le(common.offset.flags) & NAME_LIST) !== 0;
    d.record(common);
    last = Math.max(
      last,
      version === 1 ? inlineName(d, message, at + size) : referral(d, message, at, version, nameList),
    );
    d.close(opened);
    if (size < common.size || at + size > d.end) return;
    d.at = at + size;
  }
  if (last > d.at && last <= d.end) d.at = last;
  takeUnknown(d);
}

function inlineName(d: Dissection, message: SmbMessage, end: number): number {
  takeText(d, message, node, { length: Math.max(0, Math.min(end, d.end) - d.at), unpadded: true });
  return d.at;
}

function referral(d: Dissection, message: SmbMessage, start: number, version: number, nameList: boolean): number {
  let last = d.at;
  const string = (name: Text, offset: number): void => {
    if (offset > 0) last = Math.max(last, stringAt(d, message, name, start + offset));
  };
  if (version === 2) d.record(proximity);
  d.record(ttl);
  if (nameList && version > 2) {
    const special = d.u16le(0);
    const count = d.u16le(2);
    const first = d.u16le(4);
    d.record(names);
    string(domain, special);
    let at = start + first;
    for (let i = 0; i < count && first > 0 && at < d.end; i++) at = stringAt(d, message, expanded, at);
    return Math.max(last, Math.min(at, d.end));
  }
  const [a, b, c] = [d.u16le(0), d.u16le(2), d.u16le(4)];
  d.record(paths);
  if (version > 2 && d.left >= serverGuid.size) d.record(serverGuid);
  string(path, a);
  string(alternate, b);
  string(node, c);
  return last;
}

/** A null-terminated string elsewhere in the block; the cursor stays. Gives where it ends. */
function stringAt(d: Dissection, message: SmbMessage, name: Text, at: number): number {
  if (at >= d.end || at < d.layer.start) return at;
  const before = d.at;
  d.at = at;
  takeText(d, message, name, { unpadded: true });
  const { at: end } = d;
  d.at = before;
  return end;
}
