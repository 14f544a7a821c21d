import { probeTable, routeTable, stateKey } from '#sdk';

/**
 * Security blobs of whatever negotiates and authenticates: SMB1's and SMB2's negotiate and session setup. GSS-API
 * tokens, SPNEGO's answers without a frame, raw NTLMSSP messages, Kerberos tokens.
 */
export const securityBlob = probeTable('gss-api');

/** Tokens of a handshake by the authentication type of a DCE/RPC PDU (MS-RPCE 2.2.1.1.7). */
export const authToken = routeTable('dcerpc.auth_type');
/** Verifiers of signed and sealed PDUs by the same: signatures and wrap tokens that no frame announces. */
export const authVerifier = routeTable('dcerpc.auth_verifier');
/** Tokens inside a GSS-API or SPNEGO token, by the mechanism's authentication type. */
export const mechanism = routeTable('gss-api.mechanism');

export { KERBEROS, mechanismName, mechanismType, NTLMSSP, SPNEGO, tokenType } from './mechanisms.ts';

/** Who authenticates on a flow, as far as its tokens said so: the last handshake's. */
export interface Authentication {
  /** NTLM's CHALLENGE_MESSAGE: its frame (0: not seen), flags, ServerChallenge and TargetName. */
  challengeFrame: number;
  flags: number;
  serverChallenge: Uint8Array | undefined;
  target: string | undefined;
  /** NTLM's AUTHENTICATE_MESSAGE: its frame (0: not seen); an anonymous user's name is empty. */
  authenticateFrame: number;
  user: string | undefined;
  domain: string | undefined;
  workstation: string | undefined;
}

export const authentication = stateKey<Authentication>(() => ({
  challengeFrame: 0,
  flags: 0,
  serverChallenge: undefined,
  target: undefined,
  authenticateFrame: 0,
  user: undefined,
  domain: undefined,
  workstation: undefined,
}));
