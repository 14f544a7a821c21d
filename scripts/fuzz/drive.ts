import { protocols, wiring } from '../../dissectors/index.ts';
import { rules } from '../../dissectors/rules.ts';
import { ByteWriter } from '../../src/bytes/writer.ts';
import { Judge } from '../../src/conformance/judge.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { CaptureInterface, FrameBatch } from '../../src/model/frame.ts';
import type { Packet } from '../../src/model/packet.ts';
import { detailWriter } from '../../src/output/detail.ts';
import { FIELD_DEFAULTS, fieldsWriter } from '../../src/output/fields.ts';
import { writeHexdump } from '../../src/output/hexdump.ts';
import { jsonWriter } from '../../src/output/json.ts';
import type { PacketWriter } from '../../src/output/output.ts';
import { summaryWriter } from '../../src/output/summary.ts';
import type { Session } from './corpus.ts';
import { batchOf, type Frame } from './frames.ts';
import { inspect } from './inspect.ts';
import { mutated } from './mutate.ts';
import { Random } from './random.ts';

const registry = new Registry(protocols);
const everything = Question.everything();
const nothing = new Uint8Array(0);
const palette = { heading: nothing, error: nothing, warning: nothing, note: nothing, dim: nothing, off: nothing };

/** A packet must not take longer; far above what any needs, so that a busy machine fails nobody. */
const LONGEST_MS = 3000;

export interface DriveOptions {
  /** How many packets the writers write: all of them unless said otherwise. */
  readonly written?: number;
  /** Parses what `-T json` writes; costs as much as all the rest. */
  readonly json?: boolean;
  readonly each?: (packet: Packet) => void;
}

/**
 * Sends frames through everything: all fields, all rules, all writers, with nothing contained. Throws at whatever breaks
 * a promise, and names the frame.
 */
export class Driver {
  readonly judge = new Judge(rules);
  readonly #pass = new Pass(registry, wiring, everything, this.judge, true);
  readonly #options: DriveOptions;

  constructor(options: DriveOptions = {}) {
    this.#options = options;
  }

  frame(batch: FrameBatch, i: number, from: CaptureInterface): void {
    const { packet } = this.#pass;
    const { written = Number.POSITIVE_INFINITY, json, each } = this.#options;
    const begun = process.cpuUsage();
    try {
      this.#pass.frame(batch, i, from);
      inspect(packet);
      this.judge.packet(packet);
      const findings = this.judge.take();
      if (packet.number <= written) for (const write of writers) write(packet, findings);
      if (json) parses(packet, findings);
      each?.(packet);
    } catch (error) {
      throw new Error(`frame ${packet.number}: ${(error as Error).message}`, { cause: error });
    }
    // Time of this process alone: a busy machine is no fault of a frame.
    const { user, system } = process.cpuUsage(begun);
    const took = (user + system) / 1000;
    if (took > LONGEST_MS) throw new Error(`frame ${packet.number} took ${Math.round(took)} ms`);
  }

  finish(): void {
    this.#pass.finish();
    this.judge.finish(this.#pass.packet);
  }
}

/** Drives so many mutations of sessions, always the same ones from a seed on; names the one that breaks something. */
export function driveMutated(sessions: readonly Session[], first: number, count: number): void {
  for (let seed = first; seed < first + count; seed++) {
    const frames = mutated(sessions, new Random(seed));
    try {
      drive(frames, { json: true });
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
}

export function drive(frames: readonly Frame[], options: DriveOptions = {}): Judge {
  const driver = new Driver(options);
  const batch = batchOf(frames);
  frames.forEach(({ linkType }, i) => {
    driver.frame(batch, i, { linkType, snapLength: 0, section: 1 });
  });
  driver.finish();
  return driver.judge;
}

/** Texts for people hold no control characters, U+007F to U+009F among them; JSON has its own escapes. */
function clean(name: string, allowed: readonly number[]): (bytes: Uint8Array, length: number) => void {
  return (bytes, length) => {
    for (let i = 0; i < length; i++) {
      const b = bytes[i]!;
      const high = b === 0x7f || (b === 0xc2 && i + 1 < length && bytes[i + 1]! < 0xa0);
      if ((b < 0x20 && !allowed.includes(b)) || (high && name !== 'json')) {
        const around = Buffer.from(bytes.subarray(Math.max(0, i - 60), i + 20)).toString('utf8');
        throw new Error(`${name}: control character at ${JSON.stringify(around)}`);
      }
    }
  };
}

type Write = (packet: Packet, findings: readonly Finding[]) => void;

function through(name: string, make: (out: ByteWriter) => PacketWriter, allowed = [0x0a]): Write {
  const out = new ByteWriter(clean(name, allowed));
  const writer = make(out);
  return (packet, findings) => {
    writer.packet(packet, findings);
    out.flush();
  };
}

/** Some columns of -T fields; its other printers are those of -V. */
const columns = ['frame.number', 'ip.addr', 'tcp.port', 'udp.port', 'smb.cmd', 'smb.message', '_ws.col.Info'].map(
  (name) => ({ name, fields: registry.fields.get(name) ?? [] }),
);

const writers: readonly Write[] = [
  through('summary', summaryWriter),
  through('detail', (out) => detailWriter(out, { palette, only: undefined })),
  through('fields', (out) => fieldsWriter(out, columns, FIELD_DEFAULTS), [0x09, 0x0a]),
  through('json', (out) => jsonWriter(out, true)),
  through('bytes', (out) => ({ packet: (packet) => writeHexdump(packet, out) })),
];

let text = '';
const toText = new ByteWriter((bytes, length) => {
  text += Buffer.from(bytes.buffer, 0, length).toString('utf8');
});
const lines = jsonWriter(toText, true);

function parses(packet: Packet, findings: readonly Finding[]): void {
  text = '';
  lines.packet(packet, findings);
  toText.flush();
  JSON.parse(text);
}
