import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { FrameColumns } from '../../../src/capture/columns.ts';
import { LiveError, Recording, type RecordingOptions } from '../../../src/capture/live/index.ts';
import { payload } from '../build.ts';
import { collect } from '../collect.ts';

const scratch = mkdtempSync(join(tmpdir(), 'specshark-recording-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
let folders = 0;

function recording(options: Partial<RecordingOptions> = {}): { folder: string; to: Recording } {
  const folder = mkdtempSync(join(scratch, `${++folders}-`));
  const to = new Recording({ path: join(folder, 'out.pcapng'), application: 'test', ...options });
  to.declare({ linkType: 1, snapLength: 96, section: 0, name: 'eth0' }, 'a note');
  return { folder, to };
}

function frame(length: number, seed = 0): FrameColumns {
  const columns = new FrameColumns(1);
  columns.bytes = payload(length, seed);
  columns.captured[0] = length;
  columns.wire[0] = length + 1;
  columns.seconds[0] = 1_700_000_000 + seed;
  columns.nanoseconds[0] = 123_456_789;
  columns.count = 1;
  return columns;
}

describe('what is written while it is captured', () => {
  test('is a pcapng file with the packets as they came', async () => {
    const { folder, to } = recording();
    for (let i = 0; i < 3; i++) to.write(frame(60 + i, i), 0, 0);
    to.close([{ seconds: 1_700_000_009, nanoseconds: 0, received: 3, dropped: 0 }]);
    const { frames, interfaces, end } = await collect(join(folder, 'out.pcapng'));
    assert.deepEqual(
      frames.map(({ data, wire, time }) => [data, wire, time]),
      [0, 1, 2].map((i) => [payload(60 + i, i), 61 + i, `${1_700_000_000 + i}.123456789`]),
    );
    assert.deepEqual(
      interfaces.map(({ name, linkType, snapLength }) => [name, linkType, snapLength]),
      [['eth0', 1, 96]],
    );
    assert.deepEqual(end, { state: 'complete' });
  });

  test('nobody else may read it', () => {
    const { folder, to } = recording();
    to.close([]);
    assert.equal(statSync(join(folder, 'out.pcapng')).mode & 0o777, 0o600);
  });

  test('a ring goes on in numbered files with all interfaces, and keeps so many', async () => {
    const { folder, to } = recording({ ring: { packets: 2, files: 2 } });
    for (let i = 0; i < 7; i++) {
      if (to.full) to.rotate();
      to.write(frame(60, i), 0, 0);
    }
    to.close([]);
    const names = readdirSync(folder).sort();
    assert.equal(names.length, 2);
    for (const name of names) assert.match(name, /^out_0000[34]_\d{14}\.pcapng$/);
    const files = await Promise.all(names.map((name) => collect(join(folder, name))));
    assert.deepEqual(
      files.map(({ frames }) => frames.map(({ data }) => data)),
      [[payload(60, 4), payload(60, 5)], [payload(60, 6)]],
    );
    assert.deepEqual(
      files.map(({ interfaces }) => interfaces[0]?.name),
      ['eth0', 'eth0'],
    );
    assert.deepEqual([to.files, to.packets, basename(to.path)], [4, 7, names[1]]);
  });

  test('a file is full by its bytes, and due by its time when it holds something', async () => {
    const { to } = recording({ ring: { bytes: 500, seconds: 0.01 } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual([to.full, to.due], [false, false]);
    to.write(frame(60), 0, 0);
    assert.deepEqual([to.full, to.due], [false, true]);
    to.write(frame(400), 0, 0);
    assert.equal(to.full, true);
    to.close([]);
  });

  test('without a ring, rotating begins a second file and leaves the first', async () => {
    const { folder, to } = recording();
    to.write(frame(60), 0, 0);
    to.rotate();
    to.write(frame(61), 0, 0);
    to.close([]);
    const names = readdirSync(folder).sort();
    assert.equal(names[0], 'out.pcapng');
    assert.match(names[1]!, /^out_00002_\d{14}\.pcapng$/);
    assert.equal((await collect(join(folder, 'out.pcapng'))).frames.length, 1);
  });

  test('a folder that is not there is one line', () => {
    assert.throws(
      () => new Recording({ path: join(scratch, 'none', 'x.pcapng'), application: 'test' }),
      (error) => error instanceof LiveError && /x\.pcapng cannot be written: no such file$/.test(error.message),
    );
  });

  test('a full disk is one line', { skip: process.platform !== 'linux' && 'there is no /dev/full' }, () => {
    assert.throws(
      () => new Recording({ path: '/dev/full', application: 'test' }),
      (error) =>
        error instanceof LiveError &&
        error.message === '/dev/full cannot be written: no space left on the disk; what was written is kept',
    );
  });
});
