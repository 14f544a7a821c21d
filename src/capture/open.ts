import type { CaptureReader } from '../model/frame.ts';
import { compressionOf, decompressed } from './compression.ts';
import { CaptureError, Damage, reason } from './errors.ts';
import { type Input, openInput } from './input.ts';
import { openNetmon } from './netmon.ts';
import { openPcap } from './pcap.ts';
import { openPcapng } from './pcapng.ts';
import { RecordReader } from './reader.ts';
import { nature } from './signature.ts';
import { openSnoop } from './snoop.ts';
import { Window } from './window.ts';

export interface OpenOptions {
  /** Bytes of the buffer to start with; it grows for longer records. */
  readonly bufferSize?: number;
  /** Frames of a batch at most. */
  readonly batchSize?: number;
}

/** What was just read is still in a processor's second cache when it is dissected. */
const BUFFER = 1 << 18;
/** What formats and compressions are told by. */
const MAGIC = 24;

/**
 * Opens a capture by its name, or standard input by '-'. Format and compression are told by content. Throws a
 * CaptureError whose message is one whole line: `x.zip is a ZIP archive, not a capture`.
 */
export async function openCapture(path: string, options: OpenOptions = {}): Promise<CaptureReader> {
  return openFrom(await openInput(path), path === '-' ? 'standard input' : path, options);
}

/** The same for bytes that arrive piece by piece: frames are handed on as soon as they are there. */
export async function openFrom(from: Input, name: string, options: OpenOptions = {}): Promise<CaptureReader> {
  const size = options.bufferSize ?? BUFFER;
  let input = from;
  try {
    let window = new Window(input, size);
    await window.atLeast(MAGIC);
    const compression = compressionOf(window);
    if (compression) {
      input = decompressed(compression, window.bytes.slice(window.start, window.end), input);
      window = new Window(input, size);
      await window.atLeast(MAGIC);
      const inner = compressionOf(window);
      if (inner) {
        throw refused(
          `is compressed twice (${inner.name} in ${compression.name}), which is not read: decompress it once`,
        );
      }
    }
    const within = compression ? `is ${compression.name} data: ` : 'is ';
    const format =
      (await openPcapng(window)) ?? (await openPcap(window)) ?? (await openNetmon(window)) ?? (await openSnoop(window));
    if (typeof format !== 'object' && window.failure !== undefined) throw window.failure;
    if (typeof format === 'string') throw refused(within + format);
    if (!format) {
      await window.atLeast(512);
      throw refused(within + nature(window.bytes.subarray(window.start, window.end)));
    }
    return new RecordReader(format, window, compression?.name, options.batchSize);
  } catch (error) {
    input.close();
    if (error instanceof CaptureError) throw new CaptureError(error.kind, `${name} ${error.message}`);
    if (error instanceof Damage) throw new CaptureError('not-a-capture', `${name} cannot be read: ${error.message}`);
    if (typeof (error as NodeJS.ErrnoException).errno !== 'number') throw error;
    throw new CaptureError('missing', `${name} cannot be read: ${reason(error)}`);
  }
}

function refused(message: string): CaptureError {
  return new CaptureError('not-a-capture', message);
}
