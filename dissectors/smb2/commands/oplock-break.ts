import { layout, u16, u16le, u32, u64 } from '#sdk';
import { command, type InfoView } from '../command.ts';
import { HEADER, at as header, RESPONSE } from '../layout.ts';
import * as parts from '../parts.ts';
import { reserved, structureSize, unused } from '../parts.ts';
import { smb2 } from '../spec.ts';
import { findFile } from '../state.ts';
import { nameFile } from '../text.ts';

/** Of an oplock: notification, acknowledgment and response have one form (MS-SMB2 2.2.23.1, 2.2.24.1, 2.2.25.1). */
const oplock = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.23.1') },
  {
    size: structureSize(),
    level: parts.oplockLevel('OplockLevel'),
    reserved: unused(1),
    reserved2: unused(4, 'Reserved2'),
    file: parts.fileId(),
  },
);

/** Of a lease (2.2.23.2). */
const leaseNotification = layout(
  { prefix: 'smb2.lease', little: true, spec: smb2('2.2.23.2') },
  {
    size: structureSize(),
    lease_oplock: u16('NewEpoch', { base: 'hex' }),
    flags: parts.leaseFlags('Flags'),
    key: parts.leaseKey(),
    current: parts.leaseState('CurrentLeaseState'),
    next: parts.leaseState('NewLeaseState'),
    lease_break_reason: u32('BreakReason', { base: 'hex' }),
    access_mask_hint: u32('AccessMaskHint', { base: 'hex' }),
    share_mask_hint: u32('ShareMaskHint', { base: 'hex' }),
  },
);

/** Its acknowledgment and response (2.2.24.2, 2.2.25.2). */
const lease = layout(
  { prefix: 'smb2.lease', little: true, spec: smb2('2.2.24.2') },
  {
    size: structureSize(),
    reserved: reserved(2),
    flags: parts.leaseFlags('Flags'),
    key: parts.leaseKey(),
    state: parts.leaseState('LeaseState'),
    lease_duration: u64('LeaseDuration', { base: 'hex' }),
  },
);

const OPLOCK = 24;
const LEASE = 36;
const LEASE_NOTIFICATION = 44;

export const oplockBreak = command({
  code: 18,
  name: 'Break',
  key: 'oplock_break',
  spelling: 'OPLOCK_BREAK',
  sections: ['2.2.24', '2.2.23'],
  layouts: [oplock, leaseNotification, lease],
  fields: [],
  request: take,
  response: take,
  title({ bytes, at, end, request }: InfoView) {
    if (at + HEADER + 2 > end) return undefined;
    const size = u16le(bytes, at + HEADER);
    if (size === LEASE_NOTIFICATION) return 'Lease Break Notification';
    const kind = size === OPLOCK ? 'Oplock' : size === LEASE ? 'Lease' : undefined;
    if (!kind) return undefined;
    const response = (bytes[at + header.flags]! & RESPONSE) !== 0;
    return `${kind} Break ${!response ? 'Acknowledgment' : request ? 'Response' : 'Notification'}`;
  },
});

function take(d: Parameters<typeof findFile>[0], m: Parameters<typeof findFile>[1]): void {
  const size = d.u16le(0);
  if (size === LEASE_NOTIFICATION) return d.record(leaseNotification);
  if (size === LEASE) return d.record(lease);
  const position = d.at + oplock.offset.file;
  const file = findFile(d, m, position);
  d.record(oplock);
  nameFile(d, file, position);
}
