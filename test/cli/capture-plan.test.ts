import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { command } from '../../src/cli/capture.ts';
import { UsageError } from '../../src/cli/exit.ts';
import { type Plan, planOf } from '../../src/cli/live/plan.ts';
import { parse } from '../../src/cli/parse.ts';

const planned = (...words: string[]): Plan => planOf(parse(command, words));

describe("capture's options", () => {
  test('are what is asked of whoever captures', () => {
    const { request } = planned('-i', 'x', '-iy', '-f', 'tcp', '-s', '99', '-p', '-B', '7', '-y', 'RAW');
    assert.deepEqual(request, {
      interfaces: ['x', 'y'],
      filter: 'tcp',
      snapLength: 99,
      promiscuous: false,
      buffer: 7,
      linkType: 'RAW',
      immediate: true,
    });
  });

  test('say what is shown: packets, unless they are written only', () => {
    const shows = (...words: string[]): string => planned('-i', 'x', ...words).shows;
    assert.deepEqual(
      [
        [],
        ['-w', 'f'],
        ['-w', 'f', '-P'],
        ['-w', 'f', '-V'],
        ['-w', 'f', '-Y', 'smb'],
        ['-w', 'f', '--check'],
        ['-q'],
      ].map((words) => shows(...words)),
      ['packets', 'nothing', 'packets', 'packets', 'packets', 'check', 'nothing'],
    );
  });

  test('let many packets come together where nobody has to see each at once', () => {
    const immediate = (...words: string[]): boolean => planned('-i', 'x', ...words).request.immediate;
    assert.deepEqual(
      [[], ['--messages'], ['-w', 'f', '--flush'], ['-w', 'f'], ['-w', 'f', '-P'], ['--check']].map((words) =>
        immediate(...words),
      ),
      [true, true, true, false, false, false],
    );
  });

  test("share the kernel's buffers among the interfaces", () => {
    const [one, four] = [
      ['-i', 'a'],
      ['-i', 'a', '-i', 'b', '-i', 'c', '-i', 'd'],
    ].map((words) => planned(...words).request.buffer) as [number, number];
    assert.ok(one <= 128 && one >= 8 && four >= 8 && four <= Math.max(8, one / 4), `${one} ${four}`);
  });

  test("have tshark's units", () => {
    const { ring, stop } = planned(
      ...['-i', 'x', '-w', 'f', '-b', 'filesize:5', '-b', 'duration:0.5', '-b', 'files:3', '-b', 'packets:9'],
      ...['-a', 'duration:60', '-a', 'filesize:2', '-a', 'packets:7', '-c', '5', '-a', 'files:4'],
    );
    assert.deepEqual(ring, { bytes: 5000, seconds: 0.5, files: 3, packets: 9 });
    assert.deepEqual(stop, { seconds: 60, bytes: 2000, packets: 5, files: 4 });
  });

  for (const [words, message] of [
    [[], /-i names no interface/],
    [['-i', 'x', 'port', '80'], /-f 'port 80'/],
    [['-i', 'x', '-b', 'files:3', '-w', 'f'], /-b files: needs/],
    [['-i', 'x', '-b', 'packets:3'], /-b needs a file/],
    [['-i', 'x', '-b', 'packets:3', '-w', '-'], /-b needs a file/],
    [['-i', 'x', '-a', 'minutes:3'], /-a takes duration:N, filesize:N/],
    [['-i', 'x', '-a', 'packets:0'], /-a takes/],
    [['-i', 'x', '-a', 'packets:1.5'], /-a takes/],
    [['-i', 'x', '-a', 'filesize:1'], /needs -w/],
    [['-i', 'x', '-a', 'files:1', '-w', 'f'], /needs -b/],
    [['-i', 'x', '--messages', '--check'], /exclude each other/],
    [['-i', 'x', '--messages', '-T', 'pdml'], /--messages can be had as text, json, ndjson/],
    [['-i', 'x', '--fail-on', 'error'], /--fail-on belongs to --check/],
    [['-i', 'x', '-w', '-', '-V'], /standard output/],
    [['-i', 'x', '-q', '-V'], /-q shows nothing/],
    [['-i', 'x', '-c', '0'], /-c takes a number above 0/],
    [['-i', 'x', '--backend', 'winpcap'], /--backend takes auto, dumpcap, tcpdump, cap/],
  ] as const) {
    test(`are refused: ${words.join(' ')}`, () => {
      assert.throws(
        () => planned(...words),
        (error) => error instanceof UsageError && message.test(error.message),
      );
    });
  }
});
