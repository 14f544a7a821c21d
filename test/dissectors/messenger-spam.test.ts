/**
 * Messenger spam, to the byte: the strings of NetrSendMessage read here from the captured bytes (C706 14.3.4), and by
 * every view that tells of them.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { recorded } from '../../scripts/twins/twin.ts';
import { specshark } from '../cli/run.ts';

const FILE = 'samples/msgsvcsend-spam.pcap';
const NAMES = ['From', 'To', 'Text'] as const;

interface Text {
  readonly text: string;
  /** Of all its characters, those behind the null too. */
  readonly offset: number;
  readonly count: number;
}

/** Frames that are calls by UDP, and their three strings. */
function callsIn(bytes: Buffer): Map<number, Text[]> {
  const calls = new Map<number, Text[]>();
  for (let at = 24, number = 1; at < bytes.length; number++) {
    const frame = bytes.subarray(at + 16, at + 16 + bytes.readUInt32LE(at + 8));
    at += 16 + frame.length;
    const [UDP, STUB] = [17, 14 + 20 + 8 + 80];
    if (frame[23] !== UDP) continue;
    let next = STUB;
    const texts = NAMES.map(() => {
      const count = frame.readUInt32LE(next + 8);
      const offset = next + 12;
      next = offset + count + (-count & 3);
      return { text: frame.toString('latin1', offset, frame.indexOf(0, offset)), offset, count };
    });
    calls.set(number, texts);
  }
  return calls;
}

const calls = callsIn(readFileSync(new URL(`../../${FILE}`, import.meta.url)));
const shown = (text: string): string => text.replace(/\r\n?/g, '\n');

describe('messenger spam', () => {
  test('has nulls before the counts’ ends, bytes behind them, and CR alone', () => {
    assert.deepEqual([...calls.keys()], [1, 3]);
    for (const texts of calls.values()) {
      assert.ok(texts.every(({ text, count }) => text.length + 1 < count));
      assert.match(texts[2]!.text, /\r[^\n]/);
    }
  });

  test('reads right in messages', async () => {
    const { stdout } = await specshark(['messages', '-T', 'json', FILE]);
    const { messages } = JSON.parse(stdout) as {
      messages: { from: string; to: string; text: string; frames: number[] }[];
    };
    const told = messages.map(({ frames, from, to, text }) => [frames, from, to, text]);
    assert.deepEqual(
      told,
      [...calls].map(([frame, [from, to, text]]) => [[frame], from!.text, to!.text, shown(text!.text)]),
    );
  });

  test('reads right in calls, where line ends stay as they are', async () => {
    const { stdout } = await specshark(['calls', '-T', 'json', FILE]);
    const told = (JSON.parse(stdout) as { calls: { request: number; in: Record<string, string>; undecoded: number }[] })
      .calls;
    assert.deepEqual(
      told.map(({ request, in: args, undecoded }) => [request, NAMES.map((name) => args[name]), undecoded]),
      [...calls].map(([frame, texts]) => [frame, texts.map(({ text }) => text), 0]),
    );
  });

  test('is found in its bytes', async () => {
    const frames = await recorded(new URL(`../../${FILE}`, import.meta.url).pathname);
    for (const [number, texts] of calls) {
      const { places } = frames[number - 1]!;
      for (const [i, { text, offset, count }] of texts.entries()) {
        const ends = offset + text.length + 1;
        const place = places.find(({ abbrev }) => abbrev === `msgsvcsend.${NAMES[i]}`);
        assert.deepEqual([place?.offset, place?.length], [offset, ends - offset]);
        const rest = places.find((it) => it.offset === ends);
        assert.equal(rest?.length, offset + count - ends, 'what follows the null');
      }
    }
  });

  test('is not told again by what quotes it', async () => {
    const { stdout } = await specshark(['read', '-T', 'fields', '-e', 'frame.number', '-Y', 'icmp', FILE]);
    assert.deepEqual(stdout.trim().split('\n'), ['2', '4']);
  });
});
