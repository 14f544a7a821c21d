import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { openCapture } from '../../src/capture/index.ts';
import { describedInterface, enhancedPacket, payload, pcapHeader, pcapRecord, Scratch, section } from './build.ts';
import { collect, refusal } from './collect.ts';
import { sampleCapture } from './sample.ts';

const scratch = new Scratch();
after(scratch.remove);

const PROGRAM = fileURLToPath(new URL('print-frames.ts', import.meta.url));
const CHECKOUT = dirname(dirname(dirname(PROGRAM)));

/** print-frames.ts with something on its standard input. */
class Reading {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(args: readonly string[] = [], stdin: 'pipe' | number = 'pipe') {
    const words = ['--import', 'tsx', PROGRAM, ...args];
    this.child = spawn(process.execPath, words, {
      cwd: CHECKOUT,
      stdio: [stdin, 'pipe', 'inherit'],
    }) as ChildProcessWithoutNullStreams;
    this.#lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  write(bytes: Buffer): this {
    this.child.stdin.write(bytes);
    return this;
  }

  end(): this {
    this.child.stdin.end();
    return this;
  }

  async line(): Promise<Record<string, unknown>> {
    const { value, done } = await this.#lines.next();
    assert.ok(!done, 'it ended');
    return JSON.parse(value);
  }

  /** The last line, and the exit code. */
  async rest(): Promise<{ last: Record<string, unknown>; frames: number; code: number | null }> {
    const exit = new Promise<number | null>((resolve) => this.child.on('close', resolve));
    let last: Record<string, unknown> = {};
    let frames = 0;
    for (let next = await this.#lines.next(); !next.done; next = await this.#lines.next()) {
      last = JSON.parse(next.value);
      if (typeof last['frames'] === 'number') frames = last['frames'];
    }
    return { last, frames, code: await exit };
  }
}

describe('standard input', () => {
  test('a live pipe: frames are handed on as they arrive, also when a record arrives in pieces', async () => {
    const reading = new Reading();
    const record = pcapRecord(payload(60));
    reading.write(pcapHeader().subarray(0, 10));
    reading.write(pcapHeader().subarray(10));
    assert.deepEqual(await reading.line(), { format: 'pcap' });
    reading.write(record);
    assert.deepEqual(await reading.line(), { frames: 1 });
    reading.write(Buffer.concat([record, record, record.subarray(0, 7)]));
    assert.deepEqual(await reading.line(), { frames: 3 });
    reading.write(record.subarray(7, 30));
    reading.write(record.subarray(30));
    assert.deepEqual(await reading.line(), { frames: 4 });
    assert.deepEqual(await reading.end().rest(), { last: { end: { state: 'complete' } }, frames: 0, code: 0 });
  });
  test('a pipe that stops inside a block', async () => {
    const whole = Buffer.concat([
      section(),
      describedInterface(),
      enhancedPacket(payload(60)),
      enhancedPacket(payload(60)),
    ]);
    const { last, frames } = await new Reading().write(whole.subarray(0, 200)).end().rest();
    assert.equal(frames, 1);
    const message = 'cut short in the middle of packet 2 (file position 140: the block says 92 bytes, 60 are there)';
    assert.deepEqual(last, { end: { state: 'cut', position: 140, message } });
  });
  test('compressed, and longer than a pipe holds', async () => {
    const sample = sampleCapture();
    const long = Buffer.concat([sample, ...Array.from({ length: 20 }, () => sample.subarray(24))]);
    for (const bytes of [long, gzipSync(long)]) {
      const { last, frames } = await new Reading().write(bytes).end().rest();
      assert.deepEqual([last, frames], [{ end: { state: 'complete' } }, 21 * 160]);
    }
  });
  test('a plain file, from where it was read to', async () => {
    const fd = openSync(scratch.file(sampleCapture()), 'r');
    const { last, frames } = await new Reading(['-'], fd).rest();
    closeSync(fd);
    assert.deepEqual([last, frames], [{ end: { state: 'complete' } }, 160]);
    const path = scratch.file(Buffer.concat([Buffer.from('12345'), pcapHeader(), pcapRecord(payload(60))]));
    const words = [process.execPath, '--import', 'tsx', PROGRAM].map((word) => `'${word}'`).join(' ');
    const script = `{ dd bs=5 count=1 status=none >/dev/null; ${words}; } < '${path}'`;
    assert.match(execFileSync('sh', ['-c', script], { cwd: CHECKOUT, encoding: 'utf8' }), /"frames":1\b/);
  });
  test('nothing, and what is no capture', async () => {
    const empty = await new Reading().end().rest();
    assert.deepEqual(empty.last, { kind: 'not-a-capture', message: 'standard input is empty' });
    const text = await new Reading().write(Buffer.from('hello\n')).end().rest();
    assert.deepEqual(text.last, { kind: 'not-a-capture', message: 'standard input is text, not a capture' });
  });
  test('closing ends the waiting for a pipe that goes on', async () => {
    const reading = new Reading(['-', '1']).write(Buffer.concat([pcapHeader(), pcapRecord(payload(60))]));
    const { last, code } = await reading.rest();
    assert.deepEqual([last, code], [{ end: { state: 'cut', position: 100, message: 'closed before its end' } }, 0]);
    reading.child.stdin.destroy();
  });
});

describe('files', () => {
  test('missing, a directory, below a file', async () => {
    const folder = join(scratch.directory, 'folder');
    mkdirSync(folder);
    const file = scratch.file('x');
    for (const [path, message] of [
      [join(folder, 'none.pcap'), 'cannot be opened: no such file'],
      [folder, 'is a directory'],
      [join(file, 'none.pcap'), 'cannot be opened: no such file'],
    ] as const) {
      const refused = await refusal(path);
      assert.deepEqual([refused.kind, refused.message], ['missing', `${path} ${message}`]);
    }
  });
  test('a named pipe is opened without blocking, and read like standard input', async () => {
    const path = join(scratch.directory, 'fifo');
    execFileSync('mkfifo', [path]);
    const opening = collect(path);
    const writing = spawn('sh', ['-c', `cat > '${path}'`], { stdio: ['pipe', 'ignore', 'inherit'] });
    writing.stdin.end(sampleCapture());
    const got = await opening;
    assert.deepEqual([got.frames.length, got.end.state], [160, 'complete']);
  });
  test('what is at hand comes without a promise', async () => {
    const reader = await openCapture(scratch.file(sampleCapture()));
    const batch = reader.next();
    assert.ok(batch && !(batch instanceof Promise));
    assert.equal(batch.count, 160);
    assert.deepEqual(reader.progress, { read: sampleCapture().length, total: sampleCapture().length });
    assert.equal(reader.next(), undefined);
    reader.close();
    reader.close();
  });
  test('a file that shrinks while it is read is cut', async () => {
    const path = scratch.file('');
    writeFileSync(path, sampleCapture());
    const reader = await openCapture(path, { bufferSize: 4096 });
    assert.ok(reader.next());
    truncateSync(path, 5000);
    while (await reader.next());
    assert.equal(reader.end.state, 'cut');
    reader.close();
  });
  test('closed early: nothing more comes', async () => {
    const reader = await openCapture(scratch.file(sampleCapture()), { batchSize: 10 });
    assert.ok(reader.next());
    reader.close();
    assert.equal(reader.next(), undefined);
    assert.equal(reader.end.state, 'cut');
  });
});
