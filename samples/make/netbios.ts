/** NetBIOS session service (RFC 1002 4.3) and direct hosting. */
import { ascii, type Bytes, concat, u8, u16be } from './bytes.ts';
import { ip } from './network.ts';

/** Where nothing else is said. */
export const FROM = 'PRINTSERVER';
export const TO = 'WORKSTATION';

/** First-level encoding (RFC 1001 14.1): 15 characters padded with blanks, the suffix, each as two letters. */
export function netbiosName(name: string, suffix: number): Bytes {
  const padded = concat(ascii(name.padEnd(15, ' ').slice(0, 15)), u8(suffix));
  const letters = Array.from(padded).flatMap((byte) => [0x41 + (byte >>> 4), 0x41 + (byte & 15)]);
  return concat([letters.length], letters, [0]);
}

/** Any packet of the session service; `length` may lie. Lengths over 0x1FFFF do not fit port 139's 17 bits. */
export function sessionPacket(type: number, trailer: Bytes, length = trailer.length): Bytes {
  return concat([type, length >>> 16, length >>> 8, length], trailer);
}

export interface SessionNames {
  readonly called: string;
  readonly calling: string;
  /** 0x03, the messenger's, unless another is given. */
  readonly calledSuffix?: number;
  /** 0x00, as smbclient has it. */
  readonly callingSuffix?: number;
}

export function sessionRequest({ called, calling, calledSuffix = 0x03, callingSuffix = 0x00 }: SessionNames): Bytes {
  return sessionPacket(0x81, concat(netbiosName(called, calledSuffix), netbiosName(calling, callingSuffix)));
}

export function positiveResponse(): Bytes {
  return sessionPacket(0x82, new Uint8Array(0));
}

/** 0x80 not listening on the called name, 0x81 not for the calling one, 0x82 not present, 0x83 no resources, 0x8F. */
export function negativeResponse(error = 0x82): Bytes {
  return sessionPacket(0x83, u8(error));
}

export function retargetResponse(address: string, port: number): Bytes {
  return sessionPacket(0x84, concat(ip(address), u16be(port)));
}

export function keepAlive(): Bytes {
  return sessionPacket(0x85, new Uint8Array(0));
}

/** A session message (0x00): the same four bytes frame it on port 139 and, as a 24-bit length, on port 445. */
export function sessionMessage(message: Bytes, length = message.length): Bytes {
  return sessionPacket(0x00, message, length);
}
