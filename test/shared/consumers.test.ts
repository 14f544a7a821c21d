/**
 * Outputs as other programs read them: tshark and capinfos what -w writes, Python's strict readers CSV, XML and the bulk
 * format, and tshark's own PDML as the measure of ours.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { PROGRAM, ROOT } from '../cli/run.ts';

const LONG = 'samples/messenger-multiblock.pcap';
const CALLS = 'samples/srvsvc-smb2.pcap';
const WRONG = 'samples/messenger-violations-word-count.pcap';
const HOSTILE = 'samples/messenger-violations-characters.pcap';
const SAMPLES = [LONG, CALLS, WRONG, HOSTILE, 'samples/wkssvc-tcp.pcap', 'samples/mailslots.pcap'];

const scratch = mkdtempSync(join(tmpdir(), 'specshark-consumers-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
before(() =>
  execFileSync(process.execPath, [join(ROOT, 'scripts/ready.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] }),
);

const run = (program: string, words: readonly string[], input?: string): string =>
  execFileSync(program, words, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'ignore'],
    ...(input !== undefined && { input }),
  });
const specshark = (...words: string[]): string => run(process.execPath, [PROGRAM, ...words]);
const tshark = (...words: string[]): string => run('tshark', words);
const frames = (sample: string): number => specshark('read', sample).split('\n').length - 1;
/** Runs a Python program on a text; its output is JSON. */
function python<T>(program: string, text: string): T {
  const path = join(scratch, 'input');
  writeFileSync(path, text);
  return JSON.parse(run('python3', ['-c', program, path]));
}

/** The protocols of each packet, as a consumer meets their ends: what lies in another ends before it. */
const PROTOCOLS = `
import json, sys, xml.etree.ElementTree as tree
packets = []
for event, it in tree.iterparse(sys.argv[1]):
    if it.tag == 'packet':
        packets.append([p.get('name') for p in it if p.tag == 'proto' and p.get('name') != 'finding'])
print(json.dumps(packets))`;

describe('pdml', () => {
  for (const sample of SAMPLES) {
    test(`of ${sample} has a packet's protocols in the order of tshark's`, () => {
      const ours = python<string[][]>(PROTOCOLS, specshark('read', '-T', 'pdml', sample));
      const theirs = python<string[][]>(PROTOCOLS, tshark('-r', sample, '-T', 'pdml'));
      assert.equal(ours.length, theirs.length);
      // Mailslots and what lies in them Wireshark knows otherwise.
      if (sample !== 'samples/mailslots.pcap') assert.deepEqual(ours, theirs);
    });
  }
});

test('psml has what the list has', () => {
  const program = `
import json, sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
print(json.dumps([[s.text or '' for s in p] for p in root.iter('packet')]))`;
  for (const sample of SAMPLES) {
    const rows = python<string[][]>(program, specshark('read', '-T', 'psml', sample));
    const tabs = specshark('read', '-T', 'tabs', sample).split('\n').slice(0, -1);
    assert.deepEqual(
      rows.map((row) => row.join('\t')),
      tabs,
    );
  }
});

describe('-w', () => {
  for (const [form, name] of [
    ['pcapng', 'written.pcapng'],
    ['pcap', 'written.pcap'],
  ] as const) {
    test(`writes ${form} that tshark and capinfos read: the packets that were chosen, as they were`, () => {
      const path = join(scratch, name);
      for (const sample of SAMPLES) {
        specshark('read', '-Y', 'tcp || udp', '-w', path, sample);
        const fields = [
          '-T',
          'fields',
          '-e',
          'frame.time_epoch',
          '-e',
          'frame.len',
          '-e',
          'frame.cap_len',
          '-e',
          'frame.protocols',
        ];
        assert.equal(tshark('-r', path, ...fields), tshark('-r', sample, '-Y', 'tcp || udp', ...fields));
        const [, count] = /Number of packets: +(\d+)/.exec(run('capinfos', ['-M', path])) ?? [];
        assert.equal(Number(count), frames(path));
        assert.match(run('capinfos', ['-t', path]), form === 'pcap' ? /pcap$/m : /pcapng$/m);
      }
    });
  }

  test('has findings as comments that tshark shows', () => {
    const path = join(scratch, 'comments.pcapng');
    specshark('read', '-w', path, WRONG);
    const comments = tshark(
      '-r',
      path,
      '-T',
      'fields',
      '-e',
      'frame.number',
      '-e',
      'frame.comment',
      '-Y',
      'frame.comment',
    );
    const found = specshark('read', '-T', 'fields', '-e', 'frame.number', '-e', 'finding.rule', '-Y', 'finding', WRONG);
    const rows = (text: string): string[][] =>
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split('\t'));
    assert.deepEqual(
      rows(comments).map(([number]) => number),
      rows(found).map(([number]) => number),
    );
    for (const [i, [, comment]] of rows(comments).entries()) assert.ok(comment!.includes(rows(found)[i]![1]!), comment);
  });
});

test('csv is read by a strict parser: every row as wide as its head', () => {
  const program = `
import csv, json, sys
print(json.dumps(list(csv.reader(open(sys.argv[1], newline=''), strict=True))))`;
  for (const sample of SAMPLES) {
    for (const words of [
      ['read', '-T', 'csv'],
      [
        'read',
        '-T',
        'csv',
        '-e',
        'frame.number',
        '-e',
        'smb.message',
        '-e',
        'smb.destination_name',
        '-e',
        'finding.message',
      ],
      ['calls', '-T', 'csv'],
    ]) {
      const [head, ...rows] = python<string[][]>(program, specshark(...words, sample));
      for (const row of rows)
        assert.equal(row.length, head!.length, `${words.join(' ')} ${sample}: ${row.join(' | ')}`);
      if (words[0] === 'read') assert.equal(rows.length, frames(sample));
      // No cell is a formula to a spreadsheet.
      for (const cell of rows.flat()) assert.doesNotMatch(cell, /^[=+@]/);
    }
  }
});

test('ek is what a bulk request is: an action and a document, each a line of JSON', () => {
  const program = `
import json, sys
lines = open(sys.argv[1], encoding='utf-8').read().split('\\n')
assert lines.pop() == ''
def once(pairs):
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), names
    return dict(pairs)
for action, document in zip(lines[::2], lines[1::2]):
    action = json.loads(action, object_pairs_hook=once)
    assert list(action) == ['index'] and action['index']['_index'].islower()
    document = json.loads(document, object_pairs_hook=once)
    assert set(document) == {'timestamp', 'layers'}, document
print(len(lines))`;
  for (const sample of SAMPLES)
    assert.equal(python<number>(program, specshark('read', '-T', 'ek', sample)), 2 * frames(sample));
});
