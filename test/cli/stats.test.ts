/** Tables, flows and streams: what they count is what is there. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { program } from '../../scripts/golden/program.ts';
import { STATS } from '../../src/output/schemas.ts';
import { Durations } from '../../src/stats/durations.ts';

const SINGLE = 'samples/messenger-single.pcap';
const WRONG = 'samples/messenger-violations-word-count.pcap';

const shape = new Ajv({ allowUnionTypes: true }).compile(STATS);

async function said(...words: string[]): Promise<string> {
  const { code, output, refused } = await program(words);
  assert.equal(refused, undefined);
  assert.equal(code, 0);
  return output.toString('utf8');
}

async function table(name: string, ...words: string[]): Promise<Record<string, string | number | null>[]> {
  const { schema, tables } = JSON.parse(await said('stats', '-T', 'json', '-z', name, ...words));
  assert.equal(schema, 'specshark.stats/1');
  assert.ok(shape({ schema, tables }), new Ajv().errorsText(shape.errors));
  assert.equal(tables.length, 1);
  assert.equal(tables[0].name, name);
  return tables[0].rows;
}

describe('stats', () => {
  test('phs counts frames once a protocol', async () => {
    const rows = await table('phs', SINGLE);
    const frames = (path: string) => rows.find((row) => row['path'] === path)?.['frames'];
    assert.equal(frames('eth'), 10);
    assert.equal(frames('eth/ip/tcp/nbss'), 4);
    assert.equal(frames('eth/ip/tcp/nbss/smb'), 2);
  });

  test('conversations and endpoints agree with the list', async () => {
    const [row, ...more] = await table('conversations-tcp', SINGLE);
    assert.equal(more.length, 0);
    assert.deepEqual([row!['a'], row!['b']], ['192.0.2.1:49152', '192.0.2.2:139']);
    const sent = (await said('read', '-T', 'fields', '-e', 'frame.len', '-Y', 'tcp.srcport == 49152', SINGLE))
      .trim()
      .split('\n');
    assert.equal(row!['aToBPackets'], sent.length);
    assert.equal(
      row!['aToBBytes'],
      sent.reduce((sum, length) => sum + Number(length), 0),
    );
    const ends = await table('endpoints-ip', SINGLE);
    assert.equal(ends.find((end) => end['address'] === '192.0.2.1')?.['sentPackets'], sent.length);
  });

  test('command times are those of the fields', async () => {
    const times = (await said('read', '-T', 'fields', '-e', 'smb.time', '-Y', 'smb.time', SINGLE)).trim().split('\n');
    const rows = await table('smb', SINGLE);
    assert.deepEqual(
      rows.map((row) => [row['count'], row['minS']]),
      [[times.length, Number(times[0])]],
    );
  });

  test('lengths and rates hold every packet', async () => {
    const sum = (rows: Record<string, string | number | null>[]) =>
      rows.reduce((n, row) => n + Number(row['packets']), 0);
    assert.equal(sum(await table('lengths', SINGLE)), 10);
    assert.equal(sum(await table('rate', SINGLE)), 10);
    assert.equal(sum(await table('rate', '--interval', '0.002', SINGLE)), 10);
    assert.equal((await table('rate', '--interval', '0.002', SINGLE)).length, 5);
  });

  test('only of the packets that a filter selects', async () => {
    const rows = await table('lengths', '-Y', 'nbss', SINGLE);
    assert.equal(
      rows.reduce((n, row) => n + Number(row['packets']), 0),
      4,
    );
  });

  test('text and csv say the same; a wrong name is refused', async () => {
    assert.match(await said('stats', SINGLE), /^Protocol hierarchy\n/);
    assert.match(
      await said('stats', '-T', 'csv', '-z', 'phs', SINGLE),
      /^table,Protocol,Path,Frames,Bytes\nphs,eth,eth,10,/,
    );
    assert.match((await program(['stats', '-z', 'nope', SINGLE])).refused!, /there are phs/);
  });

  test('percentiles are right to two in a hundred', () => {
    const times = new Durations();
    for (let i = 1; i <= 1000; i++) times.add(i / 1000);
    const [least, mean, most, half, nine, last] = times.cells() as number[];
    assert.deepEqual([least, mean, most], [0.001, 0.5005, 1]);
    for (const [value, right] of [
      [half, 0.5],
      [nine, 0.9],
      [last, 0.99],
    ] as const)
      assert.ok(Math.abs(value! / right - 1) < 0.02);
  });
});

test('flows: what they carry, how much is known, what was found', async () => {
  const { tables } = JSON.parse(await said('flows', '-T', 'json', WRONG));
  const [flow] = tables[0].rows;
  assert.deepEqual([flow.protocols, flow.known], ['nbss smb', 'whole']);
  assert.equal(flow.errors, 8);
});

describe('follow', () => {
  test("tcp gives the connection's bytes in order, whatever the order of its segments", async () => {
    const raw = async (sample: string): Promise<Buffer> =>
      (await program(['follow', 'tcp', '0', '-T', 'raw', `samples/${sample}`])).output;
    const whole = await raw('messenger-single.pcap');
    assert.equal(whole.subarray(0, 4).toString('hex'), '81000044');
    const session = (await said('read', '-T', 'fields', '-e', 'tcp.len', 'samples/messenger-segmented.pcap'))
      .trim()
      .split('\n');
    const longest = session.reduce((sum, length) => sum + Number(length), 0);
    const segmented = await raw('messenger-segmented.pcap');
    assert.ok(segmented.length > 0 && segmented.length <= longest);
  });

  test('text shows nothing that steers a terminal', async () => {
    const text = await said('follow', 'tcp', '0', '-T', 'text', SINGLE);
    assert.match(text, /^[\x20-\x7e\n]*$/);
  });

  test('takes a kind, a number and a file', async () => {
    assert.match((await program(['follow', 'tpc', '0', SINGLE])).refused!, /tcp/);
    assert.match((await program(['follow', 'tcp', 'x', SINGLE])).refused!, /number of a stream/);
    assert.match((await program(['follow', 'tcp', '0'])).refused!, /no file/);
  });
});
