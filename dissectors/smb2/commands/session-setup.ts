import { layout, type Part, u8, u16, u64 } from '#sdk';
import { writeTokens } from '../../ntlmssp/keys.ts';
import { command } from '../command.ts';
import { capabilities, channel, flag, length16, offset16, securityMode, structureSize } from '../parts.ts';
import { hashSetup } from '../preauth.ts';
import { smb2 } from '../spec.ts';
import { takeBlob } from './negotiate.ts';

/** SMB2 SESSION_SETUP Request (MS-SMB2 2.2.5). */
const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.5') },
  {
    size: structureSize(),
    ses_req_flags: u8('Flags', {
      bits: [flag('smb2.ses_req_flags.session_binding', 'SMB2_SESSION_FLAG_BINDING', 0x01)],
    }),
    mode: securityMode(),
    capabilities: capabilities(),
    channel: channel(),
    blobOffset: offset16('SecurityBufferOffset'),
    blobLength: length16('SecurityBufferLength'),
    previous_sesid: u64('PreviousSessionId', { base: 'hex' }),
  },
);

const sessionFlags = (): Part =>
  u16('SessionFlags', {
    abbrev: 'smb2.session_flags',
    base: 'hex',
    bits: [
      flag('smb2.ses_flags.guest', 'SMB2_SESSION_FLAG_IS_GUEST', 0x0001),
      flag('smb2.ses_flags.null', 'SMB2_SESSION_FLAG_IS_NULL', 0x0002),
      flag('smb2.ses_flags.encrypt', 'SMB2_SESSION_FLAG_ENCRYPT_DATA', 0x0004),
    ],
  });

/** SMB2 SESSION_SETUP Response (2.2.6). */
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.6') },
  {
    size: structureSize(),
    session_flags: sessionFlags(),
    blobOffset: offset16('SecurityBufferOffset'),
    blobLength: length16('SecurityBufferLength'),
  },
);

export const sessionSetup = command({
  code: 1,
  name: 'Session Setup',
  key: 'session_setup',
  spelling: 'SESSION_SETUP',
  sections: ['2.2.5', '2.2.6'],
  layouts: [request, response],
  fields: [],
  request(d, m) {
    hashSetup(d, m);
    if (d.left < request.size) return d.record(request);
    if (m.request) m.request.type = d.u8(request.offset.ses_req_flags);
    const position = m.start + d.u16le(request.offset.blobOffset);
    const length = d.u16le(request.offset.blobLength);
    d.record(request);
    takeBlob(d, position, length);
  },
  answered: hashSetup,
  response(d, m) {
    if (d.left < response.size) return d.record(response);
    const position = m.start + d.u16le(response.offset.blobOffset);
    const length = d.u16le(response.offset.blobLength);
    d.record(response);
    takeBlob(d, position, length);
  },
  requestInfo: (out, { layer, packet }) => writeTokens(layer, packet, out),
  responseInfo: (out, { layer, packet }) => writeTokens(layer, packet, out),
});
