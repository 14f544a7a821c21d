import { bytes, type Dissection, field, layout, u16, u32 } from '#sdk';
import { protocolId, sessionId } from './layout.ts';
import { flag, heading } from './parts.ts';
import { smb2 } from './spec.ts';

/** SMB2 TRANSFORM_HEADER (MS-SMB2 2.2.41): what follows is sealed, and stays so. */
const encrypted = layout(
  {
    prefix: 'smb2.header.transform',
    little: true,
    root: heading('smb2.header.transform', 'SMB2 TRANSFORM_HEADER', '2.2.41'),
    spec: smb2('2.2.41'),
  },
  {
    id: protocolId(),
    signature: bytes('Signature', 16),
    nonce: bytes('Nonce', 16),
    msg_size: u32('OriginalMessageSize'),
    reserved: bytes('Reserved', 2),
    flags: u16('Flags/EncryptionAlgorithm', {
      base: 'hex',
      bits: [flag('smb2.header.transform.flags.encrypted', 'Encrypted', 0x0001)],
    }),
    session: sessionId(),
  },
);
/** Where SessionId lies. */
export const SEALED_SESSION = encrypted.offset.session;
const sealed = field('smb2.header.transform.enc_data', 'Encrypted message', 'bytes', { spec: smb2('2.2.41') });

export const transformLayouts = [encrypted];
export const transformFields = [sealed];

export function takeEncrypted(d: Dissection): void {
  d.record(encrypted);
  if (d.left === 0) return;
  d.take(sealed, d.left);
}
