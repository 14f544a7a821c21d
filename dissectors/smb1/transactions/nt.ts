import { type Dissection, field, layout, u8, u32 } from '#sdk';
import {
  accessMask,
  allocationSize,
  createAction,
  createFlags,
  createOptions,
  disposition,
  endOfFile,
  impersonation,
  isDirectory,
  oplockLevel,
  pipeStatus,
  reserved,
  resourceType,
  securityFlags,
  shareAccess,
} from '../fields/access.ts';
import { completionFilter, extendedAttributes } from '../fields/attributes.ts';
import { fileTime } from '../fields/times.ts';
import { opened, takeFid } from '../file.ts';
import type { SmbMessage } from '../keys.ts';
import { flags } from '../layout.ts';
import { cifs } from '../spec.ts';
import { both, takeText, text, textOf } from '../text.ts';
import { takeUnknown } from './information.ts';
import { dataBytes, parameterBytes } from './layout.ts';
import { takeSetup } from './parts.ts';

const little = true;

const CREATE = 1;
const IOCTL = 2;
const SET_SECURITY = 3;
const NOTIFY = 4;
const RENAME = 5;
const QUERY_SECURITY = 6;

const asked = layout(
  { prefix: 'smb', little, spec: cifs('2.2.7.1.1') },
  {
    create_flags: createFlags(),
    rfid: u32('RootDirectoryFID', { base: 'hex' }),
    access: accessMask('DesiredAccess'),
    allocated: allocationSize(),
    attributes: extendedAttributes(),
    share: shareAccess(),
    disposition: disposition(),
    options: createOptions(),
    'sd.length': u32('SecurityDescriptorLength'),
    'ea.list_length': u32('EALength'),
    file_name_len: u32('NameLength'),
    impersonation: impersonation(),
    security: securityFlags(),
  },
);
const name = text('smb.file', 'Name', cifs('2.2.7.1.1'));
const oplock = layout(
  { prefix: 'smb', little, spec: cifs('2.2.7.1.2') },
  { oplock: oplockLevel(), reserved: reserved(1) },
);
const created = layout(
  { prefix: 'smb', little, spec: cifs('2.2.7.1.2') },
  {
    action: createAction(),
    'ea.error_offset': u32('EAErrorOffset'),
    created: fileTime('create', 'CreationTime'),
    accessed: fileTime('access', 'LastAccessTime'),
    written: fileTime('last_write', 'LastWriteTime'),
    changed: fileTime('change', 'LastChangeTime'),
    attributes: extendedAttributes(),
    allocated: allocationSize(),
    end: endOfFile(),
    type: resourceType(),
    status: pipeStatus(),
    directory: isDirectory(),
  },
);
const PIPES = [1, 2];

const control = layout(
  { prefix: 'smb', little, spec: cifs('2.2.7.2.1') },
  { ioctl: u32('FunctionCode', { abbrev: 'smb.nt.ioctl.function', base: 'hex' }) },
);
const controlRest = layout(
  { prefix: 'smb.nt.ioctl', little, spec: cifs('2.2.7.2.1') },
  { isfsctl: u8('IsFctl'), flags: u8('IsFlags', { abbrev: 'smb.nt.ioctl.completion_filter', base: 'hex' }) },
);
const filter = layout({ prefix: 'smb', little, spec: cifs('2.2.7.4.1') }, { filter: completionFilter() });
const filterRest = layout(
  { prefix: 'smb', little, spec: cifs('2.2.7.4.1') },
  { 'nt.notify.watch_tree': u8('WatchTree', { names: { 0: 'FALSE', 1: 'TRUE' } }), reserved: reserved(1) },
);
const change = layout(
  { prefix: 'smb', little, spec: cifs('2.2.7.4.2') },
  {
    next_entry_offset: u32('NextEntryOffset'),
    'nt.notify.action': u32('Action', {
      names: {
        1: 'FILE_ACTION_ADDED',
        2: 'FILE_ACTION_REMOVED',
        3: 'FILE_ACTION_MODIFIED',
        4: 'FILE_ACTION_RENAMED_OLD_NAME',
        5: 'FILE_ACTION_RENAMED_NEW_NAME',
        6: 'FILE_ACTION_ADDED_STREAM',
        7: 'FILE_ACTION_REMOVED_STREAM',
        8: 'FILE_ACTION_MODIFIED_STREAM',
      },
    }),
    file_name_len: u32('FileNameLength'),
  },
);
const changed = text('smb.file', 'FileName', cifs('2.2.7.4.2'));
const changeHeading = field('smb.nt.notify.entry', 'FILE_NOTIFY_INFORMATION', 'none', { spec: cifs('2.2.7.4.2') });

const security = layout(
  { prefix: 'smb', little, spec: cifs('2.2.7.3.1') },
  {
    reserved: reserved(2),
    nt_qsd: u32('SecurityInformation', {
      base: 'hex',
      bits: flags('smb.nt_qsd', {
        owner: ['OWNER_SECURITY_INFORMATION', 0x01],
        group: ['GROUP_SECURITY_INFORMATION', 0x02],
        dacl: ['DACL_SECURITY_INFORMATION', 0x04],
        sacl: ['SACL_SECURITY_INFORMATION', 0x08],
      }),
    }),
  },
);
const needed = layout({ prefix: 'smb', little, spec: cifs('2.2.7.6.2') }, { sec_desc_len: u32('LengthNeeded') });
const descriptor = field('smb.security_descriptor', 'SecurityDescriptor', 'bytes', { spec: cifs('2.2.7.6.2') });

export const ntLayouts = [asked, oplock, created, control, controlRest, filter, filterRest, change, security, needed];
export const ntFields = [...both(name, changed), changeHeading, descriptor, parameterBytes, dataBytes];

/** Setup words of a request: of some functions they are its parameters. */
export function takeNtSetup(d: Dissection, message: SmbMessage, code: number, count: number): void {
  const end = d.at + count * 2;
  if (code === IOCTL && count === 4) {
    d.record(control);
    takeFid(d, message);
    d.record(controlRest);
  } else if (code === NOTIFY && count === 4) {
    d.record(filter);
    takeFid(d, message);
    d.record(filterRest);
  } else takeSetup(d, count);
  d.at = end;
}

export function takeNtParameters(d: Dissection, message: SmbMessage): void {
  switch (message.request?.subcommand) {
    case CREATE: {
      const length = d.u32le(asked.offset.file_name_len);
      d.record(asked);
      const found = takeText(d, message, name, { length: Math.min(length, d.left) });
      if (found) message.tell('Path', found);
      message.request.path = textOf(d, found);
      break;
    }
    case SET_SECURITY:
    case QUERY_SECURITY:
      takeFid(d, message);
      d.record(security);
  }
  takeUnknown(d);
}

export function takeNtData(d: Dissection, message: SmbMessage): void {
  if (message.request?.subcommand === SET_SECURITY) d.take(descriptor, d.left);
  else takeUnknown(d);
}

export function ntAnswerParameters(d: Dissection, message: SmbMessage): void {
  switch (message.request?.subcommand) {
    case undefined:
      return d.take(parameterBytes, d.left);
    case CREATE: {
      d.record(oplock);
      const type = d.u16le(2 + created.offset.type);
      opened(d, message, d.u16le(0), type === 0xffff ? undefined : PIPES.includes(type));
      takeFid(d, message);
      d.record(created);
      break;
    }
    case NOTIFY:
      takeChanges(d, message);
      break;
    case QUERY_SECURITY:
      d.record(needed);
      break;
    case RENAME:
      break;
  }
  takeUnknown(d);
}

export function ntAnswerData(d: Dissection, message: SmbMessage): void {
  switch (message.request?.subcommand) {
    case undefined:
      return d.take(dataBytes, d.left);
    case QUERY_SECURITY:
      return d.take(descriptor, d.left);
  }
  takeUnknown(d);
}

function takeChanges(d: Dissection, message: SmbMessage): void {
  while (d.left >= change.size) {
    const { at } = d;
    const next = d.u32le(0);
    const length = d.u32le(change.offset.file_name_len);
    const node = d.open(changeHeading);
    d.record(change);
    takeText(d, message, changed, { length: Math.min(length, d.left), unpadded: true });
    d.close(node);
    if (next < change.size || at + next > d.end) return;
    if (at + next > d.at) d.skip(at + next - d.at);
  }
}
