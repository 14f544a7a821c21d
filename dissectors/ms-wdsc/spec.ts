import { specification } from '#sdk';

/** [MS-WDSC]: Windows Deployment Services Control Protocol. */
export const wds = specification('MS-WDSC', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-wdsc/');
