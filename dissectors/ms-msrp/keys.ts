import { type Anchor, type Direction, type Flow, type PduView, type PlainValue, stateKey, subject } from '#sdk';
import type { Call } from '../dcerpc/keys.ts';
import type { Exchange, SmbMessage } from '../smb1/keys.ts';

/** The two interfaces (1.9). */
export const MSGSVC = '17fdd703-1827-4e34-79d4-24a55c53bb37';
export const MSGSVCSEND = '5a7b91f8-ff00-11d0-a9b2-00c04fb6e6fc';

/** What the words between WordCount and ByteCount say. */
export interface Words {
  /** WordCount as it stands there. */
  words: number;
  /** Undefined where the PDU has none, or no room for it. */
  groupId: number | undefined;
}

/** One request of a message, as far as it could be read. */
export interface Block extends Words {
  readonly kind: 'single' | 'start' | 'text' | 'end';
  readonly frame: number;
  /** With its response, once that has come. */
  readonly exchange: Exchange | undefined;
  /** Sender and recipient, without their nulls: of a single block and of START. */
  from: Uint8Array | undefined;
  to: Uint8Array | undefined;
  /** Data up to its null: of a single block and of TEXT. */
  text: Uint8Array | undefined;
  /** Bytes of Data, the null and what follows it included, and where DataLength says so. */
  size: number;
  sizeAnchor: Anchor | undefined;
  /** The marks before strings, and before Data. */
  readonly stringFormats: number[];
  dataFormat: number | undefined;
  /** Bytes that ByteCount or DataLength promise and that are not in the message. */
  lacking: number;
  /** It could be read to its end. */
  whole: boolean;
  /** The message that it belongs to, the request before it in that, and whether that was answered by then. */
  message: TextMessage | undefined;
  before: Block | undefined;
  waited: boolean;
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
  /** Of SMB's commands. */
  readonly blocks: Block[];
  /** Of NetrSendMessage, with its text up to the null. */
  readonly call?: { readonly rpc: Call; readonly text: Uint8Array };
  /** It began with START or is a single block. */
  readonly begun: boolean;
  /** END was sent, or it is a single block. */
  ended: boolean;
  /** Gaps that its direction had when it began. */
  readonly gapsBefore: number;
  /** Some of it may be missing: bytes of its direction were not captured, or more blocks came than are kept. */
  lossy: boolean;
}

/** A message that is whole, or that will not become so. */
export const textMessage = subject<TextMessage>('messenger text', (it) => it.flow);

/** A connection's messages. */
export interface MessengerConnection {
  /** Those that are being sent, oldest first. */
  readonly open: TextMessage[];
  /** Those that have ended and wait for their responses. */
  readonly waiting: TextMessage[];
  /** More were open at a time than are kept: a TEXT or END may belong to a forgotten one. */
  forgetful: boolean;
}

export const messengerConnection = stateKey<MessengerConnection>(() => ({ open: [], waiting: [], forgetful: false }));

/** The exchange that a messenger PDU belongs to, and the block that its request is; undefined where none is followed. */
export const exchangeOf = (pdu: PduView): Exchange | undefined => (pdu.layer.note as SmbMessage | undefined)?.exchange;
export const blockOf = (pdu: PduView): Block | undefined => exchangeOf(pdu)?.sent as Block | undefined;

/** MessageGroupId: as START's response gave it, else as the sender first used it. */
export function groupOf({ begun, blocks }: TextMessage): number | undefined {
  const answer = begun ? (blocks[0]?.exchange?.answered as Words | undefined) : undefined;
  return answer?.groupId ?? blocks.find((block) => block.groupId !== undefined)?.groupId;
}

/** Bytes of text in these blocks. */
export const textBytes = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + (block.text?.length ?? 0), 0);

/** msgsvc's methods by opnum (3.1.4). */
export const METHODS = ['add', 'enum', 'info', 'del'] as const;
export type NameMethod = (typeof METHODS)[number];

/** What a call of msgsvc asks for; undefined what its method has not, null what is null. */
export interface NameAsked {
  readonly server: string | null | undefined;
  readonly name: string | undefined;
  /** The name as the server's table has it. */
  readonly key: string | undefined;
  readonly level: number | undefined;
  readonly prefMaxLen: number | undefined;
  readonly resume: number | null | undefined;
  /** What the enumeration before it on this connection gave to go on with; null where there is nothing to go on with. */
  readonly lastResume: number | null | undefined;
  readonly anchors: Readonly<Record<'name' | 'level' | 'prefMaxLen' | 'resume' | 'server', Anchor>>;
}

/** What it is answered. */
export interface NameAnswer {
  readonly status: number;
  readonly level: number | undefined;
  /** Which arm of the union it is. */
  readonly tag: number | undefined;
  readonly entriesRead: number | undefined;
  readonly total: number | undefined;
  readonly resume: number | undefined;
  readonly names: readonly string[] | undefined;
  /** GetInfo's name. */
  readonly info: string | undefined;
  /** Path of the container, or of the one structure; and the structures. */
  readonly base: string;
  readonly elements: readonly PlainValue[];
  /** A place in the answer, by its path: as long as the subject is looked at. */
  at(path: string): Anchor;
}

/** What was known of the server's names before the answer; undefined what nobody knows. */
export interface KnownTable {
  readonly held: boolean | undefined;
  /** The frame that told. */
  readonly evidence: number | undefined;
  readonly computer: string | undefined;
  /** Names that are held and that an enumeration leaves out, and those it lists though they are not held. */
  readonly missing: readonly string[];
  readonly gone: readonly string[];
  /** How many there are. */
  readonly count: number | undefined;
  /** The frame that said that there is no room for more, where nothing was deleted since. */
  readonly full: number | undefined;
  /** The frame that said that the name is still there after its deletion. */
  readonly pending: number | undefined;
}

export interface KnownName {
  readonly held: boolean;
  readonly frame: number;
}

/** A call of msgsvc with its answer. */
export interface NameCall {
  readonly call: Call;
  readonly method: NameMethod;
  readonly asked: NameAsked;
  readonly answer: NameAnswer;
  readonly table: KnownTable;
}

export const nameCall = subject<NameCall>('name management', (it) => it.call.flow);
