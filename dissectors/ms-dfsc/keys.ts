import {
  bit,
  bytes,
  type Dissection,
  type Field,
  field,
  guid,
  type Layout,
  layout,
  specification,
  u16,
  u32,
} from '#sdk';

/** [MS-DFSC]: Distributed File System: Referral Protocol. SMB1 carries it in a transaction, SMB2 in an IOCTL. */
const dfsc = specification('MS-DFSC', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-dfsc/');

const flag = (abbrev: string, label: string, mask: number): Field => bit(abbrev, label, mask, { little: true });
const text = (abbrev: string, label: string, section: string): Field =>
  field(abbrev, label, 'string', { encoding: 'utf-16le', spec: dfsc(section) });

/** REQ_GET_DFS_REFERRAL (2.2.2). */
const request = layout(
  { prefix: 'smb', little: true, spec: dfsc('2.2.2') },
  { max_referral_level: u16('MaxReferralLevel') },
);
const requested = text('smb.file', 'RequestFileName', '2.2.2');

/** RESP_GET_DFS_REFERRAL (2.2.4). */
const response = layout(
  { prefix: 'smb.dfs', little: true, spec: dfsc('2.2.4') },
  {
    path_consumed: u16('PathConsumed'),
    num_referrals: u16('NumberOfReferrals'),
    flags: u16('ReferralHeaderFlags', {
      base: 'hex',
      bits: [
        flag('smb.dfs.flags.fielding', 'ReferralServers', 0x0001),
        flag('smb.dfs.flags.server_hold_storage', 'StorageServers', 0x0002),
        flag('smb.dfs.flags.target_failback', 'TargetFailback', 0x0004),
      ],
    }),
    flagsHigh: bytes('ReferralHeaderFlags, upper half', 2, { abbrev: 'smb.padding' }),
  },
);

const prefix = 'smb.dfs.referral';
const root = field(prefix, 'Referral entry', 'none', { spec: dfsc('2.2.5') });
/** What entries of all versions begin with. */
const entry = layout(
  { prefix, little: true, spec: dfsc('2.2.5') },
  {
    version: u16('VersionNumber'),
    size: u16('Size'),
    type: u16('ServerType', { abbrev: `${prefix}.server.type`, names: { 0: 'Non-root targets', 1: 'Root targets' } }),
    flags: u16('ReferralEntryFlags', {
      base: 'hex',
      bits: [
        flag(`${prefix}.flags.name_list_referral`, 'NameListReferral', 0x0002),
        flag(`${prefix}.flags.target_set_boundary`, 'TargetSetBoundary', 0x0004),
      ],
    }),
  },
);
const NAME_LIST = 0x0002;
const ttl = u32('TimeToLive', { abbrev: `${prefix}.ttl` });
const offsets = {
  path: u16('DFSPathOffset', { abbrev: `${prefix}.path_offset` }),
  alternate: u16('DFSAlternatePathOffset', { abbrev: `${prefix}.alt_path_offset` }),
  node: u16('NetworkAddressOffset', { abbrev: `${prefix}.node_offset` }),
};
const second = layout(
  { prefix, little: true, spec: dfsc('2.2.5.2') },
  { proximity: u32('Proximity'), ttl, ...offsets },
);
const third = layout({ prefix, little: true, spec: dfsc('2.2.5.3.1') }, { ttl, ...offsets });
const serviceSite = layout({ prefix, little: true, spec: dfsc('2.2.5.3.1') }, { server_guid: guid('ServiceSiteGuid') });
const names = layout(
  { prefix, little: true, spec: dfsc('2.2.5.3.2') },
  {
    ttl,
    domain_offset: u16('SpecialNameOffset'),
    number_of_expnames: u16('NumberOfExpandedNames'),
    expnames_offset: u16('ExpandedNameOffset'),
  },
);
const path = text(`${prefix}.path`, 'DFSPath', '2.2.5.3.1');
const alternate = text(`${prefix}.alt_path`, 'DFSAlternatePath', '2.2.5.3.1');
const node = text(`${prefix}.node`, 'NetworkAddress', '2.2.5.3.1');
const special = text(`${prefix}.domain_name`, 'SpecialName', '2.2.5.3.2');
const expanded = text(`${prefix}.expname`, 'ExpandedName', '2.2.5.3.2');

export const referralLayouts: readonly Layout[] = [request, response, entry, second, third, serviceSite, names];
export const referralFields: readonly Field[] = [requested, root, path, alternate, node, special, expanded];

/** A request up to the window's end. */
export function takeReferralRequest(d: Dissection): void {
  d.record(request);
  takeName(d, requested, d.at);
}

/** A response up to the window's end: a header, entries, and the names that their offsets lead to. */
export function takeReferrals(d: Dissection): void {
  const count = d.u16le(response.offset.num_referrals);
  d.record(response);
  for (let i = 0; i < count; i++) takeEntry(d);
}

function takeEntry(d: Dissection): void {
  const start = d.at;
  const over = d.open(root);
  const version = d.u16le(entry.offset.version);
  const size = d.u16le(entry.offset.size);
  const list = version > 2 && (d.u16le(entry.offset.flags) & NAME_LIST) !== 0;
  if (size < entry.size) d.fail(entry.size);
  d.record(entry);
  if (version === 1) takeName(d, node, d.at);
  else if (list) takeNames(d, start);
  else takePaths(d, start, version === 2 ? second : third, size);
  d.at = Math.min(d.end, start + size);
  d.close(over);
}

function takePaths(d: Dissection, start: number, layout: typeof second | typeof third, size: number): void {
  const at = [d.u16le(layout.offset.path), d.u16le(layout.offset.alternate), d.u16le(layout.offset.node)] as const;
  d.record(layout);
  if (start + size >= d.at + serviceSite.size) d.record(serviceSite);
  takeName(d, path, start + at[0]);
  takeName(d, alternate, start + at[1]);
  takeName(d, node, start + at[2]);
}

function takeNames(d: Dissection, start: number): void {
  const at = start + d.u16le(names.offset.domain_offset);
  const count = d.u16le(names.offset.number_of_expnames);
  let next = start + d.u16le(names.offset.expnames_offset);
  d.record(names);
  takeName(d, special, at);
  for (let i = 0; i < count && next < d.end; i++) next = takeName(d, expanded, next);
}

/** A null-terminated text at `position`; gives the position behind it. */
function takeName(d: Dissection, name: Field, position: number): number {
  if (position >= d.end) d.fail(position - d.at + 2);
  let end = position;
  while (end + 1 < d.end && (d.bytes[end] !== 0 || d.bytes[end + 1] !== 0)) end += 2;
  d.mark(name, position, end);
  return end + 2;
}
