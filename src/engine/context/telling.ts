import type { Anchor } from '../../model/anchor.ts';
import type { Field } from '../../model/field.ts';
import type { Layer } from '../../model/layer.ts';
import type { limits } from '../../model/limits.ts';
import type { Observer } from '../../model/observer.ts';
import type { Subject } from '../../model/subject.ts';
import { limitReached } from '../../model/trouble.ts';
import { makeAnchor } from '../../model/view.ts';
import type { Question } from '../question.ts';
import { Recording } from './recording.ts';

/** What a dissector makes known beside fields, to rules and views. */
export abstract class Telling extends Recording {
  readonly watching: boolean;
  protected readonly observer: Observer;
  /** To be done when the frame is. */
  protected readonly delayed: { readonly layer: Layer; readonly act: () => void }[] = [];

  constructor(question: Question, observer: Observer) {
    super(question);
    this.observer = observer;
    this.watching = observer.watching;
  }

  watched<T>(subject: Subject<T>): boolean {
    return this.observer.watches(subject as Subject<unknown>);
  }

  observe<T>(subject: Subject<T>, value: T): void {
    this.observer.observed(subject as Subject<unknown>, value, this.packet);
  }

  conceal(start: number, end: number, width: 1 | 2): void {
    if (end > start && !this.quoted) this.packet.secrets.push({ source: this.source, start, end, width });
  }

  later(act: () => void): void {
    this.delayed.push({ layer: this.layer, act });
  }

  called(bytes: Uint8Array, at: number, size: 4 | 16, name: string): void {
    if (this.packet.names && !this.quoted && !this.packet.names.tell(bytes, at, size, name))
      this.reached('addressNames');
  }

  reached(limit: keyof typeof limits): void {
    if (this.watched(limitReached))
      this.observe(limitReached, { limit, anchor: this.anchor(undefined, this.layer.start, this.layer.end) });
  }

  anchor(field: Field | undefined, start: number, end: number): Anchor {
    return makeAnchor(this.packet, this.layer, field, start, end);
  }
}
