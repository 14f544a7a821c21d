/**
 * Looks for bytes that break something: `npm run fuzz -- --seconds 60 [--seed N] [FOLDER…]`. Sessions of samples/, and
 * of captures in the folders named, are changed where it hurts and sent through every dissector, rule and writer. What
 * fails is made small and kept in test/fuzz/seeds/, which every test run repeats.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Session, sessionsIn } from './fuzz/corpus.ts';
import { drive } from './fuzz/drive.ts';
import { mutatedFile, readThrough, writeCapture } from './fuzz/files.ts';
import type { Frame } from './fuzz/frames.ts';
import { minimal } from './fuzz/minimal.ts';
import { mutated } from './fuzz/mutate.ts';
import { Random } from './fuzz/random.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const seeds = join(root, 'test/fuzz/seeds');

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } },
  allowPositionals: true,
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const until = performance.now() + Number(values.seconds) * 1000;
const known = new Set<string>();

const sessions: Session[] = await sessionsIn(join(root, 'samples'));
for (const folder of positionals) sessions.push(...(await sessionsIn(folder)));
const scratch = mkdtempSync(join(tmpdir(), 'specshark-fuzz-'));
console.log(`${sessions.length} sessions, seed ${seed}`);

let tries = 0;
try {
  while (performance.now() < until) {
    const random = new Random(seed + tries++);
    const frames = mutated(sessions, random);
    if (random.below(10) === 0) await tryFile(frames, random);
    else tryFrames(frames);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${tries} tries, ${known.size} failures`);
process.exitCode = known.size > 0 ? 1 : 0;

function tryFrames(frames: readonly Frame[]): void {
  const error = failure(frames);
  if (!error || known.has(kindOf(error))) return;
  known.add(kindOf(error));
  const least = minimal(frames, (fewer) => kindOf(failure(fewer)) === kindOf(error));
  keep(error, (path) => writeCapture(path, least));
}

async function tryFile(frames: readonly Frame[], random: Random): Promise<void> {
  const path = join(scratch, 'capture');
  mutatedFile(path, frames, random);
  try {
    await readThrough(path);
  } catch (error) {
    if (known.has(kindOf(error))) return;
    known.add(kindOf(error));
    keep(error, (to) => copyFileSync(path, to));
  }
}

function failure(frames: readonly Frame[]): unknown {
  try {
    drive(frames, { json: true });
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Failures that differ in numbers only, or in the text they quote, are one. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  const place = /\n\s+at ([^\n]+)/.exec(cause.stack ?? '')?.[1] ?? '';
  return `${cause.message.replace(/".*"|\d+/gs, '#')} ${place}`;
}

function keep(error: unknown, write: (path: string) => void): void {
  mkdirSync(seeds, { recursive: true });
  const name = `${createHash('sha256').update(kindOf(error)).digest('hex').slice(0, 12)}.pcap`;
  write(join(seeds, name));
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  console.log(
    `test/fuzz/seeds/${name}, seed ${seed + tries - 1}: ${cause instanceof Error ? cause.stack : String(cause)}`,
  );
}
