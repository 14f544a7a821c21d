import { type Dissection, field } from '#sdk';
import { type Authentication, authentication } from '../gss-api/keys.ts';
import { provesEmptyPassword } from './empty-password.ts';
import * as fields from './layout.ts';
import { KEY_EXCHANGE, UNICODE, VERSION } from './layout.ts';
import { isUnicode, type Message, precedes, type Span, takeBytes, takeText } from './payload.ts';
import { takeResponse } from './response.ts';
import { pairFields, takePairs } from './target-info.ts';

const targetInfo = field('ntlmssp.challenge.target_info', 'TargetInfo', 'none', { spec: fields.nlmp('2.2.1.2') });
const pairs = pairFields('ntlmssp.challenge.target_info');
export const messageFields = [targetInfo, ...pairs.all];

const CLIENT_CHALLENGE = 8;
const LM_RESPONSE = 24;
const MIC = 16;
/** Target information seldom has more than some hundred bytes. */
const LONGEST_RESPONSE = 8192;

const begin = (d: Dissection): Message => ({ start: d.at, unicode: false, payload: d.promised, end: 0 });

/** Names and secrets of a handshake; a quoted packet tells nothing new, nor does one without a conversation. */
const stateOf = (d: Dissection): Authentication | undefined => (d.quoted ? undefined : d.flow?.state(authentication));

/** NEGOTIATE_MESSAGE (MS-NLMP 2.2.1.1): its texts are in the OEM character set, whatever is negotiated. */
export function negotiate(d: Dissection): void {
  const message = begin(d);
  d.record(fields.header);
  const flags = d.left >= 4 ? d.u32le(0) : 0;
  d.record(fields.flags);
  // The oldest senders end here.
  if (d.left === 0 && d.promised === d.end) return;
  takeText(d, message, fields.negotiateDomain);
  takeText(d, message, fields.negotiateWorkstation);
  takeVersion(d, message, flags);
  finish(d, message);
}

/** CHALLENGE_MESSAGE (MS-NLMP 2.2.1.2). */
export function challenge(d: Dissection): void {
  const message = begin(d);
  const state = stateOf(d);
  if (d.left >= 24) message.unicode = isUnicode(d.u32le(20));
  d.record(fields.header);
  const target = takeText(d, message, fields.targetName, state !== undefined);
  const flags = d.left >= 4 ? d.u32le(0) : 0;
  d.record(fields.flags);
  if (state && d.left >= 8) {
    state.challengeFrame = d.packet.number;
    state.flags = flags;
    state.serverChallenge = d.bytes.slice(d.at, d.at + 8);
    state.target = target;
  }
  d.record(fields.challenge);
  if (precedes(d, message, 8)) {
    takeBytes(d, message, targetInfo, fields.targetInfoPlace, ({ from, to }) => takePairs(d, pairs, from, to));
    takeVersion(d, message, flags);
  }
  finish(d, message);
}

/** AUTHENTICATE_MESSAGE (MS-NLMP 2.2.1.3). */
export function authenticate(d: Dissection): void {
  const message = begin(d);
  const state = stateOf(d);
  message.unicode = isUnicode(flagsOf(d, message, state));
  d.record(fields.header);
  takeBytes(d, message, fields.lmResponse, fields.blobPlace, (span) => clientChallenge(d, span));
  const response = takeBytes(d, message, fields.ntResponse, fields.blobPlace, (span) => takeResponse(d, span));
  const domain = takeText(d, message, fields.domain, state !== undefined);
  const user = takeText(d, message, fields.user, state !== undefined);
  const workstation = takeText(d, message, fields.workstation, state !== undefined);
  if (state) {
    state.authenticateFrame = d.packet.number;
    state.domain = domain;
    state.user = user;
    state.workstation = workstation;
  }
  // A key of no length has a place in the payload, which does not begin before it.
  if (precedes(d, message, 8)) takeBytes(d, message, fields.sessionKey, fields.blobPlace);
  if (precedes(d, message, 4)) {
    const flags = d.u32le(0);
    d.record(fields.flags);
    takeVersion(d, message, flags);
    if (precedes(d, message, MIC)) d.take(fields.mic, MIC);
    if (state && d.recording) emptyPassword(d, state, response, flags);
  }
  finish(d, message);
}

/** Says so where the response was made with an empty password: then the session's keys are everybody's. */
function emptyPassword(d: Dissection, state: Authentication, { from, to }: Span, flags: number): void {
  const { serverChallenge, user = '', domain = '' } = state;
  if (!serverChallenge || to - from > LONGEST_RESPONSE) return;
  if (!provesEmptyPassword(d.bytes.subarray(from, to), serverChallenge, user, domain)) return;
  d.generate(fields.authenticated, true, from, to);
  d.generate(fields.sessionBaseKey, true, from, to);
  if (flags & KEY_EXCHANGE) d.generate(fields.exportedKey, true, from, to);
}

/** The flags say how texts are to be read, and come after them; a message without has the challenge's. */
function flagsOf(d: Dissection, message: Message, state: Authentication | undefined): number {
  let payload = message.payload;
  for (let at = 12; at < 60 && at + 8 <= d.left; at += 8) {
    if (d.u16le(at) > 0) payload = Math.min(payload, message.start + d.u32le(at + 4));
  }
  if (message.start + 64 <= Math.min(payload, d.end)) return d.u32le(60);
  return state && state.challengeFrame > 0 ? state.flags : UNICODE;
}

/** Extended session security sends its challenge in the LM response's first bytes, and zeros after it. */
function clientChallenge(d: Dissection, { from, to }: Span): void {
  if (to - from !== LM_RESPONSE) return;
  for (let i = from + CLIENT_CHALLENGE; i < to; i++) if (d.bytes[i] !== 0) return;
  d.mark(fields.clientChallenge, from, from + CLIENT_CHALLENGE);
}

function takeVersion(d: Dissection, message: Message, flags: number): void {
  if (!precedes(d, message, fields.version.size)) return;
  // Zeros, where no version was negotiated.
  if (flags & VERSION) d.record(fields.version);
  else d.skip(fields.version.size);
}

/** The message ends where its payload ends: what it promises and has not ends the layer. */
function finish(d: Dissection, message: Message): void {
  d.need(message.end - d.at);
}
