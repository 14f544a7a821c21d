import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Listed {
  readonly capture: string;
  readonly expression: string;
  /** Why we differ from tshark, where we mean to. */
  readonly reason: string | undefined;
}

/**
 * The expressions of expressions.txt, one a line. `@ FILE` names the capture of those that follow it, in samples/ or in
 * ../shared/captures; `~ REASON` says why we differ in the next one.
 */
export function expressions(list: string | URL = new URL('expressions.txt', import.meta.url)): Listed[] {
  const lines = readFileSync(list, 'utf8').split('\n');
  const listed: Listed[] = [];
  let capture = '';
  let reason: string | undefined;
  for (const line of lines) {
    if (line === '' || line.startsWith('# ')) continue;
    if (line.startsWith('@ ')) capture = place(line.slice(2));
    else if (line.startsWith('~ ')) reason = line.slice(2);
    else {
      listed.push({ capture, expression: line, reason });
      reason = undefined;
    }
  }
  return listed;
}

function place(name: string): string {
  const own = join(ROOT, name);
  return existsSync(own) ? own : join(ROOT, '../shared/captures', name);
}
