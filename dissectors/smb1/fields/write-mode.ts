import { flags } from '../layout.ts';

/** WriteMode (MS-CIFS 2.2.4.43.1). */
export const writeModeBits = flags('smb.write.mode', {
  write_through: ['WritethroughMode', 0x0001],
  return_remaining: ['ReadBytesAvailable', 0x0002],
  raw: ['RAW_MODE', 0x0004],
  message_start: ['MSG_START', 0x0008],
  connectionless: ['Connectionless', 0x0080],
});
