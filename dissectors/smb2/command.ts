import type { ByteWriter, Dissection, Field, Layer, Layout, Packet } from '#sdk';
import type { Connection, Request } from './keys.ts';
import { heading } from './parts.ts';

/** The header of the message under way, as its command's code needs it. One object serves all of them. */
export interface Message {
  /** Position of the header, from which buffers' offsets count. */
  start: number;
  command: number;
  status: number;
  flags: number;
  response: boolean;
  sessionLow: number;
  sessionHigh: number;
  treeId: number;
  /** Undefined where there is no connection: the message is quoted, or alone. */
  connection: Connection | undefined;
  /** This request, or the one that this response answers. */
  request: Request | undefined;
}

/** What the Info column is written from, after the packet is done. */
export interface InfoView {
  readonly bytes: Uint8Array;
  /** Position of the header … */
  readonly at: number;
  /** … and the position after the message. */
  readonly end: number;
  readonly request: Request | undefined;
  readonly layer: Layer;
  readonly packet: Packet;
}

/** One command: how its request and response are read, from StructureSize on. One file each. */
export interface Smb2Command {
  readonly code: number;
  /** As the Info column names it. */
  readonly name: string;
  readonly layouts: readonly Layout[];
  readonly fields: readonly Field[];
  readonly requestHeading: Field;
  readonly responseHeading: Field;
  readonly request: (d: Dissection, message: Message) => void;
  readonly response: (d: Dissection, message: Message) => void;
  /** What a response is understood by, whether it is the command's own or an error. */
  readonly answered?: (d: Dissection, message: Message) => void;
  /** What follows 'Create Request' in the Info column, and the name itself where it depends on the body. */
  readonly requestInfo?: (out: ByteWriter, it: InfoView) => void;
  readonly responseInfo?: (out: ByteWriter, it: InfoView) => void;
  readonly title?: (it: InfoView) => string | undefined;
}

type Options = Omit<Smb2Command, 'requestHeading' | 'responseHeading'> & {
  /** Of its headings: 'smb2.create_request'. */
  readonly key: string;
  /** As the document spells it: 'CREATE'. */
  readonly spelling: string;
  readonly sections: readonly [request: string, response: string];
};

export function command({ key, spelling, sections, ...rest }: Options): Smb2Command {
  const requestHeading = heading(`smb2.${key}_request`, `SMB2 ${spelling} Request`, sections[0]);
  const responseHeading = heading(`smb2.${key}_response`, `SMB2 ${spelling} Response`, sections[1]);
  return { ...rest, fields: [requestHeading, responseHeading, ...rest.fields], requestHeading, responseHeading };
}
