/** What `anonymise` changes, and what it leaves: findings, lengths, sums, networks and which names are equal. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { program } from '../../scripts/golden/program.ts';
import { Addresses } from '../../src/cli/anonymise/addresses.ts';
import { Words } from '../../src/cli/anonymise/words.ts';
import { anonymise, findingsOf } from '../../src/cli/anonymise.ts';
import { hold } from '../../src/cli/held.ts';
import { makeRegistry } from '../../src/cli/inputs.ts';
import { ROOT } from './run.ts';

process.chdir(ROOT);
const registry = makeRegistry();
const scratch = mkdtempSync(join(tmpdir(), 'specshark-anonymise-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

interface Row {
  readonly file: string;
  readonly messages?: readonly { readonly from?: string | null; readonly to?: string | null; readonly text: string }[];
}
const manifest: readonly Row[] = JSON.parse(readFileSync('samples/manifest.json', 'utf8'));
const samples = readdirSync('samples').filter((name) => /\.pcap(ng)?$/.test(name));

/** Words of four letters and more: shorter ones may come out of others. */
const wordsOf = (text: string): string[] => text.match(/[A-Za-z]{4,}/g) ?? [];

describe('every sample keeps its findings and loses its names', () => {
  for (const sample of samples) {
    test(sample, async () => {
      const { frames } = await hold(`samples/${sample}`);
      const once = anonymise(frames, registry, 'a key');
      const [now, then] = [once, frames].map((some) => findingsOf(some, registry).split('\n')) as [string[], string[]];
      assert.deepEqual(
        now.filter((it) => !then.includes(it)),
        [],
      );
      assert.deepEqual(
        then.filter((it) => !now.includes(it)),
        [],
      );
      assert.equal(now.length, then.length);
      assert.deepEqual(
        once.map(({ bytes, wire, seconds }) => [bytes.length, wire, seconds]),
        frames.map(({ bytes, wire, seconds }) => [bytes.length, wire, seconds]),
      );
      const bytes = Buffer.concat(once.map((frame) => frame.bytes));
      assert.ok(
        bytes.equals(Buffer.concat(anonymise(frames, registry, 'a key').map((frame) => frame.bytes))),
        'the same again',
      );
      assert.ok(
        !bytes.equals(Buffer.concat(anonymise(frames, registry, 'other').map((frame) => frame.bytes))),
        'another key',
      );
      const said = manifest.find(({ file }) => file === sample)?.messages ?? [];
      for (const word of said.flatMap(({ from, to, text }) => wordsOf(`${from} ${to} ${text}`))) {
        if (Buffer.concat(frames.map((frame) => frame.bytes)).includes(word))
          assert.equal(bytes.includes(word), false, `${word} is still there`);
      }
    });
  }
});

describe('words', () => {
  const units = fc.array(fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0, max: 0xff })), {
    maxLength: 40,
  });
  const kind = (unit: number): string =>
    unit >= 0x80
      ? 'beyond'
      : /[0-9]/.test(String.fromCharCode(unit))
        ? 'digit'
        : /[A-Z]/.test(String.fromCharCode(unit))
          ? 'upper'
          : /[a-z]/.test(String.fromCharCode(unit))
            ? 'lower'
            : String(unit);

  test('stay within their character classes', () => {
    fc.assert(
      fc.property(units, (text) => {
        assert.deepEqual(new Words('k').replace(text).map(kind), text.map(kind));
      }),
    );
  });

  test('that are equal stay equal, whatever their case, and others stay different', () => {
    const text = (...words: string[]): string[] => {
      const made = new Words('k', (word) => word === 'PIPE');
      return words.map((word) => String.fromCharCode(...made.replace([...word].map((c) => c.charCodeAt(0)))));
    };
    const [a, b, c, kept] = text('Workstation', 'WORKSTATION', 'workstatiom', '\\pipe\\x');
    assert.equal(a!.toUpperCase(), b);
    assert.notEqual(a!.toUpperCase(), c!.toUpperCase());
    assert.match(kept!, /^\\pipe\\[a-z]$/);
    const letters = [...'ABCDEFGHIJ'];
    assert.equal(new Set(text(...letters)).size, letters.length);
  });
});

describe('addresses', () => {
  const made = new Addresses('k');
  const ipv4 = (text: string): string => [...made.ipv4(Uint8Array.from(text.split('.'), Number))].join('.');

  test('keep their networks and what has a meaning', () => {
    for (const address of ['0.0.0.0', '127.0.0.1', '224.0.0.251', '255.255.255.255'])
      assert.equal(ipv4(address), address);
    assert.match(ipv4('192.168.3.7'), /^192\.168\./);
    assert.match(ipv4('10.1.2.255'), /^10\.\d+\.\d+\.255$/);
    const [a, b] = [ipv4('203.0.113.5').split('.'), ipv4('203.0.113.9').split('.')];
    assert.deepEqual(a.slice(0, 3), b.slice(0, 3));
    assert.notEqual(a[3], b[3]);
    assert.notDeepEqual(a.slice(0, 3), ['203', '0', '113']);
  });

  test('that are different stay different', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 4, maxLength: 4 }),
        fc.uint8Array({ minLength: 4, maxLength: 4 }),
        (a, b) => {
          assert.equal(Buffer.compare(made.ipv4(a), made.ipv4(b)) === 0, Buffer.compare(a, b) === 0);
        },
      ),
    );
  });

  test('of cards and of IPv6', () => {
    assert.deepEqual([...made.ether(Uint8Array.of(1, 0, 0x5e, 0, 0, 1))], [1, 0, 0x5e, 0, 0, 1]);
    const card = made.ether(Uint8Array.of(0x02, 1, 2, 3, 4, 5));
    assert.equal(card[0]! & 3, 2);
    const local = Uint8Array.from([0xfe, 0x80, ...new Array(13).fill(0), 1]);
    assert.deepEqual([...made.ipv6(local).subarray(0, 15)], [...local.subarray(0, 15)]);
    const loopback = Uint8Array.from([...new Array(15).fill(0), 1]);
    assert.deepEqual(made.ipv6(loopback), loopback);
  });
});

describe('specshark anonymise', () => {
  test('writes a capture in which checksums are as right as before', async () => {
    const path = join(scratch, 'shown.pcap');
    const sample = 'samples/linktypes-ethernet.pcap';
    assert.equal((await program(['anonymise', sample, '-w', path, '--key', 'k'])).code, 0);
    const status = async (file: string): Promise<string> =>
      (
        await program([
          'read',
          '-T',
          'fields',
          '-e',
          'ip.checksum.status',
          '-e',
          'udp.checksum.status',
          '-e',
          'tcp.checksum.status',
          file,
        ])
      ).output.toString();
    assert.equal(await status(path), await status(sample));
    const addresses = async (file: string): Promise<string> =>
      (await program(['read', '-T', 'fields', '-e', 'ip.src', file])).output.toString();
    assert.notEqual(await addresses(path), await addresses(sample));
  });

  test('refuses what it cannot do', async () => {
    assert.match((await program(['anonymise', 'samples/messenger-short.pcap'])).refused!, /needs -w FILE/);
    assert.match(
      (await program(['anonymise', 'samples/messenger-short.pcap', '-w', '-', '--key', ''])).refused!,
      /--key is empty/,
    );
    assert.equal((await program(['anonymise', 'none.pcap', '-w', '-'])).code, 3);
  });
});
