/** The forms of output that other programs read: each is read back by the strictest reader at hand. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { program } from '../../scripts/golden/program.ts';
import { openCapture } from '../../src/capture/index.ts';
import { doubledKeys } from '../cli/keys.ts';

const SINGLE = 'samples/messenger-single.pcap';
const WRONG = 'samples/messenger-violations-word-count.pcap';
const HOSTILE = 'samples/messenger-violations-characters.pcap';

const scratch = mkdtempSync(join(tmpdir(), 'specshark-output-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

async function said(...words: string[]): Promise<string> {
  const { code, output, refused } = await program(words);
  assert.equal(refused, undefined);
  assert.equal(code, 0);
  return output.toString('utf8');
}

/** Names of elements, in order of their ends; fails where the text is not well-formed XML. */
function elements(xml: string): string[] {
  const open: string[] = [];
  const ended: string[] = [];
  const rest = xml.replace(/^<\?xml version="1\.0" encoding="utf-8"\?>\n/, '');
  assert.notEqual(rest, xml);
  const token = /<(\/?)([\w.:-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  while (token.lastIndex < rest.length) {
    const at = token.lastIndex;
    const it = token.exec(rest);
    if (!it) return assert.fail(`no XML at ${rest.slice(at, at + 80)}`);
    const [, close, name, attributes = '', empty, text] = it;
    for (const part of [attributes, text ?? '']) {
      assert.doesNotMatch(part, /&(?!(?:amp|lt|gt|quot|apos);)/);
      // XML 1.0 has no other control characters.
      assert.doesNotMatch(part, /[\x00-\x08\x0b\x0c\x0e-\x1f]/);
    }
    if (!name) continue;
    if (close) assert.equal(open.pop(), name);
    else if (!empty) open.push(name);
    if (close || empty) ended.push(name);
  }
  assert.deepEqual(open, []);
  return ended;
}

/** RFC 4180. */
function rows(csv: string): string[][] {
  assert.match(csv, /^(?:(?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,|\n))*$/);
  return csv
    .split('\n')
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) => quoted ?? plain!),
    );
}

describe('read -T', () => {
  test('pdml is well-formed, a packet for each', async () => {
    for (const sample of [SINGLE, WRONG, HOSTILE]) {
      const names = elements(await said('read', '-T', 'pdml', sample));
      const frames = (await said('read', sample)).split('\n').length - 1;
      assert.equal(names.filter((name) => name === 'packet').length, frames);
      assert.equal(names.at(-1), 'pdml');
    }
  });

  test('pdml shows what -T fields shows', async () => {
    const pdml = await said('read', '-T', 'pdml', SINGLE);
    const shown = [...pdml.matchAll(/<field name="tcp\.srcport"[^>]* show="(\d+)" value="([0-9a-f]+)"/g)];
    const fields = (await said('read', '-T', 'fields', '-e', 'tcp.srcport', SINGLE)).trim().split('\n');
    assert.deepEqual(
      shown.map(([, show]) => show),
      fields,
    );
    for (const [, show, value] of shown) assert.equal(Number(show), Number.parseInt(value!, 16));
  });

  test('psml has a section for each column', async () => {
    const names = elements(await said('read', '-T', 'psml', SINGLE));
    assert.equal(names.filter((name) => name === 'section').length, 7 * 11);
  });

  test('ek is what the bulk interface takes: an action, a document, and so on', async () => {
    const lines = (await said('read', '-T', 'ek', WRONG)).split('\n').slice(0, -1);
    assert.equal(lines.length % 2, 0);
    for (const [i, line] of lines.entries()) {
      assert.deepEqual(doubledKeys(line), []);
      const value = JSON.parse(line);
      if (i % 2 === 0) assert.match(value.index._index, /^packets-\d{4}-\d\d-\d\d$/);
      else {
        assert.match(value.timestamp, /^\d{13}$/);
        assert.equal(value.layers.frame.frame_frame_number, String((i + 1) / 2));
        assert.equal(new Date(value.layers.frame.frame_frame_time).getTime(), Number(value.timestamp));
      }
    }
    const documents = lines.filter((_, i) => i % 2 === 1).map((line) => JSON.parse(line));
    assert.ok(documents.some(({ layers }) => layers.finding?.[0].rule === 'messenger/word-count'));
    assert.equal(typeof documents[0].layers.tcp.tcp_tcp_flags_syn, 'boolean');
  });

  test('csv has as many cells as columns in every row', async () => {
    const list = rows(await said('read', '-T', 'csv', SINGLE));
    assert.deepEqual(list[0], ['No.', 'Time', 'Source', 'Destination', 'Protocol', 'Length', 'Info']);
    assert.ok(list.every((row) => row.length === 7));
    const fields = rows(await said('read', '-T', 'csv', '-e', 'frame.number', '-e', 'tcp.port', SINGLE));
    assert.deepEqual(fields.slice(0, 2), [
      ['frame.number', 'tcp.port'],
      ['1', '49152,139'],
    ]);
  });

  test('tabs has a tab between the columns', async () => {
    const lines = (await said('read', '-T', 'tabs', SINGLE)).split('\n').slice(0, -1);
    assert.ok(lines.every((line) => line.split('\t').length === 7));
  });
});

describe('the list', () => {
  test('--columns: some of its own, and fields', async () => {
    const [first, , , , , sixth] = (await said('read', '--columns', 'number,protocol,smb.cmd', SINGLE)).split('\n');
    assert.equal(first, '    1 TCP');
    assert.equal(sixth, '    6 SMB    0xd0');
    assert.match((await program(['read', '--columns', 'nmber', SINGLE])).refused!, /^--columns: no field 'nmber'/);
  });

  test('-t', async () => {
    const times = async (form: string): Promise<string> =>
      (await said('read', '-t', form, '--columns', 'time', '-c', '3', SINGLE)).trim().split('\n').pop()!.trim();
    assert.equal(await times('r'), '0.002000');
    assert.equal(await times('d'), '0.001000');
    assert.equal(await times('e'), '1767225600.002000');
    assert.equal(await times('u'), '00:00:00.002000');
    assert.equal(await times('ud'), '2026-01-01 00:00:00.002000');
    assert.equal(await times('udoy'), '2026/001 00:00:00.002000');
    const shown = await said('read', '-t', 'dd', '--columns', 'time', '-Y', 'frame.number in {2, 5}', SINGLE);
    assert.equal(shown.trim().split('\n').pop()!.trim(), '0.003000');
  });
});

describe('read -w', () => {
  async function frames(path: string): Promise<number> {
    const reader = await openCapture(path);
    let count = 0;
    for (let batch = await reader.next(); batch; batch = await reader.next()) count += batch.count;
    return count;
  }

  test('writes the packets that are selected, as pcap or pcapng', async () => {
    for (const name of ['some.pcap', 'some.pcapng']) {
      const path = join(scratch, name);
      await said('read', '-Y', 'nbss', '-w', path, SINGLE);
      assert.equal(await frames(path), 4);
      const list = async (file: string): Promise<string> =>
        said('read', '-T', 'fields', '-e', 'smb.cmd', '-e', 'ip.src', '-Y', 'nbss', file);
      assert.equal(await list(path), await list(SINGLE));
    }
  });

  test('of several link types only pcapng', async () => {
    const files = ['samples/linktypes-raw.pcap', SINGLE];
    await said('read', '-w', join(scratch, 'both.pcapng'), ...files);
    const { refused } = await program(['read', '-w', join(scratch, 'both.pcap'), ...files]);
    assert.match(refused!, /one link type/);
  });
});

describe('schema', () => {
  test('gives JSON Schemas that a validator takes', async () => {
    const names = (await said('schema'))
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]!);
    assert.ok(names.includes('packets'));
    for (const name of names) new Ajv({ allowUnionTypes: true }).compile(JSON.parse(await said('schema', name)));
    assert.match((await program(['schema', 'pakets'])).refused!, /packets/);
  });
});
