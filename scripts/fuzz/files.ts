import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { CaptureError, openCapture, PcapngWriter, PcapWriter } from '../../src/capture/index.ts';
import type { Frame } from './frames.ts';
import type { Random } from './random.ts';

/** A pcap file of frames of one link type: how seeds are kept. */
export function writeCapture(path: string, frames: readonly Frame[]): void {
  const fd = openSync(path, 'w');
  const writer = new PcapWriter(fd, { linkType: frames[0]?.linkType ?? 1, nanoseconds: true });
  for (const frame of frames) writer.write({ ...frame, start: 0, captured: frame.bytes.length });
  writer.flush();
  closeSync(fd);
}

function writePcapng(path: string, frames: readonly Frame[]): void {
  const fd = openSync(path, 'w');
  const writer = new PcapngWriter(fd, { application: 'specshark' });
  const on = writer.declare({ linkType: frames[0]?.linkType ?? 1, name: 'lo' });
  for (const frame of frames) writer.write(on, { ...frame, start: 0, captured: frame.bytes.length });
  writer.flush();
  closeSync(fd);
}

/** A capture file with a few bytes wrong: in `path`, from frames. */
export function mutatedFile(path: string, frames: readonly Frame[], random: Random): void {
  if (random.below(2) === 0) writeCapture(path, frames);
  else writePcapng(path, frames);
  let bytes: Uint8Array = readFileSync(path);
  if (random.below(6) === 0) bytes = gzipSync(bytes, { level: 1 });
  for (let n = 1 + random.below(4); n > 0; n--) {
    // Headers and what follows them: most of a file is packets, which are another matter.
    const at = random.below(random.pick([32, 200, bytes.length]));
    if (at >= bytes.length) continue;
    if (random.below(5) === 0) bytes = bytes.slice(0, at);
    else if (random.below(4) === 0)
      bytes.set(Uint8Array.of(...random.pick(EXTREMES)).subarray(0, bytes.length - at), at);
    else bytes[at] = random.pick([0, 1, 0xff, 0x80, random.below(256)]);
  }
  writeFileSync(path, bytes);
}

const EXTREMES: readonly (readonly number[])[] = [
  [0, 0, 0, 0],
  [0xff, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0, 0, 0, 0x80],
  [0x0a, 0x0d, 0x0d, 0x0a],
  [6, 0, 0, 0],
  [1, 0, 0, 0],
];

/** Reads a file to its end; whatever it holds, it is read as far as it goes, or refused in one line. */
export async function readThrough(path: string): Promise<void> {
  let reader: Awaited<ReturnType<typeof openCapture>>;
  try {
    reader = await openCapture(path, { bufferSize: 4096, batchSize: 16 });
  } catch (error) {
    if (error instanceof CaptureError && !/[\n\r]/.test(error.message)) return;
    throw error;
  }
  try {
    let last = -1;
    for (let batch = await reader.next(); batch; batch = await reader.next()) {
      if (batch.count === 0) throw new Error('an empty batch');
      for (let i = 0; i < batch.count; i++) {
        const start = batch.start[i]!;
        if (start < 0 || start + batch.captured[i]! > batch.bytes.length) throw new Error('a frame outside its buffer');
        if (!reader.interfaces[batch.interface[i]!]) throw new Error('a frame of no interface');
        if (batch.position[i]! <= last) throw new Error('frames whose positions do not grow');
        if (!(batch.nanoseconds[i]! >= 0 && batch.nanoseconds[i]! < 1e9))
          throw new Error('nanoseconds outside a second');
        last = batch.position[i]!;
      }
    }
    if (reader.end.state === 'cut' && /[\n\r]/.test(reader.end.message)) throw new Error('a message of several lines');
  } finally {
    reader.close();
  }
}
