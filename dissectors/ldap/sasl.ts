import { type Dissection, u16be } from '#sdk';
import { authVerifier, NTLMSSP, SPNEGO, securityBlob, tokenType } from '../gss-api/keys.ts';
import { isSealed, rotatedBefore, WRAP, WRAP_HEADER } from '../kerberos/keys.ts';
import { ber, type Message } from './message.ts';

const BIND_REQUEST = 0x60;
const BIND_RESPONSE = 0x61;
const OCTETS = 0x04;
/** Sicily's choices of BindRequest.authentication, whose tokens are NTLM's (MS-ADTS 5.1.1.1.3). */
const SICILY_NEGOTIATE = 0x8a;
const SICILY_RESPONSE = 0x8b;
/** BindRequest.authentication sasl, and BindResponse.serverSaslCreds (RFC 4511 4.2, 4.2.2). */
const SASL = 0xa3;
const SERVER_CREDENTIALS = 0x87;

/** Hands on the token that a bind or its answer carries. */
export function takeCredentials(d: Dissection, { operation }: Message): void {
  const { bytes: b } = d;
  const end = Math.min(d.end, operation.end);
  let at = operation.content;
  if (operation.tag === BIND_REQUEST) {
    // Version and name come first; in the choice a mechanism's name does.
    for (let i = 0; i < 2; i++) at = ber(b, at, end)?.end ?? end;
    const sasl = ber(b, at, end);
    if (sasl?.tag === SICILY_NEGOTIATE || sasl?.tag === SICILY_RESPONSE) return token(d, sasl.content, sasl.end);
    const mechanism = sasl?.tag === SASL ? ber(b, sasl.content, end) : undefined;
    const credentials = mechanism && ber(b, mechanism.end, end);
    if (credentials?.tag === OCTETS) token(d, credentials.content, credentials.end);
  } else if (operation.tag === BIND_RESPONSE) {
    while (at < end) {
      const it = ber(b, at, end);
      if (!it) return;
      // Sicily's challenge is where the matched DN would be.
      const isToken = it.tag === OCTETS && tokenType(b, it.content, Math.min(end, it.end)) === NTLMSSP;
      if (it.tag === SERVER_CREDENTIALS || isToken) return token(d, it.content, it.end);
      at = it.end;
    }
  }
}

function token(d: Dissection, start: number, end: number): void {
  if (start < Math.min(d.end, end)) d.probe(securityBlob, start, Math.min(d.end, end), end);
}

const isWrap = (b: Uint8Array, at: number, end: number): boolean => end - at > WRAP_HEADER && u16be(b, at) === WRAP;

/** Of the token at `at`: where the message in it begins, if that is only signed (RFC 4121 4.2.4 and 4.2.5). */
export function signedMessage(b: Uint8Array, at: number, end: number): number | undefined {
  if (!isWrap(b, at, end) || isSealed(b, at)) return undefined;
  const checksum = rotatedBefore(b, at);
  const message = at + WRAP_HEADER + checksum;
  return checksum >= 0 && message < end ? message : undefined;
}

/** Bytes of the message that the token at `at` seals, undefined where it is no such token. */
export function sealedLength(b: Uint8Array, at: number, end: number): number | undefined {
  if (!isWrap(b, at, end) || !isSealed(b, at)) return undefined;
  const length = end - at - WRAP_HEADER - rotatedBefore(b, at);
  return length >= 0 ? length : undefined;
}

/** Hands on the token in a SASL buffer: GSS-API's wrapping of a message (RFC 4752 3.1). Gives where the message begins. */
export function takeWrapped(d: Dissection): number | undefined {
  if (tokenType(d.bytes, d.at, d.end) === undefined) return undefined;
  d.route(authVerifier, SPNEGO, d.at, d.end, d.promised);
  return signedMessage(d.bytes, d.at, d.end);
}
