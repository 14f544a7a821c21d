/** InfoType (MS-SMB2 2.2.37). */
export const FILE = 1;
export const FILE_SYSTEM = 2;
export const SECURITY = 3;
const QUOTA = 4;

export const TYPES: Readonly<Record<number, string>> = {
  [FILE]: 'SMB2_0_INFO_FILE',
  [FILE_SYSTEM]: 'SMB2_0_INFO_FILESYSTEM',
  [SECURITY]: 'SMB2_0_INFO_SECURITY',
  [QUOTA]: 'SMB2_0_INFO_QUOTA',
};

/** Information classes of files and directories (MS-FSCC 2.4). */
export const FILE_CLASSES: Readonly<Record<number, string>> = {
  1: 'FileDirectoryInformation',
  2: 'FileFullDirectoryInformation',
  3: 'FileBothDirectoryInformation',
  4: 'FileBasicInformation',
  5: 'FileStandardInformation',
  6: 'FileInternalInformation',
  7: 'FileEaInformation',
  8: 'FileAccessInformation',
  9: 'FileNameInformation',
  10: 'FileRenameInformation',
  11: 'FileLinkInformation',
  12: 'FileNamesInformation',
  13: 'FileDispositionInformation',
  14: 'FilePositionInformation',
  15: 'FileFullEaInformation',
  16: 'FileModeInformation',
  17: 'FileAlignmentInformation',
  18: 'FileAllInformation',
  19: 'FileAllocationInformation',
  20: 'FileEndOfFileInformation',
  21: 'FileAlternateNameInformation',
  22: 'FileStreamInformation',
  23: 'FilePipeInformation',
  24: 'FilePipeLocalInformation',
  25: 'FilePipeRemoteInformation',
  28: 'FileCompressionInformation',
  32: 'FileQuotaInformation',
  33: 'FileReparsePointInformation',
  34: 'FileNetworkOpenInformation',
  35: 'FileAttributeTagInformation',
  37: 'FileIdBothDirectoryInformation',
  38: 'FileIdFullDirectoryInformation',
  40: 'FileValidDataLengthInformation',
  41: 'FileShortNameInformation',
  48: 'FileNormalizedNameInformation',
  54: 'FileStandardLinkInformation',
  59: 'FileIdInformation',
  60: 'FileIdExtdDirectoryInformation',
  64: 'FileDispositionInformationEx',
  65: 'FileRenameInformationEx',
  71: 'FileCaseSensitiveInformation',
  78: 'FileId64ExtdDirectoryInformation',
  79: 'FileId64ExtdBothDirectoryInformation',
  80: 'FileIdAllExtdDirectoryInformation',
  81: 'FileIdAllExtdBothDirectoryInformation',
};

/** Information classes of file systems (MS-FSCC 2.5). */
export const FILE_SYSTEM_CLASSES: Readonly<Record<number, string>> = {
  1: 'FileFsVolumeInformation',
  2: 'FileFsLabelInformation',
  3: 'FileFsSizeInformation',
  4: 'FileFsDeviceInformation',
  5: 'FileFsAttributeInformation',
  6: 'FileFsControlInformation',
  7: 'FileFsFullSizeInformation',
  8: 'FileFsObjectIdInformation',
  9: 'FileFsDriverPathInformation',
  10: 'FileFsVolumeFlagsInformation',
  11: 'FileFsSectorSizeInformation',
};

/** The names people know from the Info column: a type's … */
const SHORT_TYPES: Readonly<Record<number, string>> = { 1: 'FILE_INFO', 2: 'FS_INFO', 3: 'SEC_INFO', 4: 'QUOTA_INFO' };
/** … a directory listing's … */
const LISTINGS: Readonly<Record<number, string>> = {
  1: 'SMB2_FIND_DIRECTORY_INFO',
  2: 'SMB2_FIND_FULL_DIRECTORY_INFO',
  3: 'SMB2_FIND_BOTH_DIRECTORY_INFO',
  4: 'SMB2_FIND_INDEX_SPECIFIED',
  12: 'SMB2_FIND_NAME_INFO',
  37: 'SMB2_FIND_ID_BOTH_DIRECTORY_INFO',
  38: 'SMB2_FIND_ID_FULL_DIRECTORY_INFO',
  100: 'SMB2_FIND_POSIX_INFO',
};
export const shortListing = (level: number): string => LISTINGS[level] ?? `Unknown (0x${hex(level)})`;

/** … and a class's, which is made of the document's name: FileAllInformation is SMB2_FILE_ALL_INFO. */
export function shortClass(type: number, level: number): string {
  const kind = SHORT_TYPES[type] ?? `Unknown (0x${hex(type)})`;
  return `${kind}/${classOf(type, level)}`;
}

function classOf(type: number, level: number): string {
  if (type === SECURITY) return level === 0 ? 'SMB2_SEC_INFO_00' : `Unknown (0x${hex(level)})`;
  if (type === FILE_SYSTEM) return FILE_SYSTEM_CLASSES[level] ?? `Unknown (0x${hex(level)})`;
  if (type !== FILE) return `Unknown (0x${hex(level)})`;
  if (level === END_OF_FILE) return 'SMB2_FILE_ENDOFFILE_INFO';
  const name = FILE_CLASSES[level];
  if (name === undefined) return `Unknown (0x${hex(level)})`;
  return `SMB2_${name
    .replace(/Information/, 'Info')
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .toUpperCase()}`;
}

const END_OF_FILE = 20;
const hex = (n: number): string => n.toString(16).padStart(2, '0');
