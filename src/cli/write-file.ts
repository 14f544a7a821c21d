import { closeSync } from 'node:fs';
import { PcapngWriter, PcapWriter } from '../capture/index.ts';
import type { Finding } from '../model/finding.ts';
import type { Packet } from '../model/packet.ts';
import { cite } from '../model/spec.ts';
import type { PacketWriter } from '../output/output.ts';
import { UsageError } from './exit.ts';
import { openToWrite } from './user-files.ts';
import { version } from './version.ts';

/**
 * `-w FILE`: the packets as a capture, `-` is standard output. pcapng holds what was found as the packets' comments;
 * pcap, for names that end so, holds one link type.
 */
export function packetFile(path: string, format = path.endsWith('.pcap') ? 'pcap' : 'pcapng'): PacketWriter {
  const fd = openToWrite(path, '-w');
  const writer = format === 'pcap' ? plain(fd, path) : commented(fd);
  return {
    ...writer,
    end() {
      writer.end?.();
      if (fd !== 1) closeSync(fd);
    },
  };
}

const record = (packet: Packet) => ({
  seconds: packet.seconds,
  nanoseconds: packet.nanoseconds,
  bytes: packet.source.bytes,
  start: packet.source.base,
  captured: packet.captured,
  wire: packet.wire,
});

function plain(fd: number, path: string): PacketWriter {
  let writer: PcapWriter | undefined;
  let linkType = 0;
  return {
    packet(packet) {
      if (!writer) {
        linkType = packet.linkType;
        writer = new PcapWriter(fd, { linkType });
      }
      if (packet.linkType !== linkType)
        throw new UsageError(
          `-w: ${path}: pcap holds one link type, and there are ${linkType} and ${packet.linkType}; take -F pcapng`,
        );
      writer.write(record(packet));
    },
    end() {
      writer ??= new PcapWriter(fd, { linkType: 1 });
      writer.flush();
    },
  };
}

function commented(fd: number): PacketWriter {
  const writer = new PcapngWriter(fd, { application: `specshark ${version}` });
  const interfaces = new Map<string, number>();
  return {
    packet(packet, findings) {
      const key = `${packet.file} ${packet.section} ${packet.interface} ${packet.linkType}`;
      let number = interfaces.get(key);
      if (number === undefined) {
        number = writer.declare({ linkType: packet.linkType });
        interfaces.set(key, number);
      }
      writer.write(number, record(packet), findings.map((finding) => comment(finding, packet)).join('\n'));
    },
    end: () => writer.flush(),
  };
}

function comment({ severity, rule, text, spec, anchor }: Finding, packet: Packet): string {
  const where = anchor.frame === packet.number ? '' : ` frame ${anchor.frame}`;
  return `${severity.toUpperCase()} ${rule.id}: ${text} (${cite(spec)})${where}`;
}
