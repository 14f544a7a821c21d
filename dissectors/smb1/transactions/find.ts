import { type Dissection, field, type Layout, layout, u8, u16, u32, u64 } from '#sdk';
import { allocationSize, endOfFile, reserved } from '../fields/access.ts';
import { extendedAttributes, searchAttributes } from '../fields/attributes.ts';
import { fileTime } from '../fields/times.ts';
import type { SmbMessage } from '../keys.ts';
import { flags } from '../layout.ts';
import { cifs, msSmb } from '../spec.ts';
import { FIND_LEVELS } from '../tables/transactions.ts';
import { both, takeText, text, textOf } from '../text.ts';
import { takeUnknown } from './information.ts';
import { eaSize, entryHeading, fileName } from './levels.ts';

const little = true;
const findFlags = u16('Flags', {
  base: 'hex',
  bits: flags('smb.find_first2.flags', {
    close: ['SMB_FIND_CLOSE_AFTER_REQUEST', 0x01],
    eos: ['SMB_FIND_CLOSE_AT_EOS', 0x02],
    resume: ['SMB_FIND_RETURN_RESUME_KEYS', 0x04],
    continue: ['SMB_FIND_CONTINUE_FROM_LAST', 0x08],
    backup: ['SMB_FIND_WITH_BACKUP_INTENT', 0x10],
  }),
});
const searchId = u16('SID', { abbrev: 'smb.search_id', base: 'hex' });
const searchCount = u16('SearchCount');
const levelPart = u16('InformationLevel', { abbrev: 'smb.ff2_loi', names: FIND_LEVELS });

/** TRANS2_FIND_FIRST2 (MS-CIFS 2.2.6.2). */
const first = layout(
  { prefix: 'smb', little, spec: cifs('2.2.6.2.1') },
  {
    search: searchAttributes(),
    search_count: searchCount,
    'find_first2.flags': findFlags,
    ff2_loi: levelPart,
    storage_type: u32('SearchStorageType'),
  },
);
/** TRANS2_FIND_NEXT2 (2.2.6.3). */
const next = layout(
  { prefix: 'smb', little, spec: cifs('2.2.6.3.1') },
  {
    search_id: searchId,
    search_count: searchCount,
    ff2_loi: levelPart,
    resume: u32('ResumeKey', { base: 'hex' }),
    'find_first2.flags': findFlags,
  },
);
const answer = {
  search_count: u16('SearchCount'),
  end_of_search: u16('EndOfSearch'),
  'ea.error_offset': u16('EaErrorOffset'),
  last_name_offset: u16('LastNameOffset'),
};
const firstAnswer = layout({ prefix: 'smb', little, spec: cifs('2.2.6.2.2') }, { search_id: searchId, ...answer });
const nextAnswer = layout({ prefix: 'smb', little, spec: cifs('2.2.6.3.2') }, answer);
const pattern = text('smb.search_pattern', 'FileName', cifs('2.2.6.2.1'));
const asked = field('smb.ff2_loi', 'InformationLevel', 'uint', { size: 2, names: FIND_LEVELS, generated: true });
const askedPattern = field('smb.search_pattern', 'FileName of the request', 'string', { generated: true });

const entry = { next_entry_offset: u32('NextEntryOffset'), file_index: u32('FileIndex') };
const details = {
  created: fileTime('create', 'CreationTime'),
  accessed: fileTime('access', 'LastAccessTime'),
  written: fileTime('last_write', 'LastWriteTime'),
  changed: fileTime('change', 'LastAttrChangeTime'),
  end: endOfFile(),
  allocated: allocationSize(),
  attributes: extendedAttributes(),
};
const nameLength = u32('FileNameLength', { abbrev: 'smb.file_name_len' });
const fileId = u64('FileId', { abbrev: 'smb.index_number', base: 'hex' });
const shortName = { short_file_name_len: u8('ShortNameLength'), reserved: reserved(1) };
const SHORT_NAME = 24;

const directory = layout({ prefix: 'smb', little, spec: cifs('2.2.8.1.4') }, { ...entry, ...details, nameLength });
const full = layout({ prefix: 'smb', little, spec: cifs('2.2.8.1.5') }, { ...entry, ...details, nameLength, eaSize });
const names = layout({ prefix: 'smb', little, spec: cifs('2.2.8.1.6') }, { ...entry, nameLength });
const bothNames = layout(
  { prefix: 'smb', little, spec: cifs('2.2.8.1.7') },
  { ...entry, ...details, nameLength, eaSize, ...shortName },
);
const idFull = layout(
  { prefix: 'smb', little, spec: msSmb('2.2.8.1.2') },
  { ...entry, ...details, nameLength, eaSize, reserved: reserved(4), fileId },
);
const idBoth = layout(
  { prefix: 'smb', little, spec: msSmb('2.2.8.1.3') },
  { ...entry, ...details, nameLength, eaSize, ...shortName },
);
const idBothRest = layout(
  { prefix: 'smb', little, spec: msSmb('2.2.8.1.3') },
  { reserved: reserved(2, 'Reserved2'), fileId },
);
const FORMS: Readonly<Record<number, Layout<'nameLength'>>> = {
  0x0101: directory,
  0x0102: full,
  0x0103: names,
  0x0104: bothNames,
  0x0105: idFull,
  0x0106: idBoth,
};
const short = text('smb.short_file', 'ShortName', cifs('2.2.8.1.7'));

export const findLayouts = [
  first,
  next,
  firstAnswer,
  nextAnswer,
  directory,
  full,
  names,
  bothNames,
  idFull,
  idBoth,
  idBothRest,
];
export const findFields = [asked, askedPattern, entryHeading, ...both(pattern, short, fileName)];

/** Parameters of both requests. */
export function takeFind(d: Dissection, message: SmbMessage, isFirst: boolean): void {
  const form: Layout<'ff2_loi'> = isFirst ? first : next;
  const { request } = message;
  if (request) request.level = d.u16le(form.offset.ff2_loi);
  d.record(form);
  const found = takeText(d, message, pattern);
  if (found) {
    message.tell('Pattern', found);
    if (request && d.recording) request.path = textOf(d, found);
  }
  takeUnknown(d);
}

/** What the request asked for, before the response's own words. */
export function showFind(d: Dissection, { request }: SmbMessage): void {
  if (!request || request.level < 0) return;
  d.generate(asked, request.level);
  if (request.path !== undefined) d.generate(askedPattern, request.path);
}

export function takeFindAnswer(d: Dissection, message: SmbMessage, isFirst: boolean): void {
  if (message.request && message.request.level >= 0) d.generate(asked, message.request.level);
  d.record(isFirst ? firstAnswer : nextAnswer);
  takeUnknown(d);
}

/** Entries of a directory: each says where the next one begins. */
export function takeEntries(d: Dissection, message: SmbMessage): void {
  const form = FORMS[message.request?.level ?? -1];
  while (form && d.left >= form.size) {
    const { at } = d;
    const following = d.u32le(0);
    const length = d.u32le(form.offset.nameLength);
    const node = d.open(entryHeading);
    d.record(form);
    if (form === bothNames || form === idBoth) takeShortName(d, message);
    if (form === idBoth) d.record(idBothRest);
    takeText(d, message, fileName, { length: Math.min(length, d.left), unpadded: true });
    d.close(node);
    if (following < form.size || at + following > d.end) break;
    if (at + following > d.at) d.skip(at + following - d.at);
  }
  takeUnknown(d);
}

/** Twelve characters, of which the byte before says how many count. */
function takeShortName(d: Dissection, message: SmbMessage): void {
  const length = Math.min(d.bytes[d.at - 2]!, SHORT_NAME);
  d.need(SHORT_NAME);
  const { at } = d;
  d.mark(message.unicode ? short.unicode : short.oem, at, at + length);
  d.skip(SHORT_NAME);
}
