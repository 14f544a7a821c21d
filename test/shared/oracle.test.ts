/**
 * Fields show the same values as Wireshark 4.0's, packet by packet: ../shared/tools/oracle.mjs compares cell by cell, over
 * captures of Windows networks. Where we differ on purpose stands, with the reason, in test/oracle-exceptions.tsv and
 * docs/differences-from-tshark.md. Of the captures a part is taken, and the fields from the frame to SMB's header; with
 * --full all captures and all of the oracle's fields.
 */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { protocols } from '../../dissectors/index.ts';
import { Registry } from '../../src/engine/registry.ts';

const ROOT = join(import.meta.dirname, '../..');
const SHARED = join(ROOT, '../shared');
const EXCEPTIONS = join(ROOT, 'test/oracle-exceptions.tsv');
const FULL = process.env['SPECSHARK_FULL'] === '1';
assert.ok(existsSync(SHARED), '../shared is missing: these tests need its captures and tools beside the checkout');

/** Equal cells of those that either side filled: of the fields that are held, or of each of these protocols. */
const LEAST = 0.995;
const MISSION = ['nbss', 'nbns', 'nbdgm', 'mailslot', 'dcerpc', 'epm', 'messenger'];
/** With --full, of all fields together. */
const LEAST_OF_ALL = 0.985;
/** Without --full, every so manieth capture, and none that is longer. */
const EACH = 8;
const LONGEST = 200_000;

const scratch = mkdtempSync(join(tmpdir(), 'specshark-oracle-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
// The bundle must know the fields that the sources know.
before(() =>
  execFileSync(process.execPath, [join(ROOT, 'scripts/ready.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] }),
);

/** What is held to LEAST: from the frame to SMB's header. The layers above have bars of their own. */
const PREFIXES = ['frame', 'eth', 'vlan', 'ip', 'ipv6', 'icmp', 'arp', 'tcp', 'udp', 'nbss'];
const SMB_HEADER = ['cmd', 'flags', 'flags2', 'mid', 'pid', 'tid', 'uid', 'wct', 'bcc'].map((name) => `smb.${name}`);
const held = (name: string): boolean =>
  [...PREFIXES, ...SMB_HEADER].some((prefix) => name === prefix || name.startsWith(`${prefix}.`));

function captures(): string[] {
  const folder = join(SHARED, 'captures/windows');
  const all = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
  return FULL ? all : all.filter((path, i) => i % EACH === 0 && statSync(path).size <= LONGEST);
}

/** The oracle's fields, as a list in a file: those that are held and in our dictionary, or all. */
function askedFields(): string {
  if (FULL) return join(SHARED, 'tools/oracle-fields.txt');
  const known = new Registry(protocols).fields;
  const wanted = readFileSync(join(SHARED, 'tools/oracle-fields.txt'), 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((name) => held(name) && known.has(name));
  const path = join(scratch, 'fields.txt');
  writeFileSync(path, wanted.join('\n'));
  return path;
}

interface Tally {
  readonly equal: number;
  readonly cells: number;
  readonly crashed: number;
  readonly fields: Readonly<Record<string, Readonly<Record<'differs' | 'missing' | 'extra' | 'equal', number>>>>;
  readonly spared: Readonly<Record<string, number>>;
  /** What it said of files that we could not read. */
  readonly trouble: string;
}

function compare(fields: string, files: readonly string[]): Promise<Tally> {
  const oracle = [join(SHARED, 'tools/oracle.mjs'), '--json', '--fields', fields, '--except', EXCEPTIONS];
  const words = [...oracle, '--', process.execPath, join(ROOT, 'bin/specshark.js'), '--', ...files];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (stdout) resolve({ ...JSON.parse(stdout), trouble: stderr });
      else reject(error ?? new Error(stderr));
    });
  });
}

test('tshark and we say the same', async (t) => {
  const files = captures();
  const fields = askedFields();
  const workers = availableParallelism();
  const shares = Array.from({ length: workers }, (_, w) => files.filter((_, i) => i % workers === w));
  const tallies = await Promise.all(shares.map((share) => compare(fields, share)));

  const sum = (of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  const [equal, cells] = [sum((tally) => tally.equal), sum((tally) => tally.cells)];
  t.diagnostic(`${files.length} captures, ${equal} of ${cells} cells equal (${((100 * equal) / cells).toFixed(3)} %)`);

  // Files that are no captures are refused by both.
  const crashes = tallies.flatMap(({ trouble }) =>
    trouble.split('\n').filter((line) => line && !/: exit 3: /.test(line)),
  );
  assert.deepEqual(crashes, []);
  const least = FULL ? LEAST_OF_ALL : LEAST;
  assert.ok(equal / cells >= least, `${equal} of ${cells} cells are equal; most differ in\n${worst(tallies)}`);

  if (!FULL) return;
  for (const protocol of MISSION) {
    const share = shareOf(protocol, tallies);
    t.diagnostic(`${protocol} ${(100 * share).toFixed(3)} %`);
    assert.ok(share >= LEAST, `${protocol}: ${share}; most differ in\n${worst(tallies)}`);
  }
  const spared = new Set(tallies.flatMap((tally) => Object.keys(tally.spared)));
  const rows = readFileSync(EXCEPTIONS, 'utf8')
    .split('\n')
    .filter((row) => row && !row.startsWith('#'));
  assert.deepEqual(
    rows.filter((row) => !spared.has(row)),
    [],
    'exceptions that nothing needs',
  );
});

/** Equal cells of a protocol's. */
function shareOf(protocol: string, tallies: readonly Tally[]): number {
  let [equal, cells] = [0, 0];
  for (const { fields } of tallies) {
    for (const [name, tally] of Object.entries(fields)) {
      if (!name.startsWith(`${protocol}.`)) continue;
      equal += tally.equal;
      cells += tally.equal + tally.differs + tally.missing + tally.extra;
    }
  }
  assert.ok(cells > 0, `no cells of ${protocol}`);
  return equal / cells;
}

function worst(tallies: readonly Tally[]): string {
  const off = new Map<string, number>();
  for (const { fields } of tallies) {
    for (const [name, { differs, missing, extra }] of Object.entries(fields))
      off.set(name, (off.get(name) ?? 0) + differs + missing + extra);
  }
  return [...off]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 20)
    .map(([name, count]) => `  ${name}: ${count}`)
    .join('\n');
}
