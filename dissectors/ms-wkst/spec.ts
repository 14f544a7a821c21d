import { specification } from '#sdk';

/** [MS-WKST]: Workstation Service Remote Protocol. */
export const wkst = specification('MS-WKST', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-wkst/');
