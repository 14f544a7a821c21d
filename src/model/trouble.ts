import type { Anchor } from './anchor.ts';
import type { Direction, Flow } from './flow.ts';
import type { limits } from './limits.ts';
import { type Subject, subject } from './subject.ts';

/** What went wrong with a stream below any protocol's messages. */
export interface StreamTrouble {
  readonly kind: 'gap' | 'overlap' | 'limit';
  readonly flow: Flow;
  readonly direction: Direction;
  /** The segment that showed it. */
  readonly anchor: Anchor;
  /** gap, limit: bytes lost; overlap: bytes sent again with another content. */
  readonly bytes: number;
  /** overlap: the frame that brought these sequence numbers first. */
  readonly frame: number;
}

export const streamTrouble: Subject<StreamTrouble> = subject('stream trouble', (it) => it.flow);

/** A limit of `limits.ts` was reached: what was dropped cannot be judged. */
export interface LimitReached {
  readonly limit: keyof typeof limits;
  readonly anchor: Anchor;
}

export const limitReached: Subject<LimitReached> = subject('limit reached', () => undefined);
