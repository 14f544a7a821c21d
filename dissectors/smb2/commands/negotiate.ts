import { field, filetime, guid, layout, u16, u32 } from '#sdk';
import { securityBlob } from '../../gss-api/keys.ts';
import { takeAt } from '../buffers.ts';
import { command } from '../command.ts';
import { contextFields, contextLayouts, takeContexts } from '../contexts/negotiate.ts';
import { capabilities, length16, offset16, reserved, securityMode, structureSize, unused } from '../parts.ts';
import { hashNegotiate } from '../preauth.ts';
import { smb2 } from '../spec.ts';
import { DIALECTS } from '../tables/commands.ts';

const SMB_311 = 0x0311;

/** SMB2 NEGOTIATE Request (MS-SMB2 2.2.3). SecurityMode's second byte is always zero. */
const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.3') },
  {
    size: structureSize(),
    dialect_count: u16('DialectCount'),
    mode: securityMode(),
    modeHigh: unused(1),
    reserved: reserved(2),
    capabilities: capabilities(),
    client_guid: guid('ClientGuid'),
    // Without dialect 3.1.1 these eight bytes are ClientStartTime, which is zero.
    contextOffset: u32('NegotiateContextOffset', { abbrev: 'smb2.negotiate_context.offset', base: 'hex' }),
    contextCount: u16('NegotiateContextCount', { abbrev: 'smb2.negotiate_context.count' }),
    reserved2: reserved(2, 'Reserved2'),
  },
);
const dialect = field('smb2.dialect', 'Dialect', 'uint', {
  size: 2,
  little: true,
  base: 'hex',
  names: DIALECTS,
  spec: smb2('2.2.3'),
});

/** SMB2 NEGOTIATE Response (2.2.4). */
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.4') },
  {
    size: structureSize(),
    mode: securityMode(),
    modeHigh: unused(1),
    dialect: u16('DialectRevision', { base: 'hex', names: DIALECTS }),
    contextCount: u16('NegotiateContextCount', { abbrev: 'smb2.negotiate_context.count' }),
    server_guid: guid('ServerGuid'),
    capabilities: capabilities(),
    max_trans_size: u32('MaxTransactSize'),
    max_read_size: u32('MaxReadSize'),
    max_write_size: u32('MaxWriteSize'),
    current_time: filetime('SystemTime'),
    boot_time: filetime('ServerStartTime'),
    blobOffset: offset16('SecurityBufferOffset'),
    blobLength: length16('SecurityBufferLength'),
    contextOffset: u32('NegotiateContextOffset', { abbrev: 'smb2.negotiate_context.offset', base: 'hex' }),
  },
);
const blob = field('smb2.security_blob', 'Buffer', 'bytes', { spec: smb2('2.2.4') });

export const negotiate = command({
  code: 0,
  name: 'Negotiate Protocol',
  key: 'negotiate',
  spelling: 'NEGOTIATE',
  sections: ['2.2.3', '2.2.4'],
  layouts: [request, response, ...contextLayouts],
  fields: [dialect, blob, ...contextFields],
  request(d, m) {
    if (!d.recording) return;
    hashNegotiate(d, m);
    d.need(request.size);
    const count = d.u16le(request.offset.dialect_count);
    const contexts = d.u32le(request.offset.contextOffset);
    const contextCount = d.u16le(request.offset.contextCount);
    d.record(request);
    let latest = 0;
    for (let i = 0; i < count; i++) {
      latest = Math.max(latest, d.u16le(0));
      d.take(dialect, 2);
    }
    if (latest >= SMB_311) takeContexts(d, m.start + contexts, contextCount);
  },
  response(d, m) {
    const { offset } = response;
    if (m.connection) m.connection.dialect = d.u16le(offset.dialect);
    if (!d.recording && d.left < response.size) return;
    hashNegotiate(d, m);
    if (d.left < response.size) return d.record(response);
    const revision = d.u16le(offset.dialect);
    const contextCount = d.u16le(offset.contextCount);
    const position = m.start + d.u16le(offset.blobOffset);
    const length = d.u16le(offset.blobLength);
    const contexts = m.start + d.u32le(offset.contextOffset);
    d.record(response);
    takeBlob(d, position, length);
    if (d.recording && revision === SMB_311) takeContexts(d, contexts, contextCount);
  },
});

/** A security buffer: it is handed to whoever knows it. */
export function takeBlob(d: Parameters<typeof takeAt>[0], position: number, length: number): void {
  if (length === 0) return d.mark(blob, d.at, d.at);
  takeAt(d, blob, position, length);
  d.probe(securityBlob, position, position + length);
}
