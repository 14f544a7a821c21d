/** What rules find is a field like any other: in filters, columns and -e, in whatever command takes a filter. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { program } from '../../scripts/golden/program.ts';

const WORDS = 'samples/messenger-violations-word-count.pcap';
const NO_END = 'samples/messenger-violations-no-end.pcap';
const CALLS = 'samples/msgsvc-violations.pcap';

async function said(...words: string[]): Promise<string> {
  const { code, output, refused } = await program(words);
  assert.equal(refused, undefined);
  assert.equal(code, 0);
  return output.toString('utf8');
}

async function rows(...words: string[]): Promise<string[]> {
  return (await said('read', '-T', 'fields', '-E', 'separator=|', ...words)).split('\n').slice(0, -1);
}

interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly level: string;
  readonly spec: { readonly document: string; readonly section: string };
  readonly layer: string;
  readonly field: string | null;
  readonly message: string;
  readonly frame: number;
  readonly decidedAt: number;
}

async function judged(sample: string): Promise<Finding[]> {
  const { output } = await program(['check', '-T', 'json', '--fail-on', 'never', sample]);
  return JSON.parse(output.toString('utf8')).files[0].findings;
}

describe('finding.*', () => {
  test('is what check says, of every sample with violations', async () => {
    const members = 'rule severity level document section layer field message frame decided_at'.split(' ');
    for (const sample of [WORDS, NO_END, CALLS]) {
      const expected = (await judged(sample)).map(({ spec, ...it }) =>
        [it.rule, it.severity, it.level, spec.document, spec.section, it.layer, it.field ?? ''].concat(
          [it.message, it.frame, it.decidedAt].map(String),
        ),
      );
      assert.ok(expected.length > 0);
      // Several findings of a packet share a row: a separator that no message holds takes them apart.
      const shown = await rows(
        '-2',
        '-E',
        'aggregator=\u00a7',
        ...members.flatMap((it) => ['-e', `finding.${it}`]),
        sample,
      );
      const found = shown
        .filter((row) => /[^|]/.test(row))
        .flatMap((row) => {
          const columns = row.split('|').map((cell) => cell.split('\u00a7'));
          return columns[0]!.map((_, i) => columns.map((cells) => cells[i]!));
        });
      const sorted = (list: string[][]) => list.map((it) => it.join('|')).sort();
      assert.deepEqual(sorted(found), sorted(expected));
    }
  });

  test('chooses packets by rule, severity and section', async () => {
    const frames = async (filter: string) => (await rows('-e', 'frame.number', '-Y', filter, WORDS)).map(Number);
    const all = (await judged(WORDS)).map(({ frame }) => frame);
    assert.deepEqual(await frames('finding'), all);
    assert.deepEqual(await frames('finding.rule == "messenger/word-count"'), all);
    assert.deepEqual(await frames('finding.severity == "note"'), []);
    assert.deepEqual(await frames('finding.section matches "^2.2.3.1"'), [6, 21]);
    assert.deepEqual(await frames('finding && !smb'), []);
  });

  test('stands in the frame that decided it, with -2 in the one that is accused', async () => {
    const at = (...more: string[]) =>
      rows('-Y', 'finding', '-e', 'frame.number', '-e', 'finding.decided_at', ...more, NO_END);
    assert.deepEqual(await at(), ['13|13']);
    assert.deepEqual(await at('-2'), ['10|13']);
    assert.match(
      await said('read', '-2V', '-Y', 'finding', NO_END),
      /^ +\[ERROR messenger\/end-sent: .*decided by frame 13\]$/m,
    );
  });

  test('is a column of the list, and no layer of trees', async () => {
    assert.match(
      await said('read', '--columns', 'number,finding.rule', '-c', '6', WORDS),
      /^ {4}6 messenger\/word-count$/m,
    );
    assert.doesNotMatch(await said('read', '-V', '-Y', 'finding', WORDS), /^Findings/m);
    assert.doesNotMatch(await said('read', '-T', 'json', '-Y', 'finding', WORDS), /"protocol":"finding"/);
  });

  test('chooses in calls, messages, flows and stats, too', async () => {
    const calls = JSON.parse(await said('calls', '-T', 'json', '-Y', 'finding', CALLS)).calls as { frames: number[] }[];
    const accused = new Set((await judged(CALLS)).map(({ decidedAt }) => decidedAt));
    assert.ok(calls.length > 0);
    for (const { frames } of calls) assert.ok(frames.some((frame) => accused.has(frame)));
    const { tables } = JSON.parse(await said('stats', '-T', 'json', '-z', 'phs', '-Y', 'finding', WORDS));
    assert.equal(tables[0].rows[0].frames, 8);
    assert.ok(!tables[0].rows.some(({ path }: { path: string }) => path.includes('finding')));
    assert.doesNotMatch(await said('flows', '-Y', 'finding', WORDS), /\bfinding\b/);
    assert.equal(await said('messages', '-Y', 'finding.rule == "nothing"', WORDS), '');
  });

  test('needs the rules, and is refused where they come after it', async () => {
    assert.match((await program(['read', '--no-rules', '-Y', 'finding', WORDS])).refused!, /leave out --no-rules/);
    assert.match((await program(['check', '-Y', 'finding', WORDS])).refused!, /--rule/);
    assert.match((await program(['read', '-2', '-'])).refused!, /standard input can be read once/);
  });
});

test('frame.protocols names the layers as Wireshark does', async () => {
  const of = async (sample: string) => new Set(await rows('-e', 'frame.protocols', `samples/${sample}.pcap`));
  assert.ok((await of('messenger-single')).has('eth:ethertype:ip:tcp:nbss:smb'));
  assert.ok((await of('srvsvc-smb2')).has('eth:ethertype:ip:tcp:nbss:smb2:gss-api:spnego:ntlmssp'));
  assert.ok((await of('wkssvc-tcp')).has('eth:ethertype:ip:tcp:dcerpc'));
  assert.ok((await of('messenger-ipv6-vlan')).has('eth:ethertype:vlan:ethertype:ipv6:tcp:nbss:smb'));
});
