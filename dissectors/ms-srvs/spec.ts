import { specification } from '#sdk';

/** [MS-SRVS]: Server Service Remote Protocol. */
export const srvs = specification('MS-SRVS', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-srvs/');
