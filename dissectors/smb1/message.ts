import type { Dissection } from '#sdk';
import type { Request, SmbConnection, Tree } from './connection.ts';
import type { Exchange } from './keys.ts';
import { header, NT_STATUS, REPLY, UNICODE } from './layout.ts';
import type { TextSpan } from './text.ts';
import type { TransactionNote } from './transaction-keys.ts';
import { Parts } from './transactions/parts.ts';

const { offset } = header;

/** What a message has to say of itself beside its command: Info reads it. */
export interface Told {
  /** Of a transaction: what it does, and what it asks for. */
  subject: string;
  level: string;
  /** -1 where none. */
  fid: number;
  /** Bytes read or written, -1 where none, and from where. */
  length: number;
  offset: number;
  /** Name of what lies at `text`: 'Path', 'Pattern' … */
  label: string;
  text: number;
  textEnd: number;
  wide: boolean;
  /** Next command of an AndX chain, 0xff for none. */
  next: number;
}

/** The header of an SMB message, as its command's code needs it. */
export class SmbMessage {
  command = 0;
  status = 0;
  flags = 0;
  flags2 = 0;
  tid = 0;
  pid = 0;
  uid = 0;
  mid = 0;
  /** Sent by the server (Flags.Reply). */
  reply = false;
  /** Where the header begins, as a position: offsets in parameters count from there. */
  start = 0;
  /** The request this answers, where it was seen; only where exchanges are watched. */
  exchange: Exchange | undefined;
  /** Undefined inside quotations. */
  connection: SmbConnection | undefined;
  /** This request, or the one that this response answers. */
  request: Request | undefined;
  tree: Tree | undefined;
  /** What a transaction hands on. */
  transaction: TransactionNote | undefined;
  /** More of this response will come. */
  more = false;
  /** Of a transaction. */
  readonly parts = new Parts();
  readonly told: Told = {
    subject: '',
    level: '',
    fid: -1,
    length: -1,
    offset: -1,
    label: '',
    text: 0,
    textEnd: 0,
    wide: false,
    next: 0xff,
  };

  /** Reads the header at the cursor, whose bytes are there. */
  read(d: Dissection): void {
    this.start = d.at;
    this.command = d.u8(offset.cmd);
    this.status = d.u32le(offset.status);
    this.flags = d.u8(offset.flags);
    this.flags2 = d.u16le(offset.flags2);
    this.tid = d.u16le(offset.tid);
    this.pid = d.u16le(offset.pid);
    this.uid = d.u16le(offset.uid);
    this.mid = d.u16le(offset.mid);
    this.reply = (this.flags & REPLY) !== 0;
    this.exchange = undefined;
    this.connection = undefined;
    this.request = undefined;
    this.tree = undefined;
    this.transaction = undefined;
    this.more = false;
    const { told } = this;
    told.subject = '';
    told.level = '';
    told.fid = -1;
    told.length = -1;
    told.offset = -1;
    told.label = '';
    told.next = 0xff;
  }

  get unicode(): boolean {
    return (this.flags2 & UNICODE) !== 0;
  }

  /** Status is an NTSTATUS, not a class and a code. */
  get ntStatus(): boolean {
    return (this.flags2 & NT_STATUS) !== 0;
  }

  /** Severity error (MS-ERREF 2.3), or a class that is not SUCCESS. */
  get failed(): boolean {
    return this.ntStatus ? this.status >= 0xc0000000 : (this.status & 0xff) !== 0;
  }

  /** Says in Info what the text in these bytes is. */
  tell(label: string, { start, end, unicode }: TextSpan): void {
    this.told.label = label;
    this.told.text = start;
    this.told.textEnd = end;
    this.told.wide = unicode;
  }
}
