/** What a run over frames shows of the fields that it is asked for. */
import { wiring } from '../dissectors/index.ts';
import { rules } from '../dissectors/rules.ts';
import { batchOf, type Frame } from '../scripts/fuzz/frames.ts';
import { ByteWriter } from '../src/bytes/writer.ts';
import { Judge } from '../src/conformance/judge.ts';
import { Pass } from '../src/engine/pass.ts';
import { Question } from '../src/engine/question.ts';
import type { Registry } from '../src/engine/registry.ts';
import type { FrameBatch } from '../src/model/frame.ts';
import { FIELD_DEFAULTS, type FieldColumn, fieldsWriter } from '../src/output/fields.ts';
import type { PacketWriter } from '../src/output/output.ts';

/** Frames of one capture, made ready to be read again and again. */
export class Asked {
  readonly #registry: Registry;
  readonly #frames: readonly Frame[];
  readonly #batch: FrameBatch;

  constructor(registry: Registry, frames: readonly Frame[]) {
    this.#registry = registry;
    this.#frames = frames;
    this.#batch = batchOf(frames);
  }

  /** The lines that a run gives; `judged` with rules that look on. */
  lines(question: Question, judged: boolean, make: (out: ByteWriter) => PacketWriter): string[] {
    const pieces: string[] = [];
    const out = new ByteWriter((bytes, length) => {
      pieces.push(Buffer.from(bytes.buffer, 0, length).toString('latin1'));
    });
    const writer = make(out);
    const judge = judged ? new Judge(rules) : undefined;
    const pass = new Pass(this.#registry, wiring, question, judge, true);
    this.#frames.forEach(({ linkType }, i) => {
      pass.frame(this.#batch, i, { linkType, snapLength: 0, section: 1 });
      judge?.packet(pass.packet);
      writer.packet(pass.packet, []);
    });
    pass.finish();
    out.flush();
    return Buffer.from(pieces.join(''), 'latin1').toString('utf8').split('\n').slice(0, -1);
  }

  /** Every column of a run that asks for everything: cells by line. */
  everything(columns: readonly FieldColumn[]): string[][] {
    return this.lines(Question.everything(), true, fields(columns)).map((line) => line.split('\t'));
  }

  /** The lines of a run that asks for some columns alone. */
  alone(columns: readonly FieldColumn[]): string[] {
    return this.lines(Question.fields(columns.flatMap((it) => it.fields)), false, fields(columns));
  }
}

// Separators within values are escaped, so that lines and columns can be taken apart again.
const fields = (columns: readonly FieldColumn[]) => (out: ByteWriter) => fieldsWriter(out, columns, FIELD_DEFAULTS);
