/** Bytes to fields and back, and calls side by side. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { program } from '../../scripts/golden/program.ts';
import { Masks } from '../../src/cli/masks.ts';
import { align } from '../../src/stats/align.ts';

const SINGLE = 'samples/messenger-single.pcap';

interface Field {
  readonly field: string;
  readonly value: string;
  readonly hex: string;
  readonly bytes: readonly { frame: number; offset: number; length: number; file: number }[];
}

async function explained(...words: string[]): Promise<Field[]> {
  const { code, output, refused } = await program(['explain', '-T', 'json', ...words]);
  assert.equal(refused, undefined);
  assert.equal(code, 0);
  return JSON.parse(output.toString('utf8')).fields;
}

describe('explain', () => {
  test('every field lies in the file where it says', async () => {
    const file = readFileSync(SINGLE);
    const fields = await explained(SINGLE, '6');
    assert.ok(fields.some(({ field }) => field === 'smb.cmd'));
    for (const { field, hex, bytes } of fields) {
      const there = Buffer.concat(bytes.map((it) => file.subarray(it.file, it.file + it.length))).toString('hex');
      const shown = hex.replace(' …', '').replaceAll(' ', '');
      assert.equal(there.slice(0, shown.length), shown, field);
    }
  });

  test('an offset leads to what holds it, from the frame to the field', async () => {
    const fields = await explained(SINGLE, '6', '62');
    assert.equal(fields[0]!.field, 'frame');
    assert.equal(fields.at(-1)!.field, 'smb.cmd');
    for (const { bytes } of fields) assert.ok(bytes.some(({ offset, length }) => offset <= 62 && offset + length > 62));
    assert.deepEqual((await explained(SINGLE, '6', '0x3e')).length, fields.length);
  });

  test('a field leads to its bytes', async () => {
    const [command, ...more] = await explained(SINGLE, '6', '-e', 'smb.cmd');
    assert.equal(more.length, 0);
    assert.equal(command!.hex, 'd0');
    assert.deepEqual(
      command!.bytes.map(({ offset }) => offset),
      [62],
    );
  });

  test('a byte of a segment leads to the message that a later frame completes', async () => {
    const fields = await explained('samples/messenger-segmented.pcap', '6', '55');
    const frames = new Set(fields.flatMap(({ bytes }) => bytes.map(({ frame }) => frame)));
    assert.ok(frames.size > 1);
    assert.ok(fields.some(({ field }) => field.startsWith('nbss')));
  });

  test('what is not there is refused', async () => {
    const refused = async (...words: string[]) => (await program(['explain', ...words])).refused;
    assert.match((await refused(SINGLE, '60'))!, /no frame 60, it has 10/);
    assert.match((await refused(SINGLE, '6', '5000'))!, /has 142 bytes/);
    assert.match((await refused(SINGLE, '6', '-e', 'smb.cmdd'))!, /did you mean smb\.cmd/);
    assert.match((await refused(SINGLE))!, /number of a frame/);
  });
});

describe('diff', () => {
  test('of a capture and itself finds nothing', async () => {
    const { code, output } = await program(['diff', SINGLE, SINGLE]);
    assert.equal(code, 0);
    assert.match(output.toString('utf8'), /no difference\n$/);
  });

  test('takes two captures', async () => {
    assert.match((await program(['diff', SINGLE])).refused!, /two captures/);
  });

  test('aligns what both lists have, in order, and leaves nothing out', () => {
    const list = fc.array(fc.constantFrom('bind', 'open', 'read', 'close'), { maxLength: 30 });
    fc.assert(
      fc.property(list, list, (a, b) => {
        const pairs = align(a, b);
        assert.deepEqual(
          pairs.map(([i]) => i).filter((i) => i >= 0),
          [...a.keys()],
        );
        assert.deepEqual(
          pairs.map(([, j]) => j).filter((j) => j >= 0),
          [...b.keys()],
        );
        for (const [i, j] of pairs) if (i >= 0 && j >= 0) assert.equal(a[i], b[j]);
      }),
    );
    assert.deepEqual(align(['a', 'b', 'c'], ['a', 'c']), [
      [0, 0],
      [1, -1],
      [2, 1],
    ]);
  });

  test('masks what is new in every session, and still sees the wrong handle used', () => {
    const call = (args: object) =>
      new Masks(true).call({ in: args, out: null, state: 'answered', status: null } as unknown as Parameters<
        Masks['call']
      >[0]);
    const time = call({ When: '2026-01-01T00:00:00.000000000Z', Level: 1 });
    assert.deepEqual(
      [...time],
      [
        ['in.When', '<time>'],
        ['in.Level', '1'],
        ['out', 'null'],
        ['state', 'answered'],
      ],
    );
    const masks = new Masks(true);
    const use = (hHandle: string) =>
      masks
        .call({ in: { hHandle }, out: null, state: 'answered', status: null } as unknown as Parameters<
          Masks['call']
        >[0])
        .get('in.hHandle');
    assert.deepEqual([use('aa11'), use('bb22'), use('aa11')], ['<handle 1>', '<handle 2>', '<handle 1>']);
  });
});
