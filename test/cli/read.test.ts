/** What the options of `read` do; in the process of the test, by the program's own parser and commands. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { program } from '../../scripts/golden/program.ts';
import { coloured } from '../../src/cli/terminal.ts';

/** Ten frames; the sixth is a request, the seventh its answer. */
const FILE = 'samples/messenger-single.pcap';

async function lines(...words: string[]): Promise<string[]> {
  const { code, output, refused } = await program(['read', ...words]);
  assert.equal(refused, undefined);
  assert.equal(code, 0);
  return output.toString('utf8').split('\n').slice(0, -1);
}

describe('read', () => {
  test('-c stops after so many packets of all files', async () => {
    assert.equal((await lines('-c', '3', FILE)).length, 3);
    assert.equal((await lines('-c13', FILE, FILE, FILE)).length, 13);
  });

  test('several files are one sequence of packets', async () => {
    const numbers = await lines('-T', 'fields', '-e', 'frame.number', FILE, FILE);
    assert.deepEqual(
      numbers,
      Array.from({ length: 20 }, (_, i) => String(i + 1)),
    );
  });

  test('-r names files, too, and letters may be joined', async () => {
    assert.deepEqual(await lines('-r', FILE), await lines(FILE));
    assert.deepEqual(await lines('-Vxc2', FILE), await lines('--detail', '--hex', '--count', '2', FILE));
  });

  test('-x shows the bytes of every packet, with their offsets and characters', async () => {
    const dump = await lines('-x', '-c', '1', FILE);
    const rows = dump.slice(1, dump.indexOf('', 1));
    assert.equal(rows[0], '0000  02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00   ..............E.');
    const { length } = rows.flatMap((row) => row.slice(6, 53).trim().split(' '));
    assert.deepEqual(await lines('-T', 'fields', '-e', 'frame.cap_len', '-c', '1', FILE), [String(length)]);
  });

  test('-O opens the trees that are named and no other', async () => {
    const opened = (await lines('-O', 'nbss', FILE)).filter((line) => line.startsWith('    '));
    assert.ok(opened.some((line) => line.startsWith('    Message Type: ')));
    assert.ok(!opened.some((line) => /Source Port|Identification|SMB Command/.test(line)));
  });

  test('--no-rules leaves the findings out', async () => {
    const bad = 'samples/messenger-violations-word-count.pcap';
    const finding = /^\s*\[ERROR messenger\/word-count: /;
    assert.ok((await lines('-V', bad)).some((line) => finding.test(line)));
    assert.ok(!(await lines('-V', '--no-rules', bad)).some((line) => finding.test(line)));
  });

  test('-d sends a port to another protocol', async () => {
    const other = await lines('-T', 'fields', '-d', 'tcp.port==139,data', '-e', 'nbss.type', FILE);
    // What is recognised by its content is not asked for its port.
    assert.ok(
      other.filter(Boolean).length < (await lines('-T', 'fields', '-e', 'nbss.type', FILE)).filter(Boolean).length,
    );
  });
});

describe('read -T fields', () => {
  const fields = (...words: string[]): Promise<string[]> => lines('-T', 'fields', ...words, '-c', '1', FILE);

  test('-e alone means it', async () => {
    assert.deepEqual(await lines('-e', 'frame.number', '-c', '2', FILE), ['1', '2']);
  });

  test('-E separator, header, quote', async () => {
    const two = ['-e', 'tcp.srcport', '-e', 'tcp.dstport'];
    assert.deepEqual(await fields(...two), ['49152\t139']);
    assert.deepEqual(await fields(...two, '-E', 'separator=,'), ['49152,139']);
    assert.deepEqual(await fields(...two, '-E', 'separator=/s'), ['49152 139']);
    assert.deepEqual(await fields(...two, '-E', 'separator=/t', '-E', 'header=y'), [
      'tcp.srcport\ttcp.dstport',
      '49152\t139',
    ]);
    assert.deepEqual(await fields(...two, '-E', 'quote=d', '-E', 'separator=;'), ['"49152";"139"']);
    assert.deepEqual(await fields(...two, '-E', 'quote=s'), ["'49152'\t'139'"]);
    assert.deepEqual(await fields(...two, '-E', 'quote=n'), ['49152\t139']);
    assert.deepEqual(await fields(...two, '-E', 'bom=y'), ['\ufeff49152\t139']);
  });

  test('-E occurrence and aggregator', async () => {
    assert.deepEqual(await fields('-e', 'tcp.port'), ['49152,139']);
    assert.deepEqual(await fields('-e', 'tcp.port', '-E', 'occurrence=a', '-E', 'aggregator=|'), ['49152|139']);
    assert.deepEqual(await fields('-e', 'tcp.port', '-E', 'occurrence=f'), ['49152']);
    assert.deepEqual(await fields('-e', 'tcp.port', '-E', 'occurrence=l'), ['139']);
  });

  test('a field that is asked for twice is there twice, one that is not there is empty', async () => {
    assert.deepEqual(await fields('-e', 'tcp.port', '-e', 'smb.cmd', '-e', 'tcp.port'), ['49152,139\t\t49152,139']);
  });

  test('a protocol is its line in the tree, or its name', async () => {
    const words = ['-T', 'fields', '-e', 'udp', '-e', 'tcp', '-e', 'nbss', '-Y', 'frame.number == 4', FILE];
    assert.deepEqual(await lines(...words), [
      '\tTransmission Control Protocol, Src Port: 49152, Dst Port: 139, Seq: 1, Ack: 1, Len: 72\tnbss',
    ]);
  });

  test('frame.time_delta_displayed is since the packet that a filter selected before', async () => {
    const words = ['-T', 'fields', '-e', 'frame.time_delta_displayed', '-e', 'frame.time_delta'];
    assert.deepEqual(await lines(...words, '-Y', 'frame.number in {3, 5, 9}', FILE), [
      '0.000000000\t0.001000000',
      '0.002000000\t0.001000000',
      '0.004000000\t0.001000000',
    ]);
    assert.deepEqual((await lines(...words, FILE)).slice(0, 2), [
      '0.000000000\t0.000000000',
      '0.001000000\t0.001000000',
    ]);
  });

  test('the columns of the list', async () => {
    const columns = ['Source', 'Destination', 'Protocol'].flatMap((name) => ['-e', `_ws.col.${name}`]);
    assert.deepEqual(await fields(...columns), ['192.0.2.1\t192.0.2.2\tTCP']);
  });
});

describe('colour', () => {
  const args = (value: string | undefined) => ({
    files: [],
    has: () => value !== undefined,
    off: () => value === 'false',
    one: () => value,
    all: () => (value === undefined ? [] : [value]),
  });
  const CODES = /\u001b\[/;
  const detail = async (...words: string[]): Promise<string> =>
    (await program(['read', '-V', '-c', '1', ...words, FILE])).output.toString();

  test('is for terminals, or where it is asked for', async () => {
    assert.doesNotMatch(await detail(), CODES);
    assert.match(await detail('--color=always'), CODES);
    assert.match(await detail('--color'), CODES);
    assert.doesNotMatch(await detail('--color=never'), CODES);
    assert.doesNotMatch(await detail('--no-color'), CODES);
    assert.doesNotMatch(await detail('--color=auto'), CODES);
    // Colours are all that differs.
    assert.equal((await detail('--color')).replace(/\u001b\[\d+m/g, ''), await detail());
  });

  test('NO_COLOR is heard where nothing was said', () => {
    const before = process.env['NO_COLOR'];
    process.env['NO_COLOR'] = '1';
    assert.equal(coloured(args(undefined)), false);
    assert.equal(coloured(args('auto')), false);
    assert.equal(coloured(args('always')), true);
    if (before === undefined) delete process.env['NO_COLOR'];
    else process.env['NO_COLOR'] = before;
  });
});
