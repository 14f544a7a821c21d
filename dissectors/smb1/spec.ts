import { specification } from '#sdk';

const open = 'https://learn.microsoft.com/openspecs/windows_protocols/';

export const cifs = specification('MS-CIFS', `${open}ms-cifs/`);
export const msSmb = specification('MS-SMB', `${open}ms-smb/`);
export const fscc = specification('MS-FSCC', `${open}ms-fscc/`);
export const rap = specification('MS-RAP', `${open}ms-rap/`);
