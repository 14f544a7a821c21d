/** SMB1 headers (MS-CIFS 2.2.3.1). */
import { type Bytes, concat, hex, u8, u16le, u32le } from './bytes.ts';

export interface SmbHeader {
  readonly protocol?: Bytes;
  readonly command?: number;
  readonly status?: number;
  readonly flags?: number;
  readonly flags2?: number;
  readonly pidHigh?: number;
  /** Eight bytes. */
  readonly securityFeatures?: Bytes;
  readonly reserved?: number;
  readonly tid?: number;
  readonly pidLow?: number;
  readonly uid?: number;
  readonly mid?: number;
}

/** The 32 bytes; everything but Protocol is zero unless given. */
export function smbHeader(header: SmbHeader): Bytes {
  return concat(
    header.protocol ?? hex('ff 53 4d 42'),
    u8(header.command ?? 0),
    u32le(header.status ?? 0),
    u8(header.flags ?? 0),
    u16le(header.flags2 ?? 0),
    u16le(header.pidHigh ?? 0),
    header.securityFeatures ?? new Uint8Array(8),
    u16le(header.reserved ?? 0),
    u16le(header.tid ?? 0),
    u16le(header.pidLow ?? 0),
    u16le(header.uid ?? 0),
    u16le(header.mid ?? 0),
  );
}

/** SMB_Header.Flags: the message is an answer. */
export const REPLY = 0x80;

/** Status as error class and code (MS-CIFS 2.2.2.4): ERRSRV (2), ERRerror (1). */
export const ERRSRV_ERROR = 0x00010002;

/** Header, WordCount, words, ByteCount, bytes; both counts are right unless given. */
export interface SmbParts {
  readonly header?: SmbHeader;
  readonly wordCount?: number;
  readonly words?: Bytes;
  readonly byteCount?: number;
  readonly bytes?: Bytes;
}

export function smb(parts: SmbParts): Bytes {
  const { header = {}, words = new Uint8Array(0), bytes = new Uint8Array(0) } = parts;
  const { wordCount = words.length / 2, byteCount = bytes.length } = parts;
  return concat(smbHeader(header), u8(wordCount), words, u16le(byteCount), bytes);
}
