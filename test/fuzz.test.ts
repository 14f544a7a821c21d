/** A few mutations of the samples, always the same ones, and every input that once broke something. `npm run fuzz` does more. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sessionsIn } from '../scripts/fuzz/corpus.ts';
import { drive, driveMutated } from '../scripts/fuzz/drive.ts';
import { mutatedFile, readThrough } from '../scripts/fuzz/files.ts';
import { framesOf } from '../scripts/fuzz/frames.ts';
import { Random } from '../scripts/fuzz/random.ts';
import { CaptureError } from '../src/capture/index.ts';

const SEEDS = fileURLToPath(new URL('fuzz/seeds', import.meta.url));
const SESSIONS = 500;
const FILES = 300;

describe('mutated captures break nothing', async () => {
  const sessions = await sessionsIn(fileURLToPath(new URL('../samples', import.meta.url)));
  const scratch = mkdtempSync(join(tmpdir(), 'specshark-fuzz-'));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  test(`${SESSIONS} sessions`, () => driveMutated(sessions, 0, SESSIONS));

  test(`${FILES} files`, async () => {
    const path = join(scratch, 'capture');
    for (let seed = 0; seed < FILES; seed++) {
      const random = new Random(seed);
      mutatedFile(path, random.pick(sessions).frames, random);
      await readThrough(path).catch((error: unknown) => {
        throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
      });
    }
  });
});

describe('what broke something once breaks nothing any more', () => {
  for (const name of existsSync(SEEDS) ? readdirSync(SEEDS).sort() : []) {
    test(name, async () => {
      const path = join(SEEDS, name);
      await readThrough(path);
      const frames = await framesOf(path).catch((error: unknown) => {
        if (error instanceof CaptureError) return [];
        throw error;
      });
      drive(frames, { json: true });
    });
  }
});
