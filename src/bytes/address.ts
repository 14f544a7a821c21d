import { toHex } from './hex.ts';
import { ByteWriter } from './writer.ts';

/** An IPv4 (4 bytes), IPv6 (16) or other address as text. */
export function addressText(address: Uint8Array): string {
  if (address.length !== 4 && address.length !== 16) return toHex(address, 0, address.length, ':');
  const out = new ByteWriter(() => {});
  if (address.length === 4) out.ipv4(address, 0);
  else out.ipv6(address, 0);
  return Buffer.from(out.buffer.buffer, 0, out.length).toString('latin1');
}
