import { type Anchor, type Direction, type Dissection, type Field, type Flow, type Layout, stateKey, subject } from '#sdk';

/** The header of an SMB message, as its command's code needs it. */
export interface SmbMessage {
  command: number;
  status: number;
  flags: number;
  flags2: number;
  tid: number;
  pid: number;
  uid: number;
  mid: number;
  /** Sent by the server (Flags.Reply). */
  reply: boolean;
  /** The request this answers, where it was seen. */
  exchange: Exchange | undefined;
}

/** A request with its response (MS-CIFS 3.2.5.1: matched by PID and MID, in order). */
export interface Exchange {
  readonly flow: Flow;
  readonly command: number;
  readonly pid: number;
  readonly mid: number;
  /** Which way the request went. */
  readonly direction: Direction;
  readonly request: Anchor;
  response: Anchor | undefined;
  status: number;
  /** What the command's own code found in the request and in the response. */
  sent: unknown;
  answered: unknown;
}

/** An exchange that got its response, or whose connection ended without one. */
export const smbExchange = subject<Exchange>('SMB exchange', (it) => it.flow);

/** The exchanges of a connection that wait for their response, oldest first. */
export const smbConnection = stateKey<{ open: Exchange[] }>(() => ({ open: [] }));

/** One command: its code, its name, and how its request and response are read. One file each. */
export interface SmbCommand {
  readonly code: number;
  readonly name: string;
  readonly layouts: readonly Layout[];
  readonly fields: readonly Field[];
  /** Reads from WordCount on. */
  readonly request: (d: Dissection, message: SmbMessage) => void;
  readonly response: (d: Dissection, message: SmbMessage) => void;
}

export { statusName } from './tables/status.ts';
