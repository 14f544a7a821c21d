/** `check` as a gate: which captures it judges, what each report says of them, and what the caller's policy makes of it. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { program } from '../../scripts/golden/program.ts';
import { BASELINE_SHAPE, EXPECT_SHAPE } from '../../src/output/reports/shapes.ts';
import { ROOT } from './run.ts';

const GOOD = 'samples/messenger-single.pcap';
const BAD = 'samples/messenger-violations-word-count.pcap';
const FORMATS = ['text', 'json', 'ndjson', 'sarif', 'junit', 'tap', 'github', 'gitlab', 'markdown'];

const scratch = mkdtempSync(join(tmpdir(), 'specshark-check-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
process.chdir(ROOT);

const at = (name: string): string => join(scratch, name);

/** A folder of its own with copies of samples, and what a test puts beside them. */
function folder(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = at(name);
  for (const [file, from] of Object.entries(files)) {
    mkdirSync(join(path, file, '..'), { recursive: true });
    if (typeof from === 'string') copyFileSync(from, join(path, file));
    else writeFileSync(join(path, file), from);
  }
  mkdirSync(path, { recursive: true });
  return path;
}

interface Report {
  readonly verdict: string;
  readonly complaints: readonly { readonly kind: string; readonly text: string; readonly fails: boolean }[];
  readonly files: readonly {
    readonly path: string;
    readonly complete: boolean;
    readonly error: string | null;
    readonly findings: readonly {
      readonly rule: string;
      readonly severity: string;
      readonly frame: number;
      readonly fingerprint: string;
      readonly suppressed: { readonly by: string; readonly reason: string } | null;
    }[];
  }[];
}

async function check(...words: string[]): Promise<{ code: number; report: Report; refused: string | undefined }> {
  const { code, output, refused } = await program(['check', '-T', 'json', ...words]);
  return { code, refused, report: refused === undefined ? JSON.parse(output.toString('utf8')) : undefined };
}

const text = async (...words: string[]): Promise<string> =>
  (await program(['check', ...words])).output.toString('utf8');

const cut = readFileSync(join(ROOT, BAD)).subarray(0, 500);

describe('the captures that are judged', () => {
  const captures = folder('captures', {
    'b.pcap': BAD,
    'a.pcap': GOOD,
    'deep/er/c.pcap': GOOD,
    'notes.txt': 'package.json',
  });
  const names = async (...words: string[]): Promise<string[]> =>
    (await check('--fail-on', 'never', ...words)).report.files.map(({ path }) => path.replace(`${captures}/`, ''));

  test('are those of a folder and of what lies in it', async () => {
    assert.deepEqual(await names(captures), ['a.pcap', 'b.pcap', 'deep/er/c.pcap']);
  });

  test('are those that a pattern names', async () => {
    assert.deepEqual(await names(`${captures}/*.pcap`), ['a.pcap', 'b.pcap']);
    assert.deepEqual(await names(`${captures}/**/*.pcap`), ['a.pcap', 'b.pcap', 'deep/er/c.pcap']);
    assert.deepEqual(await names(`${captures}/{a,x}.pc?p`, `${captures}/[b-c].pcap`), ['a.pcap', 'b.pcap']);
  });

  test('come by their paths, each once, however they are named', async () => {
    const files = [`${captures}/b.pcap`, `${captures}/a.pcap`];
    const said = await text(...files);
    for (const words of [files.toReversed(), [...files, ...files], [captures, '--rule', '*']]) {
      const other = await text(...words);
      if (words.length === 2) assert.equal(other, said);
    }
    assert.deepEqual(await names(`${captures}//b.pcap`, `${captures}/deep/../a.pcap`, ...files), ['a.pcap', 'b.pcap']);
  });

  test('are shown by relative paths where they lie below the current folder', async () => {
    const { report } = await check('--fail-on', 'never', join(ROOT, GOOD));
    assert.equal(report.files[0]!.path, GOOD);
  });
});

describe('what is wrong with a capture is told, and stops nothing', () => {
  const damaged = folder('damaged', {
    'a-cut.pcap': cut,
    'b-none.pcap': Buffer.from('{"no": "capture"}'),
    'c.pcap': GOOD,
  });
  const empty = folder('empty', {});
  const words = [damaged, empty, at('missing.pcap')];

  test('with the exit code of the weightiest reason', async () => {
    for (const [named, code] of [
      [[`${damaged}/a-cut.pcap`], 4],
      [[`${damaged}/b-none.pcap`], 3],
      [[at('missing.pcap')], 3],
      [[`${damaged}/a-cut.pcap`, at('missing.pcap')], 3],
      [[empty], 2],
      [[at('nothing-*.pcap')], 2],
      [[empty, BAD], 2],
      [[BAD, at('missing.pcap')], 1],
    ] as const) {
      const failOn = named.includes(BAD as never) ? 'error' : 'never';
      assert.equal((await check('--fail-on', failOn, ...named)).code, code, named.join(' '));
    }
  });

  for (const format of FORMATS) {
    test(`in the report ${format}`, async () => {
      const { code, output } = await program(['check', '-T', format, ...words]);
      const said = output.toString('utf8');
      assert.equal(code, 2);
      for (const wrong of ['cut short', 'JSON, not a capture', 'no such file', 'holds no capture'])
        assert.ok(said.includes(wrong), `${format}: ${wrong}\n${said}`);
    });
  }
});

describe('a policy', () => {
  test('says which rules run, and what they weigh', async () => {
    const severities = async (...words: string[]): Promise<Set<string>> =>
      new Set(
        (await check('--fail-on', 'never', BAD, ...words)).report.files[0]!.findings.map(
          (it) => `${it.rule} ${it.severity}`,
        ),
      );
    const before = await severities();
    assert.ok(before.has('messenger/word-count error'));
    assert.ok(![...(await severities('--rule', 'messenger/*=off'))].some((it) => it.startsWith('messenger/')));
    assert.ok(
      (await severities('--rule', '*=note', '--rule', 'messenger/word-count=warning')).has(
        'messenger/word-count warning',
      ),
    );
    assert.equal((await check(BAD, '--rule', '*=note')).code, 0);
    assert.deepEqual([...(await severities('--rule', 'messenger/word-count'))], ['messenger/word-count error']);
    assert.match((await check(BAD, '--rule', 'messenger/word-count=loud')).refused!, /a setting is on, off, error/);
  });

  test('asks for rules to be exercised', async () => {
    assert.equal((await check(GOOD, '--require', 'messenger/word-count')).code, 0);
    const { code, report } = await check(GOOD, '--require', 'messenger/end-sent');
    assert.equal(code, 1);
    assert.deepEqual(report.complaints, [
      { kind: 'require', text: 'messenger/end-sent is not exercised', file: null, fails: true },
    ]);
    assert.match((await check(GOOD, '--require', 'messenger/ends')).refused!, /no rule matches/);
  });

  test('asks for coverage', async () => {
    assert.equal((await check(GOOD, '--min-coverage', '1')).code, 0);
    const { code, report } = await check(GOOD, '--min-coverage', '99.5');
    assert.deepEqual([code, report.complaints[0]!.kind], [1, 'coverage']);
    assert.match((await check(GOOD, '--min-coverage', 'all')).refused!, /0 to 100/);
  });
});

describe('a configuration', () => {
  const file = at('specshark.config.json');
  const withConfiguration = async (value: unknown, ...words: string[]): ReturnType<typeof check> => {
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
    return check('--policy', file, ...words, BAD);
  };
  const waiver = { rule: 'messenger/*', reason: 'the old server', expires: '2026-06-30' };

  test('sets rules and the gate; the command line is heard after it', async () => {
    assert.equal((await withConfiguration({ rules: { '*': 'note' } })).code, 0);
    assert.equal((await withConfiguration({ rules: { '*': 'note' }, failOn: 'note' })).code, 1);
    assert.equal((await withConfiguration({ failOn: 'never' }, '--fail-on', 'error')).code, 1);
    assert.equal((await withConfiguration({ rules: { '*': 'note' } }, '--rule', '*=error')).code, 1);
    assert.equal((await withConfiguration({ failOn: 'never', require: ['udp/checksum'] })).code, 1);
  });

  test('waives findings, with a reason and until a day', async () => {
    const held = await withConfiguration({ waivers: [waiver] }, '--today', '2026-06-30');
    assert.equal(held.code, 0);
    const [first] = held.report.files[0]!.findings.filter(({ rule }) => rule.startsWith('messenger/'));
    assert.deepEqual(first!.suppressed, { by: 'waiver', reason: 'the old server' });
    const expired = await withConfiguration({ waivers: [waiver] }, '--today', '2026-07-01');
    assert.equal(expired.code, 1);
    assert.match(
      expired.report.complaints[0]!.text,
      /^the waiver of messenger\/\* \(the old server\) expired on 2026-06-30$/,
    );
    const elsewhere = await withConfiguration(
      { waivers: [{ ...waiver, file: 'other/*.pcap' }] },
      '--today',
      '2026-01-01',
    );
    assert.equal(elsewhere.code, 1);
    assert.match(elsewhere.report.complaints[0]!.text, /waives nothing$/);
    const one = await withConfiguration({
      waivers: [{ rule: '*', reason: 'this one', fingerprint: first!.fingerprint }],
    });
    assert.equal(one.report.files[0]!.findings.filter(({ suppressed }) => suppressed).length, 1);
  });

  test('is refused where it makes no sense', async () => {
    for (const [value, why] of [
      ['{', /specshark\.config\.json:1: /],
      [[], /must be an object/],
      [{ rules: { 'tcp/*': 'loud' } }, /rules\['tcp\/\*'\] is one of on, off/],
      [{ failOn: 'always' }, /failOn is one of/],
      [{ require: 'x' }, /require is a list/],
      [{ minCoverage: 120 }, /minCoverage is a number/],
      [{ waivers: [{ rule: '*' }] }, /waivers\[0\] gives no reason/],
      [{ waivers: [{ ...waiver, expires: 'soon' }] }, /expires on a day/],
      [{ waivers: [{ ...waiver, until: '2026-01-01' }] }, /has no 'until'/],
    ] as const)
      assert.match((await withConfiguration(value)).refused!, why);
    assert.match((await check('--today', 'tomorrow', GOOD)).refused!, /YYYY-MM-DD/);
  });
});

describe('a baseline', () => {
  const captures = folder('baseline', { 'x.pcap': BAD });
  const capture = join(captures, 'x.pcap');
  const file = at('baseline.json');
  const options = ['--fail-on', 'note', '--baseline', file];

  test('makes what is known not count, and tells what is gone and what is new', async () => {
    assert.match((await check(capture, ...options)).refused!, /cannot be read/);
    assert.equal((await check(capture, ...options, '--update-baseline')).code, 0);
    assert.ok(new Ajv().validate(BASELINE_SHAPE, JSON.parse(readFileSync(file, 'utf8'))));
    const known = await check(capture, ...options);
    assert.equal(known.code, 0);
    assert.ok(known.report.files[0]!.findings.every(({ suppressed }) => suppressed?.by === 'baseline'));

    // Packets before it change every frame's number and nothing else.
    const [header, records] = [readFileSync(BAD).subarray(0, 24), readFileSync(BAD).subarray(24)];
    const other = readFileSync('samples/icmp-quoted.pcap').subarray(24);
    assert.equal(readFileSync(BAD).readUInt32LE(20), readFileSync('samples/icmp-quoted.pcap').readUInt32LE(20));
    const alone = (await check('--fail-on', 'never', capture)).report.files[0]!.findings.filter(({ rule }) =>
      rule.startsWith('messenger/'),
    );
    writeFileSync(capture, Buffer.concat([header, other, records]));
    const moved = (await check(capture, ...options)).report.files[0]!.findings.filter(({ rule }) =>
      rule.startsWith('messenger/'),
    );
    assert.ok(
      moved.every(({ suppressed }) => suppressed),
      'the fingerprint survives',
    );
    assert.deepEqual(
      moved.map(({ fingerprint }) => fingerprint),
      alone.map(({ fingerprint }) => fingerprint),
    );
    assert.notEqual(moved[0]!.frame, alone[0]!.frame);

    copyFileSync(GOOD, capture);
    const gone = await check(capture, ...options);
    assert.equal(gone.code, 0);
    assert.ok(gone.report.complaints.every(({ kind, fails }) => kind === 'baseline' && !fails));
    assert.match(gone.report.complaints[0]!.text, /a known finding is gone: messenger\//);

    assert.equal((await check(capture, ...options, '--update-baseline')).code, 0);
    copyFileSync(BAD, capture);
    assert.equal((await check(capture, ...options)).code, 1);
  });
});

describe('an expectation beside a capture', () => {
  test('is written, holds, and fails where the capture shows something else', async () => {
    const captures = folder('expected', { 'x.pcap': BAD });
    const capture = join(captures, 'x.pcap');
    assert.equal((await check(captures)).code, 1);
    assert.equal((await check(captures, '--update-expectations')).code, 0);
    const file = join(captures, 'x.expect.json');
    assert.ok(new Ajv({ allowUnionTypes: true }).validate(EXPECT_SHAPE, JSON.parse(readFileSync(file, 'utf8'))));
    assert.equal((await check(captures)).code, 0);
    assert.equal((await check(captures, '--no-expectations')).code, 1);
    copyFileSync(GOOD, capture);
    const { code, report } = await check(captures);
    assert.equal(code, 1);
    assert.ok(report.complaints.every(({ kind, fails }) => kind === 'expectation' && fails));
    assert.match(report.complaints[0]!.text, /^expected and not found: messenger\//);
    writeFileSync(file, '{"schema": "specshark.expect/2"}');
    assert.match((await check(captures)).refused!, /is no expectation/);
  });

  test('has the calls, too', async () => {
    const captures = folder('calls', { 'x.pcap': GOOD });
    writeFileSync(
      join(captures, 'x.expect.json'),
      '{"schema": "specshark.expect/1", "calls": [{"interface": "srvsvc", "operation": "NetrShareEnum", "frame": 3, "state": "answered", "status": null}]}',
    );
    const { code, report } = await check(captures);
    assert.equal(code, 1);
    assert.equal(report.complaints[0]!.text, 'expected and not found: call srvsvc NetrShareEnum in frame 3, answered');
  });
});

describe('reports', () => {
  test('go to several files at once, and to standard output', async () => {
    const said = await text(
      '-T',
      'github',
      ...FORMATS.flatMap((format) => ['--report', `${format}=${at(`all.${format}`)}`]),
      BAD,
    );
    assert.match(
      said,
      /^::error file=samples\/messenger-violations-word-count\.pcap,title=messenger\/word-count::frame \d+, /m,
    );
    for (const format of FORMATS)
      assert.equal(readFileSync(at(`all.${format}`), 'utf8'), await text('-T', format, BAD), format);
    assert.match((await check(BAD, '--report', 'sarif')).refused!, /takes FORMAT=FILE/);
    assert.match((await check(BAD, '--report', `sarif=${at('no/such/folder')}`)).refused!, /no such file/);
    assert.equal(existsSync(at('no')), false);
  });

  test('say the same of a finding: rule, level, frame, bytes', async () => {
    const [finding] = (await check('--fail-on', 'never', BAD)).report.files[0]!.findings.filter(
      ({ rule }) => rule === 'messenger/word-count',
    );
    const sarif = JSON.parse(await text('-T', 'sarif', BAD));
    const { results, tool, artifacts } = sarif.runs[0];
    const result = results.find(({ ruleId }: { ruleId: string }) => ruleId === finding!.rule);
    assert.equal(tool.driver.rules[result.ruleIndex].id, finding!.rule);
    assert.equal(result.partialFingerprints['specshark/v1'], finding!.fingerprint);
    const { artifactLocation, region } = result.locations[0].physicalLocation;
    assert.equal(artifacts[artifactLocation.index].location.uri, BAD);
    const bytes = readFileSync(BAD).subarray(region.byteOffset, region.byteOffset + region.byteLength);
    assert.equal(bytes.toString('base64'), region.snippet.binary, 'the region is where the bytes lie in the file');
    const gitlab: { check_name: string; location: { lines: { begin: number } }; fingerprint: string }[] = JSON.parse(
      await text('-T', 'gitlab', BAD),
    );
    assert.ok(gitlab.some((it) => it.check_name === finding!.rule && it.location.lines.begin === finding!.frame));
    assert.equal(new Set(gitlab.map(({ fingerprint }) => fingerprint)).size, gitlab.length);
    assert.match(await text('-T', 'tap', BAD), new RegExp(`^not ok \\d+ - ${BAD}: ${finding!.rule}$`, 'm'));
  });

  test('count what they say they count', async () => {
    const tap = (await text('-T', 'tap', 'samples')).split('\n');
    const points = tap.filter((line) => /^(not )?ok /.test(line)).length;
    assert.equal(tap.at(-2), `1..${points}`);
    const junit = await text('-T', 'junit', 'samples');
    for (const [, tests, failures, errors, skipped, inside] of junit.matchAll(
      / tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)" time="0">(.*?)<\/testsuite>/gs,
    )) {
      const count = (tag: string): number => inside!.split(`<${tag} `).length - 1;
      assert.deepEqual([tests, failures, errors, skipped].map(Number), [
        count('testcase'),
        count('failure'),
        count('error'),
        count('skipped'),
      ]);
    }
    assert.ok((await text('-T', 'junit', '--junit-all', GOOD)).length > (await text('-T', 'junit', GOOD)).length);
  });

  test('let nothing of a packet be markup', async () => {
    // A recipient's name as hostile as it can be.
    const hostile = readFileSync(GOOD);
    const name = hostile.indexOf('WORKSTATION');
    hostile.write('<b>|`"&]]>#', name === -1 ? hostile.indexOf('BOB') : name, 'latin1');
    const path = at('hostile.pcap');
    writeFileSync(path, hostile);
    for (const format of ['junit', 'markdown'])
      assert.doesNotMatch(await text('-T', format, '--fail-on', 'note', path), /<b>/);
  });
});
