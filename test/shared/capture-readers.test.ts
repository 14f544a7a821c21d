/**
 * The captures of ../shared, read by us, by Wireshark's programs and by pcap-parser. capinfos counts the packets of all of
 * them; tshark, which takes a fifth of a second a file, gives times and lengths of a part, and of all with --full.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { parse } from 'pcap-parser';
import { CaptureError } from '../../src/capture/index.ts';
import { type Collected, collect } from '../capture/collect.ts';
import { DIFFERENCES, OLD_VERSIONS, PSEUDO_HEADERS, REFUSED } from './capture-differences.ts';

const CAPTURES = join(import.meta.dirname, '../../../shared/captures');
const FULL = process.env['SPECSHARK_FULL'] === '1';

assert.ok(existsSync(CAPTURES), `${CAPTURES} is missing: these tests need the captures beside the checkout`);
const files = ['formats', 'malformed', 'windows'].flatMap((folder) =>
  readdirSync(join(CAPTURES, folder))
    .sort()
    .map((name) => `${folder}/${name}`),
);

/** What each file gave us: a capture, or why it was refused. */
const ours = new Map<string, Collected | CaptureError>();

before(async () => {
  for (const file of files) {
    const got = await collect(join(CAPTURES, file)).catch((error) => {
      if (error instanceof CaptureError) return error;
      throw new Error(`${file}: ${error.stack}`);
    });
    ours.set(file, got);
  }
});

/** A file's key in the tables of differences: fuzzed files have long names of which a number is enough. */
function keyed<T>(table: Readonly<Record<string, T>>, file: string): T | undefined {
  const key = Object.keys(table).find((part) => file.includes(part));
  return key === undefined ? undefined : table[key];
}

interface Said {
  readonly out: string;
  readonly error: string;
  readonly status: number;
}

function run(program: string, args: readonly string[]): Promise<Said> {
  return new Promise((resolve, reject) => {
    // Network Monitor's times have no zone: we take them for UTC, Wireshark for what is here.
    const env = { ...process.env, TZ: 'UTC' };
    execFile(program, args, { cwd: CAPTURES, env, maxBuffer: 1 << 28 }, (error, out, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      resolve({ out, error: stderr, status: error ? Number(error.code) : 0 });
    });
  });
}

test('every file is a capture, or is refused by name', () => {
  const refused = [...ours].filter(([, got]) => got instanceof CaptureError).map(([file]) => file);
  for (const file of refused) {
    const { kind, message } = ours.get(file) as CaptureError;
    const expected = keyed(REFUSED, file);
    assert.ok(expected !== undefined, `${file} is refused: ${message}`);
    assert.deepEqual([kind, message], ['not-a-capture', `${join(CAPTURES, file)} ${expected}`]);
  }
  assert.equal(refused.length, files.filter((file) => keyed(REFUSED, file) !== undefined).length);
});

test('capinfos counts as many packets', async () => {
  const { out } = await run('capinfos', ['-T', '-r', '-M', '-c', ...files]);
  const counted = new Map(
    out
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t') as [string, string]),
  );
  const wrong: string[] = [];
  for (const file of files) {
    const got = ours.get(file)!;
    const explained = keyed(DIFFERENCES, file);
    if (got instanceof CaptureError || explained?.refused || explained?.variant) continue;
    const count = counted.get(file);
    // Of a damaged file, unlike one cut short, it says nothing.
    const none = got.end.state === 'cut' && got.end.message.startsWith('damaged');
    if (count !== (none ? undefined : String(got.frames.length)))
      wrong.push(`${file}: ${got.frames.length}, not ${count}`);
  }
  assert.deepEqual(wrong, []);
});

describe('tshark gives the same times and lengths', () => {
  const told = (file: string) =>
    /^formats.*pcapng|PPPHandshake|FTPv6-1|mDNS1__mDNS3|snoop$/.test(file) || keyed(DIFFERENCES, file) !== undefined;
  const chosen = files.filter((file, i) => FULL || i % 20 === 0 || told(file));
  for (const file of chosen) {
    test(file, async () => {
      const got = ours.get(file)!;
      if (got instanceof CaptureError) return;
      const fields = ['frame.number', 'frame.time_epoch', 'frame.cap_len', 'frame.len'].flatMap((name) => ['-e', name]);
      const off = ['eth', 'ip', 'ipv6'].flatMap((name) => ['--disable-protocol', name]);
      const { out, status } = await run('tshark', ['-n', ...off, '-r', file, '-T', 'fields', ...fields]);
      const theirs = out.split('\n').filter((line) => line !== '');
      const lines = got.frames.map((frame, i) => {
        const header = PSEUDO_HEADERS.get(got.interfaces[frame.interface]!.linkType) ?? 0;
        const wire = Math.min(frame.wire, 0x7fffffff) - header;
        return `${i + 1}\t${frame.time}\t${frame.data.length - header}\t${wire}`;
      });
      const explained = keyed(DIFFERENCES, file);
      if (explained?.refused) {
        assert.deepEqual([theirs, status], [[], 2]);
        return;
      }
      const most = Math.max(lines.length, theirs.length);
      const differ = Array.from({ length: most }, (_, i) => lines[i] !== withTime(theirs[i] ?? '')).filter(
        Boolean,
      ).length;
      const shown = `${lines.slice(0, 5).join('\n')}\nand\n${theirs.slice(0, 5).join('\n')}`;
      if (explained?.variant) {
        assert.ok(differ > 0, shown);
        return;
      }
      assert.equal(differ, explained?.lines ?? 0, shown);
      assert.equal(got.end.state === 'cut', status === 2, 'both find the file whole, or both do not');
    });
  }
});

/** Simple packet blocks have no time: tshark prints nothing, we hand on zero. */
function withTime(line: string): string {
  return line.replace('\t\t', '\t0.000000000\t');
}

describe('pcap-parser, the independent second reader, gives the same packets', () => {
  const magic = Buffer.alloc(4);
  for (const file of files) {
    const fd = openSync(join(CAPTURES, file), 'r');
    readSync(fd, magic);
    closeSync(fd);
    if (!['d4c3b2a1', 'a1b2c3d4'].includes(magic.toString('hex'))) continue;
    test(file, async () => {
      const got = ours.get(file)!;
      if (got instanceof CaptureError) return;
      const theirs = await secondReading(join(CAPTURES, file));
      if (OLD_VERSIONS.some((part) => file.includes(part))) assert.deepEqual(theirs, []);
      else
        assert.deepEqual(
          got.frames.map((frame) => packet(frame.time, frame.wire, frame.data)),
          theirs,
        );
    });
  }
});

function packet(time: string, wire: number, data: Uint8Array): string {
  return `${time} ${data.length}/${wire} ${createHash('sha1').update(data).digest('hex')}`;
}

function secondReading(path: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const packets: string[] = [];
    const parser = parse(path);
    parser.on('packet', ({ header, data }) => {
      const { timestampSeconds: seconds, timestampMicroseconds: fraction } = header;
      const time = `${seconds + Math.floor(fraction / 1e6)}.${String((fraction % 1e6) * 1000).padStart(9, '0')}`;
      packets.push(packet(time, header.originalLength, data));
    });
    parser.on('end', () => resolve(packets));
    parser.on('error', reject);
  });
}
