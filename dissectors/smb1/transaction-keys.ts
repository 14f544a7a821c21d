import { type Layer, routeTable } from '#sdk';
import { SmbMessage } from './message.ts';

/** Where a transaction goes (MS-CIFS 2.2.4.33.1, Name): the service behind a mailslot or a pipe of that name. */
export const transactionName = routeTable('smb.transaction');
export const MAILSLOT = 1;
/** \PIPE\LANMAN: the Remote Administration Protocol. */
export const LANMAN = 2;

/** A transaction's parts, as positions in the source of the layer that has this note. */
export interface TransactionNote {
  readonly message: SmbMessage;
  readonly name: string;
  /** Setup words, ByteCount and Name: absent from a response, and from what was put together. */
  readonly setup: number;
  readonly setupEnd: number;
  readonly bytes: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly parameters: number;
  readonly parametersEnd: number;
  readonly data: number;
  readonly dataEnd: number;
}

/** The transaction that a layer carries: the parent of whoever dissects its content. */
export function transactionNote(layer: Layer | undefined): TransactionNote | undefined {
  const note = layer?.note;
  if (note instanceof SmbMessage) return note.transaction;
  return isNote(note) ? note : undefined;
}

const isNote = (note: unknown): note is TransactionNote =>
  typeof note === 'object' && note !== null && 'parametersEnd' in note;
