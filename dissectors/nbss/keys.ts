import { type Direction, probeTable, routeTable, stateKey } from '#sdk';

/** What a session message carries. */
export const sessionPayload = probeTable('nbss');

/**
 * Who takes a session message that nothing marks as its own: what was agreed on before it. SMB's raw commands have such
 * messages, whose bytes are a file's alone.
 */
export const bareMessage = routeTable('nbss.bare');
export const SMB_RAW = 1;

/** Which way the next bare message of a connection goes, and whose it is; undefined where none is expected. */
export interface Agreement {
  bare: { readonly direction: Direction; readonly taker: number } | undefined;
}
export const agreement = stateKey<Agreement>(() => ({ bare: undefined }));

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
