import { type Anchor, type Direction, type Flow, stateKey, subject } from '#sdk';
import type { Exchange } from '../smb1/keys.ts';

/** One request of a message: its text, if it carries some, and the exchange it began. */
export interface Block {
  readonly kind: 'single' | 'start' | 'text' | 'end';
  readonly frame: number;
  /** Undefined where the message carries none (0xD0, START) or has no room for it. */
  readonly groupId: number | undefined;
  readonly groupAnchor: Anchor | undefined;
  readonly text: Uint8Array | undefined;
  /** Bytes of Data, those after a null included. */
  readonly size: number;
  readonly textAnchor: Anchor | undefined;
  readonly exchange: Exchange | undefined;
  /** The request before it had its answer when this one was sent. */
  readonly waited: boolean;
}

/** A messenger text as its blocks made it, whatever carried it. */
export interface TextMessage {
  readonly flow: Flow;
  readonly direction: Direction;
  readonly file: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly transport: 'smb' | 'mailslot' | 'rpc';
  /** Undefined where the message's beginning is not in the capture. */
  readonly from: Uint8Array | undefined;
  readonly to: Uint8Array | undefined;
  readonly fromAnchor: Anchor | undefined;
  readonly toAnchor: Anchor | undefined;
  readonly blocks: Block[];
  /** The request that opened it, or the first one seen. */
  readonly first: Anchor;
  /** It began with START or is a single block. */
  readonly begun: boolean;
  /** END was sent, or it is a single block. */
  ended: boolean;
  /** Blocks beyond the limit that were not kept. */
  dropped: number;
}

/** A message that is whole, or that will not become so. */
export const textMessage = subject<TextMessage>('messenger text', (it) => it.flow);

/** Messages of a connection that are being sent, and ended ones that wait for their answer. */
export const messengerConnection = stateKey<{ open: TextMessage[]; waiting: TextMessage[] }>(() => ({ open: [], waiting: [] }));
