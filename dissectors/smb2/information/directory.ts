import { type Dissection, type Field, field, guid, type Layout, layout, type Part, u8, u32, u64 } from '#sdk';
import * as parts from '../parts.ts';
import { heading, reserved, unused } from '../parts.ts';
import { fscc } from '../spec.ts';
import { REPARSE_TAGS } from '../tables/reparse.ts';
import { nameField } from './names.ts';

/**
 * Entries of directory listings (MS-FSCC 2.4.10 and those like it): what all begin with, what a class adds, and the
 * name. Each kind is one layout.
 */
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

const eaSize = (): Part => u32('EaSize', { abbrev: 'smb2.ea_size' });
const shortLength = (): Part => u8('ShortNameLength', { abbrev: 'smb2.short_name_len' });
const fileId = (): Part => u64('FileId', { abbrev: 'smb2.file_id', base: 'hex' });
/** 12 characters, of which ShortNameLength says how many bytes count. */
const SHORT_NAME = 24;

interface Entry {
  readonly root: Field;
  readonly layout: Layout;
  /** Where the name's length lies. */
  readonly lengthAt: number;
  /** Where the short name lies, and its length; 0 where the class has none. */
  readonly shortAt: number;
  readonly after: Layout | undefined;
}

const entry = (key: string, label: string, section: string, made: Record<string, Part>, after?: Layout): Entry => {
  const built = layout({ prefix: 'smb2', little: true, spec: fscc(section) }, made);
  const { offset, size } = built;
  return {
    root: heading(`smb2.find.${key}`, label),
    layout: built,
    lengthAt: offset['length']!,
    shortAt: after ? size : 0,
    after,
  };
};

const shortName = field('smb2.shortname', 'ShortName', 'string', { encoding: 'utf-16le', spec: fscc('2.4.8') });
const afterBoth = layout({ prefix: 'smb2', little: true, spec: fscc('2.4.8') }, {});
const afterIdBoth = layout(
  { prefix: 'smb2', little: true, spec: fscc('2.4.22') },
  { reserved: reserved(2), id: fileId() },
);
const names = layout(
  { prefix: 'smb2', little: true, spec: fscc('2.4.33') },
  { next_offset: common.next_offset, file_index: common.file_index, length: common.length },
);

const ENTRIES = new Map<number, Entry>([
  [1, entry('file_directory_info', 'FileDirectoryInformation', '2.4.10', common)],
  [2, entry('full_directory_info', 'FileFullDirectoryInformation', '2.4.17', { ...common, ea: eaSize() })],
  [
    3,
    entry(
      'both_directory_info',
      'FileBothDirectoryInformation',
      '2.4.8',
      { ...common, ea: eaSize(), short: shortLength(), reserved: reserved(1) },
      afterBoth,
    ),
  ],
  [
    12,
    {
      root: heading('smb2.find.both_directory_info', 'FileNamesInformation'),
      layout: names,
      lengthAt: 8,
      shortAt: 0,
      after: undefined,
    },
  ],
  [
    37,
    entry(
      'id_both_directory_info',
      'FileIdBothDirectoryInformation',
      '2.4.22',
      { ...common, ea: eaSize(), short: shortLength(), reserved: reserved(1) },
      afterIdBoth,
    ),
  ],
  [
    38,
    // Wireshark heads these like the class before.
    entry('id_both_directory_info', 'FileIdFullDirectoryInformation', '2.4.23', {
      ...common,
      ea: eaSize(),
      reserved: reserved(4),
      id: fileId(),
    }),
  ],
  [
    60,
    entry('id_extd_directory_info', 'FileIdExtdDirectoryInformation', '2.4.24', {
      ...common,
      ea: eaSize(),
      tag: u32('ReparsePointTag', { abbrev: 'smb2.reparse_tag', base: 'hex', names: REPARSE_TAGS }),
      id: guid('FileId', { abbrev: 'smb2.file_id_128' }),
    }),
  ],
]);

const blob = field('smb2.find.info_blob', 'Buffer', 'bytes', { spec: fscc('2.4') });
const padding = unused(0);
const between = field(padding.abbrev!, 'Padding', 'bytes', { spec: fscc('2.4') });

export const directoryLayouts: readonly Layout[] = [...ENTRIES.values()].flatMap((e) =>
  e.after ? [e.layout, e.after] : [e.layout],
);
export const directoryFields: readonly Field[] = [
  ...[...ENTRIES.values()].map((e) => e.root),
  shortName,
  blob,
  between,
];

/** A listing up to the window's end: entries say where the next one begins, from their own first byte. */
export function takeListing(d: Dissection, level: number): void {
  const whole = d.open(blob);
  const kind = ENTRIES.get(level);
  for (let next = 1; kind && next !== 0 && d.left > 0; ) {
    const start = d.at;
    next = d.u32le(0);
    takeEntry(d, kind);
    if (next === 0) break;
    if (start + next < d.at) d.fail(d.left + 1);
    d.skip(start + next - d.at);
  }
  d.at = d.end;
  d.close(whole);
}

function takeEntry(d: Dissection, kind: Entry): void {
  const node = d.open(kind.root);
  const length = d.u32le(kind.lengthAt);
  const { shortAt, after } = kind;
  const short = shortAt ? d.u8(shortAt - 2) : 0;
  d.record(kind.layout);
  if (after) {
    d.need(SHORT_NAME);
    if (short > 0) d.mark(shortName, d.at, d.at + Math.min(short, SHORT_NAME));
    d.skip(SHORT_NAME);
    if (after.size > 0) d.record(after);
  }
  d.take(nameField, length);
  d.close(node);
}
