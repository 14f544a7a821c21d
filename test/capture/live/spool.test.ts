import assert from 'node:assert/strict';
import { closeSync, fstatSync, ftruncateSync, mkdtempSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Spool } from '../../../src/capture/live/spool.ts';
import { payload } from '../build.ts';

const scratch = mkdtempSync(join(tmpdir(), 'specshark-spool-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const MIB = 1 << 20;

function made(): { spool: Spool; calls: string[]; end: () => void } {
  const spool = Spool.make(undefined, [scratch]);
  assert.ok(spool, 'these tests need Linux, fallocate of util-linux, and a file system whose files may have holes');
  const calls: string[] = [];
  let end = (): void => {};
  const filled = new Promise<void>((resolve) => {
    end = resolve;
  });
  spool.follow({ pause: () => calls.push('pause'), resume: () => calls.push('resume') }, filled);
  return { spool, calls, end };
}

async function drained(spool: Spool): Promise<Buffer> {
  const into = new Uint8Array(MIB);
  const pieces: Buffer[] = [];
  for (;;) {
    const n = await spool.read(into, 0, into.length);
    if (n === 0) return Buffer.concat(pieces);
    pieces.push(Buffer.from(into.subarray(0, n)));
  }
}

describe('what lies between a child and us', () => {
  test('gives what was put in, whole and in order, also what came last before the end', async () => {
    const { spool, end } = made();
    const sent = [0, 1, 2, 3].map((i) => payload(i * 100_003 + 5, i));
    for (const piece of sent.slice(0, 3)) writeSync(spool.fd, piece);
    assert.equal(await spool.begun(), true);
    setTimeout(() => {
      writeSync(spool.fd, sent[3]!);
      end();
    }, 50);
    assert.deepEqual(await drained(spool), Buffer.concat(sent));
    spool.close();
  });

  test('has no name, so that nothing of it stays', () => {
    const { spool } = made();
    assert.deepEqual(readdirSync(scratch), []);
    spool.close();
  });

  test('that stays empty never begins', async () => {
    const { spool, end } = made();
    end();
    assert.equal(await spool.begun(), false);
    assert.equal((await drained(spool)).length, 0);
    spool.close();
  });

  test('takes no more room than what was not read yet', async () => {
    const { spool, end } = made();
    const piece = payload(MIB, 1);
    const into = new Uint8Array(MIB);
    for (let i = 0; i < 96; i++) {
      writeSync(spool.fd, piece);
      for (let got = 0; got < MIB; ) got += await spool.read(into, 0, MIB - got);
    }
    const taken = (): number => fstatSync(spool.fd).blocks * 512;
    for (let i = 0; i < 100 && taken() > 40 * MIB; i++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(fstatSync(spool.fd).size, 96 * MIB);
    assert.ok(taken() <= 40 * MIB, `${taken()}`);
    end();
    spool.close();
  });

  test('lets whoever fills it wait when there is too much, until half of it is gone', async () => {
    const { spool, calls, end } = made();
    // A hole as long as two backlogs takes no room, and reads as zeros.
    ftruncateSync(spool.fd, 1 << 30);
    const into = new Uint8Array(16 * MIB);
    let read = 0;
    const seen: [string, number][] = [];
    while (read < 1 << 30) {
      read += await spool.read(into, 0, into.length);
      if (calls.length > seen.length) seen.push([calls.at(-1)!, (1 << 30) - read]);
    }
    const [[first], [second, left]] = seen as [[string, number], [string, number]];
    assert.deepEqual([first, second, seen.length], ['pause', 'resume', 2]);
    assert.ok(left > 0 && left < 1 << 28, `${left}`);
    end();
    spool.close();
  });

  test('is not there where no file can be made: then a pipe serves', () => {
    assert.equal(Spool.make(undefined, [join(scratch, 'missing'), '/proc']), undefined);
  });

  test('is closed once', async () => {
    const { spool, end } = made();
    const { fd } = spool;
    spool.close();
    spool.close();
    assert.equal(await spool.read(new Uint8Array(9), 0, 9), 0);
    assert.throws(() => closeSync(fd), { code: 'EBADF' });
    end();
  });
});
