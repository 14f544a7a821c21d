import { u16be, u32le } from '#sdk';

/** Authentication types of DCE/RPC (MS-RPCE 2.2.1.1.7), by which mechanisms are numbered here too. */
export const SPNEGO = 9;
export const NTLMSSP = 10;
export const KERBEROS = 16;

/** Object identifiers of mechanisms, with the names people know them by. */
const MECHANISMS: ReadonlyMap<string, { readonly name: string; readonly type?: number }> = new Map([
  ['1.3.6.1.5.5.2', { name: 'SPNEGO', type: SPNEGO }],
  ['1.3.6.1.4.1.311.2.2.10', { name: 'NTLMSSP', type: NTLMSSP }],
  ['1.3.6.1.4.1.311.2.2.30', { name: 'NEGOEX' }],
  ['1.2.840.113554.1.2.2', { name: 'Kerberos 5', type: KERBEROS }],
  ['1.2.840.113554.1.2.2.3', { name: 'Kerberos 5 user to user', type: KERBEROS }],
  // An arc cut to 16 bits by Windows 2000; offered ever since (MS-SPNG 3.1.5.2).
  ['1.2.840.48018.1.2.2', { name: 'Kerberos 5 (Microsoft)', type: KERBEROS }],
  ['1.3.6.1.5.2.5', { name: 'IAKERB', type: KERBEROS }],
  ['1.3.6.1.5.2.7', { name: 'PKU2U' }],
  ['1.3.6.1.4.1.311.2.2.9', { name: 'Schannel' }],
]);

export const mechanismName = (oid: string): string | undefined => MECHANISMS.get(oid)?.name;
export const mechanismType = (oid: string): number | undefined => MECHANISMS.get(oid)?.type;

const NTLM = Uint8Array.from('NTLMSSP\0', (c) => c.charCodeAt(0));
/** MS-NLMP 2.2.2.9: version 1 and twelve bytes. */
const SIGNATURE = 16;

/**
 * The mechanism whose token the bytes are, by their content: NTLM's messages and signatures, Kerberos messages without
 * a frame, RFC 4121's tokens, and whatever has GSS-API's frame or is a part of SPNEGO (SPNEGO). Undefined: no token.
 */
export function tokenType(b: Uint8Array, at: number, end: number): number | undefined {
  if (end - at < 4) return undefined;
  switch (b[at]) {
    case 0x60: // [APPLICATION 0]: RFC 2743 3.1
    case 0xa0: // negTokenInit and negTokenResp: RFC 4178 4.2
    case 0xa1:
      return SPNEGO;
    case 0x6e: // AP-REQ, AP-REP and KRB-ERROR: RFC 4120 5.5 and 5.9.1
    case 0x6f:
    case 0x7e:
      return KERBEROS;
    case 0x04: // RFC 4121 4.2.6
    case 0x05:
      return u16be(b, at) === 0x0404 || u16be(b, at) === 0x0504 ? KERBEROS : undefined;
    case 0x4e:
      return NTLM.every((byte, i) => at + i < end && b[at + i] === byte) ? NTLMSSP : undefined;
    case 0x01:
      return end - at === SIGNATURE && u32le(b, at) === 1 ? NTLMSSP : undefined;
    default:
      return undefined;
  }
}
