import { layout, u32 } from '#sdk';
import { smb2 } from '../spec.ts';

/** NETWORK_RESILIENCY_REQUEST (MS-SMB2 2.2.31.3). */
export const resiliency = layout(
  { prefix: 'smb2.ioctl.resiliency', little: true, spec: smb2('2.2.31.3') },
  { timeout: u32('Timeout'), reserved: u32('Reserved') },
);
