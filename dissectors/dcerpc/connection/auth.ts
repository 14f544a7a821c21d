import { type Dissection, LITTLE } from '#sdk';
import { authToken, authVerifier } from '../../gss-api/keys.ts';
import * as fields from '../layout.ts';

export const PRIVACY = 6;

/** Tokens of these types are dissected (MS-RPCE 2.2.1.1.7): the others are shown as bytes. */
const DISSECTED: ReadonlySet<number> = new Set([9, 10, 16, 68]);
/** Of RPC_C_AUTHN_LEVEL_PKT Wireshark has SPNEGO's tokens as bytes only, and people look for these. */
const SPNEGO = 9;
const PACKET = 4;

/** The security trailer of a PDU (MS-RPCE 2.2.2.11). */
export interface AuthTrailer {
  readonly type: number;
  readonly level: number;
  readonly at: number;
  /** Where the body ends: sealed, its padding is sealed with it (MS-RPCE 3.3.1.5.2.2). */
  readonly bodyEnd: number;
}

const TRAILER = 8;

/**
 * Reads the trailer of the PDU that ends at the window's end, and hands its token on. Tokens of the handshake are whole
 * messages; those of calls are verifiers.
 */
export function takeTrailer(
  d: Dissection,
  start: number,
  fragmentLength: number,
  authLength: number,
  little: boolean,
  handshake: boolean,
): AuthTrailer | undefined {
  const at = start + fragmentLength - authLength - TRAILER;
  if (authLength === 0 || at < d.at || at + TRAILER > d.end) return undefined;
  const back = d.at;
  d.at = at;
  const type = d.u8(0);
  const level = d.u8(1);
  const padding = d.u8(2);
  const node = d.open(fields.authInfo);
  d.record(fields.authTrailer);
  d.take(fields.authContext, 4, little ? LITTLE : 0);
  const end = Math.min(d.end, d.at + authLength);
  if (!handshake) d.mark(fields.authInfoAgain, at, end);
  if (!DISSECTED.has(type) || (type === SPNEGO && level === PACKET)) d.mark(fields.credentials, d.at, end);
  d.route(handshake ? authToken : authVerifier, type, d.at, end);
  d.at = end;
  d.close(node);
  d.at = back;
  if (level === PRIVACY) return { type, level, at, bodyEnd: at };
  const bodyEnd = Math.max(back, at - padding);
  if (padding > 0 && bodyEnd < at) d.mark(fields.authPadding, bodyEnd, at);
  return { type, level, at, bodyEnd };
}
