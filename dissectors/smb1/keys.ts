import { type Anchor, type Direction, type Dissection, type Field, type Flow, type Layout, subject } from '#sdk';
import type { SmbMessage } from './message.ts';

export type { OpenFile, Request, Session, Tree } from './connection.ts';
export { smbConnection } from './connection.ts';
export { SERVER_TYPES, serverType } from './fields/server-type.ts';
export type { SmbMessage } from './message.ts';
export { statusName } from './tables/status.ts';
export { LANMAN, MAILSLOT, type TransactionNote, transactionName, transactionNote } from './transaction-keys.ts';

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

/** One command: its code, its name, and how its request and response are read. One file each. */
export interface SmbCommand {
  readonly code: number;
  readonly name: string;
  readonly layouts: readonly Layout[];
  readonly fields: readonly Field[];
  /** Headings over the request's and the response's parts, where the command does not open its own. */
  readonly headings?: { readonly request: Field; readonly response: Field };
  /** Connections' state or Info need it: it is read even where no field is asked for. */
  readonly kept?: boolean;
  /** Reads from WordCount on. */
  readonly request: (d: Dissection, message: SmbMessage) => void;
  readonly response: (d: Dissection, message: SmbMessage) => void;
}
