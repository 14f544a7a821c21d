import { specification } from '#sdk';

/** [MS-SMB2]: Server Message Block Protocol Versions 2 and 3. */
export const smb2 = specification('MS-SMB2', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-smb2/');
/** [MS-FSCC]: File System Control Codes. */
export const fscc = specification('MS-FSCC', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-fscc/');
