import { type Wanted } from '../decode/interpret.ts';
import { compileRecorder, nothing, type Recorder } from '../decode/recorder.ts';
import { type Field, fieldCount } from '../model/field.ts';
import type { Layout } from '../model/layout.ts';

/**
 * What a run asks for, which decides what is recorded: every field for trees and rules, a few for `-T fields`, none for
 * the one-line list. Recorders are made for the question at first use.
 */
export class Question {
  readonly wanted: Wanted;
  readonly recording: boolean;
  readonly #recorders: (Recorder | undefined)[] = [];

  private constructor(wanted: Wanted, recording: boolean) {
    this.wanted = wanted;
    this.recording = recording;
  }

  static everything(): Question {
    return new Question(new Uint8Array(fieldCount()).fill(1), true);
  }

  static nothing(): Question {
    return new Question(new Uint8Array(fieldCount()), false);
  }

  static fields(fields: Iterable<Field>): Question {
    const wanted = new Uint8Array(fieldCount());
    let any = false;
    for (const field of fields) {
      wanted[field.id] = 1;
      any = true;
    }
    return new Question(wanted, any);
  }

  recorder(layout: Layout): Recorder {
    let recorder = this.#recorders[layout.id];
    if (!recorder) {
      recorder = this.recording ? compileRecorder(layout, this.wanted) : nothing;
      this.#recorders[layout.id] = recorder;
    }
    return recorder;
  }
}
