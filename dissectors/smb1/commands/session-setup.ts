import { bits, type Dissection, field, layout, u16, u32 } from '#sdk';
import { closeBytes, openBytes, takeAndxBlocks, takeWordCount } from '../blocks.ts';
import { reserved } from '../fields/access.ts';
import { capabilities } from '../fields/capabilities.ts';
import type { SmbCommand, SmbMessage } from '../keys.ts';
import { andxParts, flags } from '../layout.ts';
import { takeBlob } from '../security-blob.ts';
import { cifs, msSmb } from '../spec.ts';
import { both, takeText, text, textOf } from '../text.ts';
import { headings } from './headings.ts';

const SESSION_SETUP = 0x73;
const little = true;
const request = cifs('2.2.4.53.1');
const response = cifs('2.2.4.53.2');

const common = {
  ...andxParts,
  max_buf: u16('MaxBufferSize'),
  max_mpx_count: u16('MaxMpxCount'),
  vc: u16('VcNumber'),
  session_key: u32('SessionKey', { base: 'hex' }),
};

/** LAN Manager's form: one password. */
const lanManager = layout(
  { prefix: 'smb', little, spec: request },
  { ...common, pwlen: u16('PasswordLength'), reserved: reserved(4) },
);
/** Extended security: a token of GSS-API. */
const extended = layout(
  { prefix: 'smb', little, spec: msSmb('2.2.4.6.1') },
  { ...common, security_blob_len: u16('SecurityBlobLength'), reserved: reserved(4), server_cap: capabilities() },
);
/** NT LM 0.12: two responses to the challenge. */
const ntLanMan = layout(
  { prefix: 'smb', little, spec: request },
  {
    ...common,
    ansi_pwlen: u16('OEMPasswordLen'),
    unicode_pwlen: u16('UnicodePasswordLen'),
    reserved: reserved(4),
    server_cap: capabilities(),
  },
);

const password = field('smb.password', 'AccountPassword', 'bytes', { spec: request });
const oemPassword = field('smb.ansi_password', 'OEMPassword', 'bytes', { spec: request });
const unicodePassword = field('smb.unicode_password', 'UnicodePassword', 'bytes', { spec: request });
const account = text('smb.account', 'AccountName', request);
const domain = text('smb.primary_domain', 'PrimaryDomain', request);
const nativeOs = text('smb.native_os', 'NativeOS', request);
const nativeLanMan = text('smb.native_lanman', 'NativeLanMan', request);

const action = {
  'setup.action': u16('Action', {
    base: 'hex',
    bits: [
      ...flags('smb.setup.action', { guest: ['SMB_SETUP_GUEST', 0x01] }),
      bits('smb.setup.action.lmkey', 'SMB_SETUP_USE_LANMAN_KEY', 0x02, { little }),
    ],
  }),
};
const answer = layout({ prefix: 'smb', little, spec: response }, { ...andxParts, ...action });
const extendedAnswer = layout(
  { prefix: 'smb', little, spec: msSmb('2.2.4.6.2') },
  { ...andxParts, ...action, security_blob_len: u16('SecurityBlobLength') },
);

/** SMB_COM_SESSION_SETUP_ANDX (MS-CIFS 2.2.4.53, MS-SMB 2.2.4.6): who uses the connection. */
export const sessionSetup: SmbCommand = {
  code: SESSION_SETUP,
  name: 'Session Setup AndX',
  kept: true,
  layouts: [lanManager, extended, ntLanMan, answer, extendedAnswer],
  fields: [password, oemPassword, unicodePassword, ...both(account, domain, nativeOs, nativeLanMan)],
  headings: headings('session_setup_andx', SESSION_SETUP, '2.2.4.53'),
  request(d, message) {
    const count = takeWordCount(d);
    const form = [lanManager, extended, ntLanMan].find((it) => it.size === count * 2);
    if (!form) return takeAndxBlocks(d, count);
    const lengths = lanManager.offset.pwlen;
    const first = d.u16le(lengths);
    const second = form === ntLanMan ? d.u16le(lengths + 2) : 0;
    d.record(form);
    const outer = openBytes(d);
    if (form === extended) takeBlob(d, first);
    else {
      if (form === lanManager && first > 0) d.take(password, first);
      if (form === ntLanMan && first > 0) d.take(oemPassword, first);
      if (second > 0) d.take(unicodePassword, second);
      who(d, message);
    }
    takeSystem(d, message);
    if (form === extended) takeText(d, message, domain);
    closeBytes(d, outer);
  },
  response(d, message) {
    const count = takeWordCount(d);
    const form = [answer, extendedAnswer].find((it) => it.size === count * 2);
    if (!form) return takeAndxBlocks(d, count);
    const length = form === extendedAnswer ? d.u16le(extendedAnswer.offset.security_blob_len) : 0;
    d.record(form);
    const outer = openBytes(d);
    if (form === extendedAnswer) takeBlob(d, length);
    takeSystem(d, message);
    takeText(d, message, domain);
    closeBytes(d, outer);
    begin(d, message);
  },
};

/** Account and domain, which the response's UID will stand for. */
function who(d: Dissection, message: SmbMessage): void {
  const name = takeText(d, message, account);
  if (!name) return;
  message.tell('User', name);
  const { request: kept } = message;
  if (kept) kept.account = textOf(d, name);
  const realm = takeText(d, message, domain);
  if (kept) kept.domain = textOf(d, realm);
}

function takeSystem(d: Dissection, message: SmbMessage): void {
  takeText(d, message, nativeOs);
  takeText(d, message, nativeLanMan);
}

function begin(d: Dissection, message: SmbMessage): void {
  const { connection, request: asked } = message;
  if (!connection || message.failed) return;
  connection.keepSession(d, message.uid, {
    account: asked?.account ?? '',
    domain: asked?.domain ?? '',
    frame: d.packet.number,
  });
}
