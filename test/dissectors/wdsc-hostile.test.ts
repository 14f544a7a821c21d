/** WDS packets that nobody sends in good faith: nothing is thrown, and nothing is made that the bytes do not pay for. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { wdsc } from '../../dissectors/ms-wdsc/protocol.ts';
import { answers, asks, blob, packet, string, u32, utf16, variable } from '../../dissectors/ms-wdsc/rules/bytes.ts';
import { secretsIn } from '../../dissectors/ms-wdsc/secrets.ts';
import { sessionsIn } from '../../scripts/fuzz/corpus.ts';
import { drive } from '../../scripts/fuzz/drive.ts';
import { mutated } from '../../scripts/fuzz/mutate.ts';
import { Random } from '../../scripts/fuzz/random.ts';
import { fromHex, toHex } from '../../src/bytes/hex.ts';
import { alone } from './alone.ts';

const SESSIONS = 60;
const PACKETS = 2000;

describe('mutated WDS sessions', async () => {
  const all = await sessionsIn(fileURLToPath(new URL('../../samples', import.meta.url)));
  const sessions = all.filter(({ name }) => name.startsWith('wdsc-'));

  test(`${SESSIONS} of them are read, judged and written`, () => {
    assert.ok(sessions.length >= 5);
    for (let seed = 0; seed < SESSIONS; seed++) {
      try {
        drive(mutated(sessions, new Random(seed)), { json: true });
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
    }
  });
});

describe('mutated WDS packets', () => {
  const numbers = variable({ name: 'L', type: 0x1000_0004, value: u32(1) + u32(2) + u32(3), length: 4, size: 3 });
  const texts = variable({ name: 'N', type: 0x1000_0020, value: utf16('ab\0c\0\0'), length: 6, size: 2 });
  const xml = blob('X', '<?xml version="1.0"?><a><Password>secret</Password></a>');
  const seeds = [asks(), answers(), packet({ variables: [numbers, texts, xml, string('S', 'text')] })].map((hex) =>
    fromHex(hex.replace(/\s/g, '')),
  );
  /** Values that lengths, counts and types are made of. */
  const WORDS = [0, 1, 15, 16, 80, 0x7fff, 0xffff, 0x1000, 0x1000_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

  test(`${PACKETS} of them have no more fields than their bytes can hold`, () => {
    for (let seed = 0; seed < PACKETS; seed++) {
      const random = new Random(seed);
      const bytes = random.pick(seeds).slice();
      const view = new DataView(bytes.buffer);
      for (let n = 1 + random.below(4); n > 0; n--) {
        if (random.below(2) === 0) bytes[random.below(bytes.length)] = random.below(256);
        else view.setUint32(random.below(bytes.length / 4 - 1) * 4, random.pick(WORDS), true);
      }
      const whole = bytes.subarray(0, bytes.length - (random.below(4) === 0 ? random.below(bytes.length) : 0));
      const lines = alone(wdsc, toHex(whole));
      // The headers' fields, those of blocks of 80 bytes, and two a byte of a value: itself and what it means.
      assert.ok(lines.length <= 40 + 2 * whole.length, `seed ${seed}: ${lines.length} fields of ${whole.length} bytes`);
    }
  });
});

/** As much as is searched. Of nothing that looks like a secret the search may take longer than a few passes over it. */
const MUCH = 1 << 20;
const LONGEST_MS = 5000;

describe('a text that looks like secrets', () => {
  for (const [shows, text] of [
    ['one long name', `<${'password'.repeat(MUCH / 8)}`],
    ['tags that nothing closes', '<password>'.repeat(MUCH / 10)],
    ['tags that do not end', '<password '.repeat(MUCH / 10)],
    ['settings on one line', 'password='.repeat(MUCH / 9)],
    ['a long setting', 'password'.repeat(MUCH / 8)],
    ['blanks', ' '.repeat(MUCH)],
  ] as const) {
    test(`is searched once: ${shows}`, () => {
      const bytes = Buffer.from(text, 'latin1');
      const begun = performance.now();
      assert.ok(secretsIn(bytes, 0, bytes.length, false).length <= 1);
      assert.ok(performance.now() - begun < LONGEST_MS);
    });
  }

  test('is covered to its end where nothing closes it', () => {
    const bytes = Buffer.from('<a/><Password>one<b/>two', 'latin1');
    assert.deepEqual(
      secretsIn(bytes, 0, bytes.length, false).map(({ start, end }) => bytes.toString('latin1', start, end)),
      ['one', 'two'],
    );
  });
});
