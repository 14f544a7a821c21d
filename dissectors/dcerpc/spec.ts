import { specification } from '#sdk';

/** The Open Group's DCE 1.1: Remote Procedure Call. */
export const c706 = specification('C706', 'https://pubs.opengroup.org/onlinepubs/9629399/');
/** [MS-RPCE]: Remote Procedure Call Protocol Extensions. */
export const rpce = specification('MS-RPCE', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-rpce/');
