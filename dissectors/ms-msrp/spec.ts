import { specification } from '#sdk';

/** [MS-MSRP]: Messenger Service Remote Protocol. */
export const msrp = specification('MS-MSRP', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-msrp/');
