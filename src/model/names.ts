import { escapeText } from '../bytes/text.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import { limits } from './limits.ts';

/** Characters kept of a name: a domain name has no more (RFC 1035 2.3.4). */
const LONGEST = 255;

/**
 * Names of IPv4 (4 bytes) and IPv6 (16 bytes) addresses: the user's, which stay, and those that the capture tells, of
 * which the last one counts. Nothing is ever asked of the network.
 */
export class AddressNames {
  readonly #told = new Map<string, string>();
  readonly #given = new Map<string, string>();

  /** A name that the user gives. */
  give(address: Uint8Array, name: string): void {
    this.#given.set(key(address, 0, address.length), name);
  }

  /** A name that the capture tells; false where there is no room for it. */
  tell(bytes: Uint8Array, at: number, size: number, name: string): boolean {
    const text = name.slice(0, LONGEST);
    if (text === '') return true;
    const address = key(bytes, at, size);
    if (this.#told.size >= limits.addressNames && !this.#told.has(address)) return false;
    this.#told.set(address, text);
    return true;
  }

  /** What an address is called, as it came: text of packets, to be escaped where it is shown. */
  of(bytes: Uint8Array, at: number, size: number): string | undefined {
    if (this.#told.size === 0 && this.#given.size === 0) return undefined;
    const address = key(bytes, at, size);
    return this.#given.get(address) ?? this.#told.get(address);
  }
}

/** An address as trees show it: `name (address)`, where it has a name. */
export function writeNamed(
  out: ByteWriter,
  names: AddressNames | undefined,
  bytes: Uint8Array,
  at: number,
  size: 4 | 16,
): void {
  const name = names?.of(bytes, at, size);
  if (name !== undefined) out.utf8(`${escapeText(name)} (`);
  if (size === 4) out.ipv4(bytes, at);
  else out.ipv6(bytes, at);
  if (name !== undefined) out.byte(0x29);
}

const key = (bytes: Uint8Array, at: number, size: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + size));
