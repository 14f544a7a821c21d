import { probeTable, stateKey } from '#sdk';

/** What a session message carries. */
export const sessionPayload = probeTable('nbss');

/** A NetBIOS name as it was asked for: 15 characters without their padding, and the suffix. */
export interface NetbiosName {
  readonly name: string;
  readonly suffix: number;
}

/** What is known of the session on a connection. */
export interface Session {
  called: NetbiosName | undefined;
  calling: NetbiosName | undefined;
}

export const session = stateKey<Session>(() => ({ called: undefined, calling: undefined }));

export { type ReadName, readNetbiosName, SUFFIXES, showName, suffixName } from './name.ts';
