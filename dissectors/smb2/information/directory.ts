import { type Dissection, type Field, field, guid, type Layout, layout, type Part, u8, u32, u64 } from '#sdk';
import { eachEntry, takeRest, under } from '../buffers.ts';
import * as parts from '../parts.ts';
import { heading, reserved } from '../parts.ts';
import { fscc } from '../spec.ts';
import { REPARSE_TAGS } from '../tables/reparse.ts';
import { nameField } from './names.ts';

/** Entries of directory listings (MS-FSCC 2.4.8, 2.4.10 …): what most begin with; then what a class adds, and the name. */
const common = {
  next_offset: u32('NextEntryOffset'),
  file_index: u32('FileIndex', { base: 'hex' }),
  created: parts.fileTime('create', 'CreationTime'),
  accessed: parts.fileTime('last_access', 'LastAccessTime'),
  written: parts.fileTime('last_write', 'LastWriteTime'),
  changed: parts.fileTime('last_change', 'ChangeTime'),
  end: parts.endOfFile(),
  allocated: parts.allocationSize(),
  attributes: parts.fileAttributes(),
  length: u32('FileNameLength', { abbrev: 'smb2.filename.len' }),
} satisfies Readonly<Record<string, Part>>;
const ea = { ea: u32('EaSize', { abbrev: 'smb2.ea_size' }) };
const short = { short: u8('ShortNameLength', { abbrev: 'smb2.short_name_len' }), reserved: reserved(1, 'Reserved1') };
const id = { id: u64('FileId', { abbrev: 'smb2.file_id', base: 'hex' }) };

interface Entry {
  readonly root: Field;
  readonly layout: Layout<string>;
  /** The class has a short name behind that. */
  readonly short: boolean;
  /** What lies between the short name and the name. */
  readonly after: Layout | undefined;
}

type Parts = Readonly<Record<string, Part>>;
const made = (section: string, members: Parts): Layout<string> =>
  layout({ prefix: 'smb2', little: true, spec: fscc(section) }, members);
const entry = (key: string, label: string, section: string, members: Parts, after?: Parts): Entry => ({
  root: heading(`smb2.find.${key}`, label),
  layout: made(section, members),
  short: 'short' in members,
  after: after && made(section, after),
});

const ENTRIES = new Map<number, Entry>([
  [1, entry('file_directory_info', 'FileDirectoryInformation', '2.4.10', common)],
  [2, entry('full_directory_info', 'FileFullDirectoryInformation', '2.4.17', { ...common, ...ea })],
  [3, entry('both_directory_info', 'FileBothDirectoryInformation', '2.4.8', { ...common, ...ea, ...short })],
  [
    12,
    // Wireshark heads these and the second next ones like the class before.
    entry('both_directory_info', 'FileNamesInformation', '2.4.33', {
      next_offset: common.next_offset,
      file_index: common.file_index,
      length: common.length,
    }),
  ],
  [
    37,
    entry(
      'id_both_directory_info',
      'FileIdBothDirectoryInformation',
      '2.4.22',
      { ...common, ...ea, ...short },
      { reserved: reserved(2, 'Reserved2'), ...id },
    ),
  ],
  [
    38,
    entry('id_both_directory_info', 'FileIdFullDirectoryInformation', '2.4.23', {
      ...common,
      ...ea,
      reserved: reserved(4),
      ...id,
    }),
  ],
  [
    60,
    entry('id_extd_directory_info', 'FileIdExtdDirectoryInformation', '2.4.24', {
      ...common,
      ...ea,
      tag: u32('ReparsePointTag', { abbrev: 'smb2.reparse_tag', base: 'hex', names: REPARSE_TAGS }),
      id: guid('FileId', { abbrev: 'smb2.file_id_128' }),
    }),
  ],
]);

/** 12 characters, of which ShortNameLength says how many bytes count. */
const SHORT_NAME = 24;
const shortName = field('smb2.shortname', 'ShortName', 'string', { encoding: 'utf-16le', spec: fscc('2.4.8') });
const blob = field('smb2.find.info_blob', 'Buffer', 'bytes', { spec: fscc('2.4') });
const unknown = field('smb2.unknown', 'Entries', 'bytes', { spec: fscc('2.4') });

const all = [...ENTRIES.values()];
export const directoryLayouts: readonly Layout[] = all.flatMap((e) => (e.after ? [e.layout, e.after] : [e.layout]));
export const directoryFields: readonly Field[] = [...all.map((e) => e.root), shortName, blob, unknown];

/** A listing up to the window's end. */
export function takeListing(d: Dissection, level: number): void {
  const kind = ENTRIES.get(level);
  under(d, blob, () => {
    if (kind) eachEntry(d, () => under(d, kind.root, () => takeEntry(d, kind)));
    else takeRest(d, unknown);
    d.at = d.end;
  });
}

function takeEntry(d: Dissection, kind: Entry): void {
  const { offset } = kind.layout;
  const length = d.u32le(offset['length']!);
  const shortLength = kind.short ? d.u8(offset['short']!) : 0;
  d.record(kind.layout);
  if (kind.short) {
    d.need(SHORT_NAME);
    if (shortLength > 0) d.mark(shortName, d.at, d.at + Math.min(shortLength, SHORT_NAME));
    d.skip(SHORT_NAME);
  }
  if (kind.after) d.record(kind.after);
  d.take(nameField, length);
}
