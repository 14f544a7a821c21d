import type { ByteWriter } from '../bytes/writer.ts';
import type { Packet } from '../model/packet.ts';
import type { ByteSource } from '../model/source.ts';

/** Bytes in rows of sixteen (-x): the frame's, and those of each reassembly found in it. */
export function writeHexdump(packet: Packet, out: ByteWriter): void {
  const sources: ByteSource[] = [];
  for (let i = 0; i < packet.layerCount; i++) {
    const { source } = packet.layer(i);
    if (!sources.includes(source)) sources.push(source);
  }
  for (const source of sources) {
    if (sources.length > 1) {
      const name = source === packet.source ? 'Frame' : source.name[0]!.toUpperCase() + source.name.slice(1);
      out.ascii(`${name} (${source.end - source.base} bytes):\n`);
    }
    rows(source, out);
    out.byte(0x0a);
  }
}

function rows({ bytes, base, end }: ByteSource, out: ByteWriter): void {
  for (let row = base; row < end; row += 16) {
    const last = Math.min(end, row + 16);
    out.hex(row - base, 4);
    out.ascii('  ');
    out.hexBytes(bytes, row, last, 0x20);
    out.spaces(3 * (16 - (last - row)) + 3);
    for (let i = row; i < last; i++) {
      const b = bytes[i]!;
      out.byte(b >= 0x20 && b < 0x7f ? b : 0x2e);
    }
    out.byte(0x0a);
    out.settle();
  }
}
