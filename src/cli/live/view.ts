import type { ByteWriter } from '../../bytes/writer.ts';
import type { FrameQueue } from '../../capture/live/index.ts';
import { callsView } from '../calls.ts';
import { useCodePage } from '../code-page.ts';
import type { Arguments } from '../command.ts';
import { EXIT } from '../exit.ts';
import { filterOf } from '../filter.ts';
import { makeRegistry } from '../inputs.ts';
import { hear, type Listening } from '../listening.ts';
import { messagesView } from '../messages.ts';
import { type Showing, show } from '../read.ts';
import { checkView } from './check-view.ts';
import type { Plan } from './plan.ts';

/** How the capture ended, as far as it concerns what was seen of the traffic. */
export interface CaptureNote {
  /** Why not all of it was seen; empty where it was. */
  readonly trouble: string;
}

/** A view of a capture that may miss frames. */
export interface LiveView extends Omit<Showing, 'finish'> {
  /** Gives the exit code. */
  finish(note: CaptureNote, missed: number): number;
}

/** Shows what comes through the queue, to its end. */
export function follow(
  queue: FrameQueue,
  { pass, each, finish }: LiveView,
  out: ByteWriter,
): { code: number; dissected: number } {
  const { packet } = pass;
  let dissected = 0;
  let missed = 0;
  for (;;) {
    // Whoever looks on sees the last packet as soon as there is no other.
    if (queue.empty) out.flush();
    const taken = queue.take();
    if (taken.kind === 'abandoned') return { code: EXIT.ok, dissected };
    if (taken.kind === 'end') {
      const { received, trouble } = JSON.parse(taken.note) as CaptureNote & { received: number };
      missed += received - packet.number;
      const code = finish({ trouble }, missed);
      out.flush();
      return { code, dissected };
    }
    const { batch, first } = taken;
    const unseen = first - packet.number - 1;
    if (unseen > 0) {
      pass.missed(unseen);
      missed += unseen;
    }
    for (let i = 0; i < batch.count; i++) {
      pass.frame(batch, i, queue.interfaces[batch.interface[i]!]!);
      each(packet);
    }
    dissected += batch.count;
  }
}

export async function viewOf(plan: Plan, args: Arguments, out: ByteWriter): Promise<LiveView> {
  const source = plan.request.interfaces.join(', ');
  switch (plan.shows) {
    case 'messages':
      return listening(args, messagesView(args, out, await useCodePage(args)), source);
    case 'calls':
      await useCodePage(args);
      return listening(args, callsView(args, out), source);
    case 'check':
      await useCodePage(args);
      return checkView(args, out, source);
    default: {
      const { pass, each, finish } = await show(withoutFile(args), out);
      return {
        pass,
        each,
        finish: () => finish('end of capture'),
      };
    }
  }
}

/** The thread shows packets; those that are written, the other one writes. */
const withoutFile = (args: Arguments): Arguments => ({
  ...args,
  has: (name) => name !== 'write' && args.has(name),
  one: (name) => (name === 'write' ? undefined : args.one(name)),
});

async function listening(args: Arguments, view: Listening, source: string): Promise<LiveView> {
  const registry = makeRegistry(args);
  const { pass, each, finish } = await hear(view, registry, filterOf(args, registry), source);
  view.begin?.();
  return {
    pass,
    each,
    finish() {
      const code = finish('end of capture');
      view.end();
      return code;
    },
  };
}
