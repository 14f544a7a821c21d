/**
 * No rule says of a part of a capture what it does not say of the whole: what was not captured is not held against
 * anybody. Parts are all that cut, lost or one-sided captures leave of the samples, whatever carries the messages.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { messengerRules as rules } from '../dissectors/ms-msrp/rules/index.ts';
import { openCapture } from '../src/capture/index.ts';
import type { Finding } from '../src/model/finding.ts';
import { judgeFrames, shortened } from './example.ts';

interface Numbered {
  readonly time: number;
  readonly bytes: Uint8Array;
  readonly wire?: number;
  /** In the whole capture. */
  readonly number: number;
}

const folder = fileURLToPath(new URL('../samples/', import.meta.url));
/** Ethernet, IP and TCP headers have 54 bytes, NetBIOS and SMB headers end at 90, texts from 112 on. */
const SNAP_LENGTHS = [34, 54, 60, 75, 90, 94, 100, 112, 130, 167, 200];
/** Bytes cut off one frame, of which Ethernet, IP and TCP headers are left. */
const CUTS = [1, 3, 20, 39];
const HEADERS = 54;
const SERVER_PORTS = new Set([139, 445]);
/** By SMB, by mailslot, by RPC in datagrams, and the names that are managed over pipes. */
const CARRIERS = /^(messenger|mailslot|netbios|icmp-quoted|linktypes-ethernet|msgsvc).*\.pcap$/;

for (const file of readdirSync(folder).filter((name) => CARRIERS.test(name))) {
  describe(file, async () => {
    const frames = await framesIn(`${folder}${file}`);
    const whole = told(frames);
    const holds = (part: readonly Numbered[], what: string): void => {
      assert.deepEqual(
        [...told(part)].filter((finding) => !whole.has(finding)),
        [],
        what,
      );
    };

    test('cut short', () => {
      for (let n = 1; n < frames.length; n++) holds(frames.slice(0, n), `the first ${n} frames`);
    });

    test('begun late', () => {
      for (let n = 1; n < frames.length; n++) holds(frames.slice(n), `without the first ${n} frames`);
    });

    test('one direction', () => {
      const fromServer = ({ bytes }: Numbered): boolean => SERVER_PORTS.has((bytes[34]! << 8) | bytes[35]!);
      holds(frames.filter(fromServer), 'what the server sent');
      holds(
        frames.filter((frame) => !fromServer(frame)),
        'what the client sent',
      );
    });

    test('the beginning of each frame', () => {
      for (const length of SNAP_LENGTHS) {
        const part = frames.map((it) =>
          it.bytes.length > length ? { ...it, ...shortened(it, it.bytes.length - length) } : it,
        );
        holds(part, `${length} bytes of each frame`);
      }
    });

    test('one frame cut', () => {
      for (const frame of frames) {
        for (const off of CUTS.filter((off) => frame.bytes.length - off >= HEADERS)) {
          const part = frames.map((it) => (it === frame ? { ...it, ...shortened(it, off) } : it));
          holds(part, `frame ${frame.number} without its last ${off} bytes`);
        }
      }
    });

    test('one frame lost', () => {
      for (const frame of frames)
        holds(
          frames.filter((it) => it !== frame),
          `without frame ${frame.number}`,
        );
    });
  });
}

/** The findings, each by rule, message and the bytes that are accused. */
function told(frames: readonly Numbered[]): Set<string> {
  const place = ({ anchor }: Finding): string => {
    const [span] = anchor.spans;
    return `frame ${frames[anchor.frame - 1]!.number}, offset ${span?.offset}`;
  };
  const { findings } = judgeFrames(frames, rules);
  return new Set(
    findings.map((finding) => {
      const { rule, message } = finding;
      // A contradiction is two answers': without one of them it shows in a later one.
      return /-agrees$/.test(rule.id) ? `${rule.id} ${message}` : `${rule.id} ${message}: ${place(finding)}`;
    }),
  );
}

async function framesIn(path: string): Promise<Numbered[]> {
  const reader = await openCapture(path);
  const frames: Numbered[] = [];
  for (let batch = await reader.next(); batch; batch = await reader.next()) {
    for (let i = 0; i < batch.count; i++) {
      const start = batch.start[i]!;
      const time = batch.seconds[i]! * 1000 + batch.nanoseconds[i]! / 1e6;
      frames.push({ time, bytes: batch.bytes.slice(start, start + batch.captured[i]!), number: frames.length + 1 });
    }
  }
  reader.close();
  return frames;
}
