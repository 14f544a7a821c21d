import { type Dissection, decodeText, field, guid, layout, nullTerminated, u8, u16, u32 } from '#sdk';
import { closeBytes, openBytes, takeBlocks, takeWordCount, takeWords } from '../blocks.ts';
import { reserved } from '../fields/access.ts';
import { capabilities } from '../fields/capabilities.ts';
import { dosFields, dosTime, takeDosTime } from '../fields/times.ts';
import type { SmbCommand, SmbMessage } from '../keys.ts';
import { bufferFormat, flags } from '../layout.ts';
import { blob, takeBlob } from '../security-blob.ts';
import { cifs, msSmb } from '../spec.ts';
import { both, takeText, text } from '../text.ts';
import { headings } from './headings.ts';

const NEGOTIATE = 0x72;
const little = true;
const request = cifs('2.2.4.52.1');
const spec = cifs('2.2.4.52.2');
/** Dialects that a request may offer here; more are read, not kept. */
const KEPT = 64;

const dialectName = field('smb.dialect.name', 'DialectString', 'string', { encoding: 'oem', spec: request });
const dialect = field('smb.dialect', 'Dialect', 'string', { encoding: 'oem', alias: true, spec: request });
const dialects = field('smb.dialects', 'Dialects', 'none', { spec: request });

const selected = layout({ prefix: 'smb', little, spec }, { 'dialect.index': u16('DialectIndex') });
const chosen = field('smb.dialect.selected', 'Dialect', 'string', { generated: true, spec });

const modeBits = flags('smb.sm', {
  mode: ['NEGOTIATE_USER_SECURITY', 0x01],
  password: ['NEGOTIATE_ENCRYPT_PASSWORDS', 0x02],
});
const signatureBits = flags('smb.sm', {
  signatures: ['NEGOTIATE_SECURITY_SIGNATURES_ENABLED', 0x04],
  sig_required: ['NEGOTIATE_SECURITY_SIGNATURES_REQUIRED', 0x08],
});

/** NT LM 0.12. */
const ntLanMan = layout(
  { prefix: 'smb', little, spec },
  {
    sm: u8('SecurityMode', { base: 'hex', bits: [...modeBits, ...signatureBits] }),
    max_mpx_count: u16('MaxMpxCount'),
    max_vcs: u16('MaxNumberVcs'),
    max_bufsize: u32('MaxBufferSize'),
    max_raw: u32('MaxRawSize'),
    session_key: u32('SessionKey', { base: 'hex' }),
    server_cap: capabilities(),
    'system.time': { label: 'SystemTime', kind: 'filetime', size: 8 },
    server_timezone: { label: 'ServerTimeZone', kind: 'int', size: 2 },
    challenge_length: u8('ChallengeLength'),
  },
);

/** LAN Manager 1.0 to 2.1: as MS-CIFS has it from [XOPEN-SMB]. */
const lanManager = layout(
  { prefix: 'smb', little, spec },
  {
    sm: u16('SecurityMode', { base: 'hex', bits: modeBits }),
    max_bufsize: u16('MaxBufferSize'),
    max_mpx_count: u16('MaxMpxCount'),
    max_vcs: u16('MaxNumberVcs'),
    rm: u16('RawMode', {
      base: 'hex',
      bits: flags('smb.rm', { read: ['Read Raw', 0x01], write: ['Write Raw', 0x02] }),
    }),
    session_key: u32('SessionKey', { base: 'hex' }),
  },
);
const serverTime = dosTime('smb.server_date_time', 'Server', '2.2.4.52.2');
const lanManagerRest = layout(
  { prefix: 'smb', little, spec },
  {
    server_timezone: { label: 'ServerTimeZone', kind: 'int', size: 2 },
    challenge_length: u16('ChallengeLength'),
    reserved: reserved(2),
  },
);

const challenge = field('smb.challenge', 'Challenge', 'bytes', { spec });
const serverGuid = layout({ prefix: 'smb', little, spec: msSmb('2.2.4.5.2.1') }, { server_guid: guid('ServerGUID') });
const domain = text('smb.primary_domain', 'DomainName', spec);
const server = text('smb.server', 'ServerName', spec);

const CORE_WORDS = 1;
const LANMAN_WORDS = 13;
const NT_WORDS = 17;
/** Capabilities. */
const UNICODE = 0x04;
const EXTENDED_SECURITY = 0x80000000;
const GUID = 16;

/** SMB_COM_NEGOTIATE (MS-CIFS 2.2.4.52, MS-SMB 2.2.4.5): the dialects a client knows, and the one the server takes. */
export const negotiate: SmbCommand = {
  code: NEGOTIATE,
  name: 'Negotiate Protocol',
  kept: true,
  layouts: [selected, ntLanMan, lanManager, lanManagerRest, serverGuid],
  fields: [dialect, dialectName, dialects, chosen, challenge, blob, ...both(domain, server), ...dosFields(serverTime)],
  headings: headings('negotiate', NEGOTIATE, '2.2.4.52'),
  request(d, message) {
    takeWords(d, takeWordCount(d));
    const outer = openBytes(d);
    const node = d.open(dialects);
    const offered: string[] = [];
    while (d.left > 0) {
      const { at } = d;
      const stop = nullTerminated(d.bytes, at + 1, d.end);
      const end = Math.min(d.end, stop + 1);
      if (d.recording && offered.length < KEPT) offered.push(decodeText(d.bytes, at + 1, stop, 'ascii'));
      d.take(bufferFormat, 1);
      d.mark(dialect, d.at, end);
      d.take(dialectName, end - d.at);
    }
    d.close(node);
    if (message.connection) message.connection.dialects = offered;
    closeBytes(d, outer);
  },
  response(d, message) {
    const count = takeWordCount(d);
    if (count >= CORE_WORDS) {
      const index = d.u16le(0);
      d.record(selected);
      const name = message.connection?.dialects[index];
      if (name !== undefined) d.generate(chosen, name);
    }
    if (count === NT_WORDS) return ntResponse(d, message);
    if (count === LANMAN_WORDS) return lanManagerResponse(d, message);
    takeBlocks(d, Math.max(0, count - CORE_WORDS));
  },
};

function ntResponse(d: Dissection, message: SmbMessage): void {
  const able = d.u32le(ntLanMan.offset.server_cap);
  const extended = (able & EXTENDED_SECURITY) !== 0;
  const length = d.u8(ntLanMan.offset.challenge_length);
  d.record(ntLanMan);
  const outer = openBytes(d);
  if (extended) {
    if (d.left >= GUID) d.record(serverGuid);
    takeBlob(d, d.left);
  } else {
    if (length > 0) d.take(challenge, length);
    // The capability decides, as Flags2 is the client's; and no pad byte comes before the names.
    const options = { wide: (able & UNICODE) !== 0, unpadded: true };
    if (takeText(d, message, domain, options)) takeText(d, message, server, options);
  }
  closeBytes(d, outer);
}

function lanManagerResponse(d: Dissection, message: SmbMessage): void {
  d.record(lanManager);
  takeDosTime(d, serverTime, false);
  const length = d.u16le(lanManagerRest.offset.challenge_length);
  d.record(lanManagerRest);
  const outer = openBytes(d);
  if (length > 0) d.take(challenge, length);
  takeText(d, message, domain, { wide: false });
  closeBytes(d, outer);
}
