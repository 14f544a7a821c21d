import { closeSync } from 'node:fs';
import { CaptureError, openCapture, PcapngWriter, PcapWriter } from '../capture/index.ts';
import type { Judge } from '../conformance/judge.ts';
import { Question } from '../engine/question.ts';
import type { Registry } from '../engine/registry.ts';
import type { CaptureInterface, FrameBatch } from '../model/frame.ts';
import type { Packet } from '../model/packet.ts';
import { EXIT, UsageError } from './exit.ts';
import { makePass, tellTrouble } from './inputs.ts';
import { openToWrite } from './user-files.ts';
import { version } from './version.ts';

/** Bytes of the frames that are held. */
const MOST = 512 << 20;

/** A frame in memory. */
export interface HeldFrame {
  /** Its number in the capture it comes from. */
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly wire: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly from: CaptureInterface;
}

/** A whole capture, for what has to look at it more than once; and EXIT.ok, EXIT.input or EXIT.partial. */
export async function hold(path: string): Promise<{ frames: HeldFrame[]; code: number }> {
  const frames: HeldFrame[] = [];
  let size = 0;
  try {
    const reader = await openCapture(path);
    for (let batch = await reader.next(); batch; batch = await reader.next()) {
      for (let i = 0; i < batch.count; i++) {
        const bytes = batch.bytes.slice(batch.start[i]!, batch.start[i]! + batch.captured[i]!);
        size += bytes.length;
        if (size > MOST)
          throw new UsageError(`${path} holds more than ${MOST >> 20} MiB: cut it with read -Y FILTER -w FILE`);
        frames.push({
          number: frames.length + 1,
          bytes,
          wire: batch.wire[i]!,
          seconds: batch.seconds[i]!,
          nanoseconds: batch.nanoseconds[i]!,
          from: reader.interfaces[batch.interface[i]!]!,
        });
      }
    }
    if (reader.end.state === 'complete') return { frames, code: EXIT.ok };
    tellTrouble(`${path}: ${reader.end.message}`);
    return { frames, code: EXIT.partial };
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    tellTrouble(error.message);
    return { frames, code: EXIT.input };
  }
}

/** Made once: recorders are compiled for a question. */
const EVERYTHING = Question.everything();

/** Sends frames through a pass of their own. */
export function passOver(
  frames: readonly HeldFrame[],
  registry: Registry,
  judge: Judge | undefined,
  each: (packet: Packet, index: number) => void = () => {},
): void {
  const pass = makePass(registry, EVERYTHING, judge);
  frames.forEach((frame, i) => {
    pass.frame(batchOf(frame), 0, frame.from);
    judge?.packet(pass.packet);
    each(pass.packet, i);
  });
  pass.finish();
  judge?.finish(pass.packet);
}

const batchOf = ({ bytes, wire, seconds, nanoseconds }: HeldFrame): FrameBatch => ({
  bytes,
  count: 1,
  start: Int32Array.of(0),
  captured: Int32Array.of(bytes.length),
  wire: Uint32Array.of(wire),
  seconds: Float64Array.of(seconds),
  nanoseconds: Int32Array.of(nanoseconds),
  interface: Int32Array.of(0),
  position: Float64Array.of(0),
});

/** Writes frames as a capture, `-` is standard output: pcap where one will do, else pcapng. Nothing but the frames goes along. */
export function writeFrames(path: string, frames: readonly HeldFrame[]): void {
  const fd = openToWrite(path, '-w');
  const links = new Set(frames.map(({ from }) => from.linkType));
  const record = (frame: HeldFrame) => ({ ...frame, start: 0, captured: frame.bytes.length });
  if (links.size <= 1 && !path.endsWith('.pcapng')) {
    const nanoseconds = frames.some((frame) => frame.nanoseconds % 1000 !== 0);
    const writer = new PcapWriter(fd, { linkType: [...links][0] ?? 1, nanoseconds });
    for (const frame of frames) writer.write(record(frame));
    writer.flush();
  } else {
    const writer = new PcapngWriter(fd, { application: `specshark ${version}` });
    const numbers = new Map([...links].map((linkType) => [linkType, writer.declare({ linkType })]));
    for (const frame of frames) writer.write(numbers.get(frame.from.linkType)!, record(frame));
    writer.flush();
  }
  if (fd !== 1) closeSync(fd);
}
