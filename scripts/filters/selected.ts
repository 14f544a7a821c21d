/** What a display filter selects of a capture: by the program's own parts, and by tshark. */
import { execFile } from 'node:child_process';
import { protocols, wiring } from '../../dissectors/index.ts';
import { openCapture } from '../../src/capture/index.ts';
import { nearest } from '../../src/cli/exit.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import { run } from '../../src/engine/run.ts';
import { FilterError, makeFilter } from '../../src/filter/index.ts';

/** Frame numbers, or why the filter was refused. */
export type Selected = readonly number[] | string;

const registry = new Registry(protocols);

export async function ours(expression: string, capture: string): Promise<Selected> {
  const { fields } = registry;
  try {
    const filter = makeFilter(expression, {
      get: (name) => fields.get(name),
      nearest: (name) => nearest(name, fields.keys()),
    });
    const pass = new Pass(registry, wiring, Question.fields(filter.fields), undefined, true);
    const selected: number[] = [];
    await run(await openCapture(capture), pass, (packet) => {
      if (filter.matches(packet)) selected.push(packet.number);
    });
    return selected;
  } catch (error) {
    if (error instanceof FilterError) return error.message;
    throw error;
  }
}

export function tsharks(expression: string, capture: string): Promise<Selected> {
  const words = ['-n', '-r', capture, '-Y', expression, '-T', 'fields', '-e', 'frame.number'];
  return new Promise((resolve, reject) => {
    execFile('tshark', words, { encoding: 'latin1', maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const lines = stderr.split('\n').filter((line) => line.startsWith('tshark: '));
      if (error && lines.length > 0) resolve(lines[0]!.slice('tshark: '.length));
      // Not there is no answer; where it aborts, it selects nothing.
      else if (error?.code === 'ENOENT') reject(error);
      else resolve(stdout.split('\n').filter(Boolean).map(Number));
    });
  });
}
