/** `-T fields`, `-T psml` and the list's times are tshark's, byte for byte, whatever the options say. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { program } from '../../scripts/golden/program.ts';

const WINDOWS = join(import.meta.dirname, '../../../shared/captures/windows');
assert.ok(existsSync(WINDOWS), '../shared/captures is missing: these tests need the captures beside the checkout');

const CAPTURES = ['arkime__nbns.pcap', 'arkime__wireshark-smb-on-windows10.pcap', 'ndpi__dcerpc.pcap'].map((name) =>
  join(WINDOWS, name),
);

/** One field of each kind and more: numbers, flags, times, durations, addresses, bytes, identifiers, texts, protocols. */
const FIELDS = [
  ...['frame.number', 'frame.time', 'frame.time_epoch', 'frame.time_delta', 'frame.time_relative', 'frame.len'],
  ...['eth', 'eth.src', 'eth.addr', 'eth.type', 'ip', 'ip.addr', 'ip.flags.df', 'ip.ttl', 'ip.checksum', 'tcp'],
  ...['tcp.port', 'tcp.flags', 'tcp.flags.syn', 'tcp.options', 'tcp.option_kind', 'udp', 'udp.length', 'nbss'],
  ...['tcp.payload', 'udp.payload'],
  ...['nbns.name', 'nbns.flags', 'nbns.ttl', 'nbdgm.src.ip', 'nbdgm.source_name', 'mailslot.name', 'browser.server'],
  ...['smb.cmd', 'smb.nt_status', 'smb.native_os', 'smb2', 'smb2.cmd', 'smb2.flags.response', 'smb2.filename'],
  ...['smb2.create.time', 'smb2.server_guid', 'smb2.signature', 'smb2.msg_id', 'smb2.sesid'],
  ...['ntlmssp.auth.username', 'ntlmssp.ntlmserverchallenge', 'ntlmssp.version.build_number', 'dcerpc.ver'],
  ...['dcerpc.cn_bind_to_uuid', 'dcerpc.dg_act_id', 'dcerpc.dg_server_boot', 'dcerpc.opnum', 'dcerpc.cn_flags'],
].flatMap((name) => ['-e', name]);

const tshark = (...words: string[]): string =>
  execFileSync('tshark', ['-n', ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 27,
    stdio: ['ignore', 'pipe', 'ignore'],
  });

async function ours(...words: string[]): Promise<string> {
  const { code, output, refused } = await program(['read', ...words]);
  assert.equal(refused, undefined);
  assert.equal(code, 0);
  return output.toString('utf8');
}

async function same(words: readonly string[], part: (output: string) => string = (it) => it): Promise<void> {
  for (const capture of CAPTURES) {
    const [theirs, mine] = [tshark('-r', capture, ...words), await ours(capture, ...words)].map(part);
    const line = mine!.split('\n').findIndex((it, i) => it !== theirs!.split('\n')[i]);
    assert.equal(mine!.split('\n')[line], theirs!.split('\n')[line], `${capture}, line ${line + 1}`);
    assert.equal(mine, theirs);
  }
}

describe('-T fields', () => {
  for (const options of [
    [],
    ['header=y'],
    ['separator=,'],
    ['separator=/s', 'header=y'],
    ['separator=/t', 'quote=d'],
    ['separator=;', 'quote=s'],
    ['quote=n'],
    ['occurrence=f'],
    ['occurrence=l', 'quote=d'],
    ['occurrence=a', 'aggregator=;'],
    ['aggregator=/s'],
    ['header=y', 'bom=y', 'quote=d', 'separator=,'],
  ]) {
    const name = options.map((option) => `-E ${option}`).join(' ');
    test(name || 'as it is', () => same(['-T', 'fields', ...options.flatMap((option) => ['-E', option]), ...FIELDS]));
  }
});

describe('times of the list', () => {
  const numbersAndTimes = (output: string): string =>
    output
      .split('\n')
      .map((line) => /^ *\d+ +(?:\d{4}[-/]\S+ +)?\S+/.exec(line)?.[0].trim().replace(/ +/g, ' ') ?? '')
      .join('\n');
  for (const format of ['a', 'ad', 'adoy', 'd', 'dd', 'e', 'r', 'u', 'ud', 'udoy'])
    test(`-t ${format}`, () => same(['-t', format, '-Y', 'frame.number % 3 == 0'], numbersAndTimes));
});

test('-T psml has its shape', () => {
  const shape = (output: string): string =>
    output.replace(/creator="[^"]*"/, '').replace(/<section>[^<]*<\/section>/g, '<section/>');
  return same(['-T', 'psml'], shape);
});
