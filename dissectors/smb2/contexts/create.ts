import { type Dissection, decodeText, type Field, field, guid, layout, u16, u32, u64 } from '#sdk';
import { ntStatusName } from '../../nt-status/keys.ts';
import { eachEntry, takeAt, takeRest, under, within } from '../buffers.ts';
import * as parts from '../parts.ts';
import { flag, heading, length16, length32, offset16, unused } from '../parts.ts';
import { smb2 } from '../spec.ts';
import { appleFields, appleLayouts, takeApple } from './apple.ts';

/** SMB2_CREATE_CONTEXT (MS-SMB2 2.2.13.2): name and data lie where their offsets from the context's first byte say. */
const header = layout(
  { prefix: 'smb2.create', little: true, spec: smb2('2.2.13.2') },
  {
    chain_offset: u32('Next', { base: 'hex' }),
    nameOffset: offset16('NameOffset'),
    nameLength: length16('NameLength'),
    reserved: unused(2),
    dataOffset: offset16('DataOffset'),
    dataLength: length32('DataLength'),
  },
);
const root = heading('smb2.create.context', 'SMB2_CREATE_CONTEXT', '2.2.13.2');
const tag = field('smb2.tag', 'Name', 'string', { spec: smb2('2.2.13.2') });
const data = field('smb2.create.chain_data', 'Data', 'none', { spec: smb2('2.2.13.2') });
const other = field('smb2.unknown', 'Data', 'bytes', { spec: smb2('2.2.13.2') });

const named = (size: 'file' | 'reserved', section: string) =>
  size === 'file'
    ? layout({ prefix: 'smb2', little: true, spec: smb2(section) }, { file: parts.fileId() })
    : layout(
        { prefix: 'smb2', little: true, spec: smb2(section) },
        { dhnq_buffer_reserved: u64('Reserved', { base: 'hex' }) },
      );
/** Durable opens, first version: requested and made again with 16 bytes, granted with 8. */
const durable = named('file', '2.2.13.2.3');
const durableGranted = named('reserved', '2.2.14.2.3');

const persistent = flag('smb2.dh2x.flags.persistent_handle', 'SMB2_DHANDLE_FLAG_PERSISTENT', 0x00000002);
const durable2 = layout(
  { prefix: 'smb2.dh2x', little: true, spec: smb2('2.2.13.2.11') },
  {
    timeout: u32('Timeout'),
    flags: u32('Flags', { base: 'hex', bits: [persistent] }),
    reserved: u64('Reserved', { base: 'hex' }),
    create_guid: guid('CreateGuid'),
  },
);
const durable2Granted = layout(
  { prefix: 'smb2.dh2x', little: true, spec: smb2('2.2.14.2.12') },
  { timeout: u32('Timeout'), flags: u32('Flags', { base: 'hex' }) },
);
const reconnect2 = layout(
  { prefix: 'smb2.dh2x', little: true, spec: smb2('2.2.13.2.12') },
  { file: parts.fileId(), create_guid: guid('CreateGuid'), flags: u32('Flags', { base: 'hex', bits: [persistent] }) },
);

const lease = layout(
  { prefix: 'smb2.lease', little: true, spec: smb2('2.2.13.2.8') },
  {
    key: parts.leaseKey(),
    state: parts.leaseState('LeaseState'),
    flags: parts.leaseFlags('LeaseFlags'),
    lease_duration: u64('LeaseDuration', { base: 'hex' }),
  },
);
const lease2 = layout(
  { prefix: 'smb2.lease', little: true, spec: smb2('2.2.13.2.10') },
  {
    key: parts.leaseKey(),
    state: parts.leaseState('LeaseState'),
    flags: parts.leaseFlags('Flags'),
    lease_duration: u64('LeaseDuration', { base: 'hex' }),
    parent_lease_key: guid('ParentLeaseKey'),
    lease_oplock: u16('Epoch', { base: 'hex' }),
    lease_reserved: u16('Reserved', { base: 'hex' }),
  },
);

const maximalAsked = layout(
  { prefix: 'smb2', spec: smb2('2.2.13.2.5') },
  { mxac_timestamp: { label: 'Timestamp', kind: 'filetime', size: 8 } },
);
const maximal = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.14.2.5') },
  { mxac_status: u32('QueryStatus', { base: 'hex', names: ntStatusName }), access: parts.accessMask('MaximalAccess') },
);
const diskId = field('smb2.qfid_fid', 'DiskFileId, VolumeId', 'bytes', { spec: smb2('2.2.14.2.9') });
const allocation = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.13.2.6') },
  { size: parts.allocationSize('AllocationSize') },
);
const snapshot = layout(
  { prefix: 'smb2', spec: smb2('2.2.13.2.7') },
  { twrp_timestamp: { label: 'Timestamp', kind: 'filetime', size: 8 } },
);
const application = layout(
  { prefix: 'smb2.app_instance', little: true, spec: smb2('2.2.13.2.13') },
  { struct_size: u16('StructureSize'), reserved: u16('Reserved', { base: 'hex' }), app_guid: guid('AppInstanceId') },
);
const version = layout(
  { prefix: 'smb2.app_instance_version', little: true, spec: smb2('2.2.13.2.15') },
  {
    struct_size: u16('StructureSize'),
    reserved: u16('Reserved'),
    padding: u32('Padding', { base: 'hex' }),
    high: u64('AppInstanceVersionHigh', { abbrev: 'smb2.app_instance_version.version.high' }),
    low: u64('AppInstanceVersionLow', { abbrev: 'smb2.app_instance_version.version.low' }),
  },
);

export const contextLayouts = [
  header,
  durable,
  durableGranted,
  durable2,
  durable2Granted,
  reconnect2,
  lease,
  lease2,
  maximalAsked,
  maximal,
  allocation,
  snapshot,
  application,
  version,
  ...appleLayouts,
];
export const contextFields: Field[] = [root, tag, data, other, diskId, ...appleFields];

/** The chain of create contexts of a request or a response, under one heading. */
export function takeContexts(d: Dissection, over: Field, position: number, length: number, response: boolean): void {
  if (length === 0) return d.mark(over, d.at, d.at);
  within(d, position, length, 'smb2.create.extrainfo', () =>
    under(d, over, () => eachEntry(d, () => under(d, root, () => takeContext(d, response)))),
  );
}

function takeContext(d: Dissection, response: boolean): void {
  const start = d.at;
  const { offset } = header;
  const nameAt = start + d.u16le(offset.nameOffset);
  const nameLength = d.u16le(offset.nameLength);
  const dataAt = start + d.u16le(offset.dataOffset);
  const dataLength = d.u32le(offset.dataLength);
  d.record(header);
  takeAt(d, tag, nameAt, nameLength);
  if (dataLength === 0) return d.mark(data, d.at, d.at);
  const name = nameOf(d, nameAt, nameLength);
  within(d, dataAt, dataLength, 'smb2.olb.length', () => under(d, data, () => takeData(d, name, response)));
}

function takeData(d: Dissection, name: string, response: boolean): void {
  const { left } = d;
  if (name === 'DHnQ') d.record(response && left < 16 ? durableGranted : durable);
  else if (name === 'DHnC') d.record(durable);
  else if (name === 'DH2Q') d.record(response ? durable2Granted : durable2);
  else if (name === 'DH2C') d.record(reconnect2);
  else if (name === 'RqLs') d.record(left < lease2.size ? lease : lease2);
  else if (name === 'MxAc') d.record(response ? maximal : maximalAsked);
  else if (name === 'QFid') takeRest(d, diskId);
  else if (name === 'AlSi') d.record(allocation);
  else if (name === 'TWrp') d.record(snapshot);
  else if (name === 'AAPL') takeApple(d, response);
  else if (name === APPLICATION) d.record(application);
  else if (name === VERSION) d.record(version);
  else takeRest(d, other);
}

/** SMB2_CREATE_APP_INSTANCE_ID and SMB2_CREATE_APP_INSTANCE_VERSION bear GUIDs as names. */
const APPLICATION = '45bca66aefa7f74a9008fa462e144d74';
const VERSION = 'b982d0b73b56074fa07b524a8116a010';

/** Names of four characters as they are, those of sixteen bytes as hex. */
const nameOf = (d: Dissection, position: number, length: number): string =>
  length === 4
    ? decodeText(d.bytes, position, position + 4, 'ascii')
    : Buffer.from(d.bytes.subarray(position, position + Math.min(length, 16))).toString('hex');
