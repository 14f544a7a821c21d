import type { Wanted } from '../decode/interpret.ts';
import { compileRecorder, nothing, type Recorder } from '../decode/recorder.ts';
import { type Field, type FieldGroup, fieldById, fieldCount } from '../model/field.ts';
import type { Layout } from '../model/layout.ts';
import { fieldsOf, firstFieldsOf, type Protocol } from '../model/protocol.ts';
import { ID_MASK } from '../model/tree.ts';

/**
 * What a run asks for, which decides what is recorded: every field for trees and rules, a few for `-T fields`, none for
 * the one-line list. Recorders are made for the question at first use.
 */
export class Question {
  readonly wanted: Wanted;
  readonly recording: boolean;
  /** Nothing but some fields is asked for: what has none of them need not be read. */
  readonly partial: boolean;
  /** Per protocol heading: whether any of its fields is asked for; 2 while nobody looked. */
  readonly #protocols = new Uint8Array(fieldCount()).fill(2);
  /** Which fields of a group are asked for; none while nobody looked. */
  readonly #groups: (readonly Field[] | undefined)[] = [];
  readonly #recorders: (Recorder | undefined)[] = [];

  private constructor(wanted: Wanted, recording: boolean, partial = false) {
    this.wanted = wanted;
    this.partial = partial;
    this.recording = recording;
  }

  static everything(): Question {
    // Fields may be made while it runs: room for every number that a tree can hold.
    return new Question(new Uint8Array(ID_MASK + 1).fill(1), true);
  }

  static nothing(): Question {
    return new Question(new Uint8Array(fieldCount()), false);
  }

  /** Some fields; and the columns of the list, if `listed`, for which everything is read. */
  static fields(fields: Iterable<Field>, listed = false): Question {
    const wanted = new Uint8Array(fieldCount());
    let any = false;
    let all = listed;
    for (const field of fields) {
      wanted[field.id] = 1;
      any = true;
      all ||= field.ofAll;
    }
    return new Question(wanted, any, !all);
  }

  /** Whether any field of the protocol is asked for. */
  asks(protocol: Protocol): boolean {
    if (!this.recording) return false;
    const known = this.#protocols[protocol.heading.id]!;
    return known < 2 ? known === 1 : this.#asksFirst(protocol);
  }

  /** Apart, because a function that makes a closure anywhere allocates at every call. */
  #asksFirst(protocol: Protocol): boolean {
    // Fields that nobody has made yet nobody asked for by name.
    const fields = protocol.later?.made ? fieldsOf(protocol) : firstFieldsOf(protocol);
    const any = fields.some((field) => this.wanted[field.id] === 1);
    this.#protocols[protocol.heading.id] = any ? 1 : 0;
    return any;
  }

  /** The fields of the group that are asked for. */
  wantedOf(group: FieldGroup): readonly Field[] {
    return this.#groups[group.index] ?? this.#wantedFirst(group);
  }

  #wantedFirst({ index, fields }: FieldGroup): readonly Field[] {
    const wanted = fields.filter((field) => this.wanted[field.id] === 1);
    this.#groups[index] = wanted;
    return wanted;
  }

  /** Whether text of the user's code page is asked for. */
  readsOem(): boolean {
    return this.recording && this.wanted.some((wanted, id) => wanted === 1 && fieldById(id).encoding === 'oem');
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
