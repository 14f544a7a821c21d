import { toHex } from './hex.ts';
import { written } from './writer.ts';

/** An IPv4 (4 bytes), IPv6 (16) or other address as text. */
export function addressText(address: Uint8Array): string {
  if (address.length !== 4 && address.length !== 16) return toHex(address, 0, address.length, ':');
  return written((out) => (address.length === 4 ? out.ipv4(address, 0) : out.ipv6(address, 0)));
}

/** Four decimal numbers with dots between them; undefined where the text is no IPv4 address. */
export function ipv4Bytes(text: string): Uint8Array | undefined {
  const octets = text.split('.');
  const right = octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256);
  return right ? Uint8Array.from(octets, Number) : undefined;
}

/** RFC 4291 2.2: groups of four hex digits, one run of zeros left out, the last 32 bits perhaps in IPv4's way. */
export function ipv6Bytes(text: string): Uint8Array | undefined {
  const [, before, last] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
  let whole = text;
  if (last !== undefined) {
    const v4 = ipv4Bytes(last);
    if (!v4) return undefined;
    whole = `${before}${toHex(v4, 0, 2)}:${toHex(v4, 2, 4)}`;
  }
  const halves = whole.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [first = [], second] = halves;
  const count = first.length + (second?.length ?? 0);
  if (halves.length > 2 || (second ? count > 7 : count !== 8)) return undefined;
  const groups = second ? [...first, ...new Array<string>(8 - count).fill('0'), ...second] : first;
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const values = groups.map((group) => Number.parseInt(group, 16));
  return Uint8Array.from(values.flatMap((value) => [value >> 8, value & 255]));
}
