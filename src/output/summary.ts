import type { ByteWriter } from '../bytes/writer.ts';
import type { Packet } from '../model/packet.ts';
import { infoLayer, writeDestination, writeInfo, writeSource } from './columns.ts';
import type { PacketWriter } from './output.ts';

type Time = (packet: Packet, out: ByteWriter) => void;

/** One line a packet, in tshark's columns: No. Time Source → Destination Protocol Length Info. */
export function summaryWriter(out: ByteWriter, time: Time = writeRelative): PacketWriter {
  return {
    packet(packet: Packet) {
      out.room(512);
      out.aligned(packet.number, 5);
      out.byte(0x20);
      time(packet, out);
      out.byte(0x20);
      const source = out.length;
      writeSource(packet, out);
      out.spaces(12 - (out.length - source));
      out.arrow();
      const destination = out.length;
      writeDestination(packet, out);
      out.spaces(12 - (out.length - destination));
      out.byte(0x20);
      const speaker = infoLayer(packet);
      out.utf8(speaker?.protocol.label ?? 'Data');
      out.byte(0x20);
      out.decimal(packet.wire);
      out.byte(0x20);
      writeInfo(packet, speaker, out);
      out.byte(0x0a);
      out.settle();
    },
  };
}

function writeRelative(packet: Packet, out: ByteWriter): void {
  const { seconds, nanoseconds } = packet.relative;
  if (seconds < 0 || nanoseconds < 0) {
    out.byte(0x2d);
    out.decimal(-seconds);
  } else out.aligned(seconds, 3);
  out.byte(0x2e);
  out.padded((Math.abs(nanoseconds) / 1000) | 0, 6);
}
