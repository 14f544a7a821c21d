/** Subcommands of SMB_COM_TRANSACTION on pipes (MS-CIFS 2.2.5) as columns call them. */
export const PIPE_FUNCTIONS: Readonly<Record<number, string>> = {
  0x01: 'SetNmPipeState',
  0x11: 'RawReadNmPipe',
  0x21: 'QueryNmPipeState',
  0x22: 'QueryNmPipeInfo',
  0x23: 'PeekNmPipe',
  0x26: 'TransactNmPipe',
  0x31: 'RawWriteNmPipe',
  0x36: 'ReadNmPipe',
  0x37: 'WriteNmPipe',
  0x53: 'WaitNmPipe',
  0x54: 'CallNmPipe',
};

/** Subcommands of SMB_COM_TRANSACTION2 (2.2.6). */
export const TRANS2: Readonly<Record<number, string>> = {
  0x00: 'OPEN2',
  0x01: 'FIND_FIRST2',
  0x02: 'FIND_NEXT2',
  0x03: 'QUERY_FS_INFO',
  0x04: 'SET_FS_INFO',
  0x05: 'QUERY_PATH_INFO',
  0x06: 'SET_PATH_INFO',
  0x07: 'QUERY_FILE_INFO',
  0x08: 'SET_FILE_INFO',
  0x09: 'FSCTL',
  0x0a: 'IOCTL2',
  0x0b: 'FIND_NOTIFY_FIRST',
  0x0c: 'FIND_NOTIFY_NEXT',
  0x0d: 'CREATE_DIRECTORY',
  0x0e: 'SESSION_SETUP',
  0x10: 'GET_DFS_REFERRAL',
  0x11: 'REPORT_DFS_INCONSISTENCY',
};

/** Functions of SMB_COM_NT_TRANSACT (2.2.7, MS-SMB 2.2.7). */
export const NT_TRANSACT: Readonly<Record<number, string>> = {
  1: 'NT CREATE',
  2: 'NT IOCTL',
  3: 'NT SET SECURITY DESC',
  4: 'NT NOTIFY',
  5: 'NT RENAME',
  6: 'NT QUERY SECURITY DESC',
  7: 'NT QUERY QUOTA',
  8: 'NT SET QUOTA',
};

/** Information levels (2.2.2.3). Those from 1000 on are MS-FSCC's classes, passed through (MS-SMB 2.2.2.3.5). */
export const FIND_LEVELS: Readonly<Record<number, string>> = {
  0x0001: 'SMB_INFO_STANDARD',
  0x0002: 'SMB_INFO_QUERY_EA_SIZE',
  0x0003: 'SMB_INFO_QUERY_EAS_FROM_LIST',
  0x0101: 'SMB_FIND_FILE_DIRECTORY_INFO',
  0x0102: 'SMB_FIND_FILE_FULL_DIRECTORY_INFO',
  0x0103: 'SMB_FIND_FILE_NAMES_INFO',
  0x0104: 'SMB_FIND_FILE_BOTH_DIRECTORY_INFO',
  0x0105: 'SMB_FIND_FILE_ID_FULL_DIRECTORY_INFO',
  0x0106: 'SMB_FIND_FILE_ID_BOTH_DIRECTORY_INFO',
  0x0202: 'SMB_FIND_FILE_UNIX',
};

export const FS_LEVELS: Readonly<Record<number, string>> = {
  0x0001: 'SMB_INFO_ALLOCATION',
  0x0002: 'SMB_INFO_VOLUME',
  0x0102: 'SMB_QUERY_FS_VOLUME_INFO',
  0x0103: 'SMB_QUERY_FS_SIZE_INFO',
  0x0104: 'SMB_QUERY_FS_DEVICE_INFO',
  0x0105: 'SMB_QUERY_FS_ATTRIBUTE_INFO',
  0x0200: 'SMB_QUERY_CIFS_UNIX_INFO',
  1001: 'FileFsVolumeInformation',
  1002: 'FileFsLabelInformation',
  1003: 'FileFsSizeInformation',
  1004: 'FileFsDeviceInformation',
  1005: 'FileFsAttributeInformation',
  1006: 'FileFsControlInformation',
  1007: 'FileFsFullSizeInformation',
  1008: 'FileFsObjectIdInformation',
};

const PASSED_THROUGH: Readonly<Record<number, string>> = {
  1004: 'FileBasicInformation',
  1005: 'FileStandardInformation',
  1006: 'FileInternalInformation',
  1007: 'FileEaInformation',
  1008: 'FileAccessInformation',
  1009: 'FileNameInformation',
  1010: 'FileRenameInformation',
  1011: 'FileLinkInformation',
  1013: 'FileDispositionInformation',
  1014: 'FilePositionInformation',
  1015: 'FileFullEaInformation',
  1016: 'FileModeInformation',
  1017: 'FileAlignmentInformation',
  1018: 'FileAllInformation',
  1019: 'FileAllocationInformation',
  1020: 'FileEndOfFileInformation',
  1021: 'FileAlternateNameInformation',
  1022: 'FileStreamInformation',
  1023: 'FilePipeInformation',
  1024: 'FilePipeLocalInformation',
  1025: 'FilePipeRemoteInformation',
  1028: 'FileCompressionInformation',
  1034: 'FileNetworkOpenInformation',
  1035: 'FileAttributeTagInformation',
};

export const QUERY_LEVELS: Readonly<Record<number, string>> = {
  0x0001: 'SMB_INFO_STANDARD',
  0x0002: 'SMB_INFO_QUERY_EA_SIZE',
  0x0003: 'SMB_INFO_QUERY_EAS_FROM_LIST',
  0x0004: 'SMB_INFO_QUERY_ALL_EAS',
  0x0006: 'SMB_INFO_IS_NAME_VALID',
  0x0101: 'SMB_QUERY_FILE_BASIC_INFO',
  0x0102: 'SMB_QUERY_FILE_STANDARD_INFO',
  0x0103: 'SMB_QUERY_FILE_EA_INFO',
  0x0104: 'SMB_QUERY_FILE_NAME_INFO',
  0x0107: 'SMB_QUERY_FILE_ALL_INFO',
  0x0108: 'SMB_QUERY_FILE_ALT_NAME_INFO',
  0x0109: 'SMB_QUERY_FILE_STREAM_INFO',
  0x010b: 'SMB_QUERY_FILE_COMPRESSION_INFO',
  0x0200: 'SMB_QUERY_FILE_UNIX_BASIC',
  0x0201: 'SMB_QUERY_FILE_UNIX_LINK',
  ...PASSED_THROUGH,
};

export const SET_LEVELS: Readonly<Record<number, string>> = {
  0x0001: 'SMB_INFO_STANDARD',
  0x0002: 'SMB_INFO_SET_EAS',
  0x0101: 'SMB_SET_FILE_BASIC_INFO',
  0x0102: 'SMB_SET_FILE_DISPOSITION_INFO',
  0x0103: 'SMB_SET_FILE_ALLOCATION_INFO',
  0x0104: 'SMB_SET_FILE_END_OF_FILE_INFO',
  0x0200: 'SMB_SET_FILE_UNIX_BASIC',
  0x0201: 'SMB_SET_FILE_UNIX_LINK',
  0x0203: 'SMB_SET_FILE_UNIX_HLINK',
  ...PASSED_THROUGH,
};
