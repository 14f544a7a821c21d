import { equal } from '#sdk';
import { hmacMd5 } from './md5.ts';

/** The NT hash of no password at all: MD4 of nothing (MS-NLMP 3.3.1). */
const EMPTY = Uint8Array.of(
  0x31,
  0xd6,
  0xcf,
  0xe0,
  0xd1,
  0x6a,
  0xe9,
  0x31,
  0xb7,
  0x3c,
  0x59,
  0xd7,
  0xe0,
  0xc0,
  0x89,
  0xc0,
);
const PROOF = 16;

const utf16 = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length * 2 }, (_, i) => text.charCodeAt(i >> 1) >> (8 * (i & 1)));

/**
 * Whether an NTLM v2 response (from NTProofStr on) was made with an empty password (MS-NLMP 3.3.2): a guest's, or that
 * of an account which somebody emptied.
 */
export function provesEmptyPassword(
  response: Uint8Array,
  serverChallenge: Uint8Array,
  user: string,
  domain: string,
): boolean {
  if (response.length <= PROOF) return false;
  const key = hmacMd5(EMPTY, utf16(user.toUpperCase()), utf16(domain));
  return equal(hmacMd5(key, serverChallenge, response.subarray(PROOF)), 0, response, 0, PROOF);
}
