import type { ByteWriter } from '../bytes/writer.ts';
import type { Judge } from '../conformance/judge.ts';
import type { Registry } from '../engine/registry.ts';
import { EXIT, worst } from './exit.ts';
import { Selection } from './filter.ts';
import { interrupted, makePass, readInto } from './inputs.ts';

/** A view of what dissectors make known, wherever the packets come from. */
export interface Listening {
  /** Before the first source. */
  begin(): void;
  /** What hears of the packets of one source, by its name. */
  judge(path: string, selection?: Selection): Judge;
  /** After the last one. */
  end(): void;
}

/** Sends files through a view, one after another; gives the exit code. */
export async function listenTo(
  files: readonly string[],
  view: Listening,
  registry: Registry,
  filter: ConstructorParameters<typeof Selection>[0],
  out: ByteWriter,
): Promise<number> {
  const codes: number[] = [];
  view.begin();
  for (const path of files) {
    const selection = new Selection(filter);
    const pass = makePass(registry, selection.question, view.judge(path, selection));
    const input = await readInto(path, pass, selection.packet);
    pass.finish(interrupted ? 'interrupted' : 'end of capture');
    selection.release();
    codes.push(input.code);
    if (interrupted) break;
  }
  view.end();
  out.flush();
  return interrupted ? EXIT.interrupted : worst(codes);
}
