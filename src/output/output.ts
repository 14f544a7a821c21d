import type { ByteWriter } from '../bytes/writer.ts';
import type { Finding } from '../model/finding.ts';
import type { Packet } from '../model/packet.ts';

/** A form of output: what it writes for each packet, and around them. */
export interface PacketWriter {
  begin?(): void;
  /** `findings` are those made on this packet, where rules run. */
  packet(packet: Packet, findings: readonly Finding[]): void;
  /** Findings that only the end of the capture decided. */
  late?(findings: readonly Finding[]): void;
  end?(): void;
}

/** Colours as the bytes that switch them on and off; empty where the output is not coloured. */
export interface Palette {
  readonly heading: Uint8Array;
  readonly error: Uint8Array;
  readonly warning: Uint8Array;
  readonly note: Uint8Array;
  readonly dim: Uint8Array;
  readonly off: Uint8Array;
}

export type WriterFactory<Options = object> = (out: ByteWriter, options: Options) => PacketWriter;
