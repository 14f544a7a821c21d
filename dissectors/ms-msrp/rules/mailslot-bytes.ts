/** Examples of the mailslot: datagrams of the NetBIOS datagram service (RFC 1002 4.4) that write to \MAILSLOT\MESSNGR. */
import type { Example } from '#sdk';

const byte = (n: number): string => (n & 0xff).toString(16).padStart(2, '0');
const le16 = (n: number): string => byte(n) + byte(n >>> 8);
const be16 = (n: number): string => byte(n >>> 8) + byte(n);
const text = (it: string): string => Array.from(it, (c) => byte(c.charCodeAt(0))).join('');
const clean = (hex: string): string => hex.replace(/\s/g, '');
const size = (hex: string): number => clean(hex).length / 2;

/** Each half byte as a letter (RFC 1001 14.1). */
const encoded = (name: string, suffix: number): string => {
  const bytes = [...name.padEnd(15).slice(0, 15)].map((c) => c.charCodeAt(0)).concat(suffix);
  return `20 ${bytes.flatMap((b) => [byte(0x41 + (b >>> 4)), byte(0x41 + (b & 15))]).join('')} 00`;
};

interface Written {
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
  /** The datagram's destination, where it is not `to`, and its last byte. */
  readonly destination?: string;
  readonly suffix?: number;
  /** Of the write. */
  readonly class?: number;
}

/** SMB_COM_TRANSACTION that writes a mailslot message (MS-MAIL 2.2.1). */
function transaction(body: string, kind: number): string {
  const name = `${text('\\MAILSLOT\\MESSNGR')}00`;
  const offset = 32 + 1 + 34 + 2 + size(name);
  const words =
    `0000 ${le16(size(body))} 0000 0000 00 00 0000 00000000 0000 0000 0000 ${le16(size(body))} ${le16(offset)} 03 00 ` +
    `0100 0000 ${le16(kind)}`;
  const header = `ff534d42 25 00000000 00 0000 0000 ${'00'.repeat(8)} 0000 0000 0000 0000 0000`;
  return `${header} 11 ${words} ${le16(size(name) + size(body))} ${name} ${body}`;
}

function datagram(it: Written): string {
  const { from = 'PRINTSERVER', to = 'ALICE', destination = to, suffix = 3 } = it;
  const body = `${text(from)}00 ${text(to)}00 ${text(it.text ?? 'Hi')}00`;
  const data = `${encoded(from, 0)} ${encoded(destination, suffix)} ${transaction(body, it.class ?? 2)}`;
  return `10 0e 0001 c0000201 008a ${be16(size(data))} 0000 ${data}`;
}

/** A whole frame: Ethernet, IPv4, UDP without a checksum, 138 to 138. */
export function mailslotFrame(it: Written = {}): string {
  const payload = datagram(it);
  const length = size(payload) + 8;
  const head = `45 00 ${be16(length + 20)} 0001 4000 40 11 0000 c0000201 c0000202`;
  let sum = (clean(head).match(/..../g) ?? []).reduce((n, word) => n + Number.parseInt(word, 16), 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  const ip = head.replace('40 11 0000', `40 11 ${be16(~sum & 0xffff)}`);
  return `020000000002 020000000001 0800 ${ip} 008a 008a ${be16(length)} 0000 ${payload}`;
}

export const written = (shows: string, it: Written = {}): Example => ({ shows, frames: [mailslotFrame(it)] });
export const badlyWritten = (shows: string, it: Written, ...finds: string[]): Example => ({
  shows,
  frames: [mailslotFrame(it)],
  finds,
});
/** The datagram ends in the message. */
export const cutDatagram: Example = {
  shows: 'the datagram ends in the message',
  frames: [clean(mailslotFrame()).slice(0, -8)],
};
