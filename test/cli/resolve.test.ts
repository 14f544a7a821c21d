/** --resolve: addresses by the names that the capture and the user give them, and by nothing else. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import {
  ascii,
  type Bytes,
  concat,
  ETHER_TYPE,
  ethernet,
  ipv4,
  PROTOCOL,
  pcap,
  stamp,
  u16be,
  u32be,
  udp,
} from '../../samples/make/index.ts';
import { program } from '../../scripts/golden/program.ts';
import { block, describedInterface, endOfOptions, enhancedPacket, option, Scratch, section } from '../capture/build.ts';

const scratch = new Scratch();
after(scratch.remove);

const CLIENT = '192.0.2.1';
const SERVER = '192.0.2.2';

function datagram(source: string, destination: string, port: number, payload: Bytes): Bytes {
  const way = { source, destination };
  const link = { source: '02:00:00:00:00:01', destination: '02:00:00:00:00:02', type: ETHER_TYPE.IPV4 };
  return ethernet(link, ipv4({ ...way, protocol: PROTOCOL.UDP }, udp(way, port, 50_000, payload)), false);
}
const name = (text: string): Bytes =>
  concat(...text.split('.').map((label) => concat([label.length], ascii(label))), [0]);
/** An answer (RFC 1035 4.1.3) that gives an address of a name. */
const answer = (text: string, address: readonly number[], flags = 0x8180): Bytes =>
  concat(
    u16be(1),
    u16be(flags),
    ...[1, 1, 0, 0].map(u16be),
    name(text),
    u16be(1),
    u16be(1),
    [0xc0, 12],
    u16be(1),
    u16be(1),
    u32be(60),
    u16be(4),
    address,
  );
const nothing = (source: string, destination: string): Bytes => datagram(source, destination, 9, Uint8Array.of(0));
const file = (...frames: readonly Bytes[]): string => scratch.file(pcap(stamp(frames)));

async function said(...words: string[]): Promise<string> {
  const { code, output, refused } = await program(words);
  assert.equal(refused, undefined);
  assert.equal(code, 0);
  return output.toString('utf8');
}
const ends = async (...words: string[]): Promise<string[]> =>
  (
    await said(
      'read',
      '-T',
      'fields',
      '-E',
      'separator=|',
      '-e',
      '_ws.col.Source',
      '-e',
      '_ws.col.Destination',
      ...words,
    )
  )
    .split('\n')
    .slice(0, -1);

const told = file(
  nothing(CLIENT, SERVER),
  datagram('192.0.2.53', CLIENT, 53, answer('files.lab.example', [192, 0, 2, 2])),
  nothing(CLIENT, SERVER),
);

describe('--resolve', () => {
  test('shows a name from the answer on that gives it', async () => {
    const shown = await ends('--resolve', told);
    assert.deepEqual(shown, ['192.0.2.1|192.0.2.2', '192.0.2.53|192.0.2.1', '192.0.2.1|files.lab.example']);
  });

  test('is off unless it is asked for', async () => {
    assert.doesNotMatch(await said('read', told), /→ files/);
    assert.equal((await ends(told)).at(-1), '192.0.2.1|192.0.2.2');
  });

  test('with -2 shows it from the beginning', async () => {
    assert.equal((await ends('--resolve', '-2', told))[0], '192.0.2.1|files.lab.example');
  });

  test('shows both in trees, and leaves fields and filters their addresses', async () => {
    const tree = await said('read', '-V', '--resolve', '-Y', 'frame.number == 3', told);
    assert.match(tree, /^Internet Protocol Version 4, Src: 192\.0\.2\.1, Dst: files\.lab\.example \(192\.0\.2\.2\)$/m);
    assert.match(tree, /^ {4}Destination Address: files\.lab\.example \(192\.0\.2\.2\)$/m);
    const fields = await said('read', '--resolve', '-T', 'fields', '-e', 'ip.dst', '-Y', 'ip.dst == 192.0.2.2', told);
    assert.equal(fields, '192.0.2.2\n192.0.2.2\n');
  });

  test('names the ends of flows', async () => {
    assert.match(await said('flows', '--resolve', told), /files\.lab\.example:50000/);
  });

  test('takes NetBIOS names of answers: the owner of an address, the node that gives its names', async () => {
    const shown = await ends('--resolve', 'samples/netbios-names.pcap');
    // ALICE<03> is a user, no machine; the status comes with frame 13.
    assert.deepEqual(shown.slice(11, 14), [
      '192.0.2.10|192.0.2.20',
      'WORKSTATION|192.0.2.10',
      'WORKSTATION|192.0.2.10',
    ]);
  });

  test('believes no question, no failure, and nothing that is cut', async () => {
    const question = answer('liar', [192, 0, 2, 2], 0x0100);
    for (const payload of [
      question,
      answer('liar', [192, 0, 2, 2], 0x8183),
      answer('liar', [192, 0, 2, 2]).subarray(0, 37),
    ]) {
      const path = file(datagram('192.0.2.53', CLIENT, 53, payload), nothing(CLIENT, SERVER));
      assert.equal((await ends('--resolve', path)).at(-1), '192.0.2.1|192.0.2.2');
    }
  });

  test('takes the names that a pcapng file holds', async () => {
    for (const big of [false, true]) {
      const names = Buffer.concat([
        option(1, Buffer.from([192, 0, 2, 2, ...Buffer.from('server\0alias\0')]), { big }),
        option(2, Buffer.from([...new Array<number>(15).fill(0), 1, ...Buffer.from('here\0')]), { big }),
        endOfOptions,
      ]);
      const frame = Buffer.from(nothing(CLIENT, SERVER));
      const blocks = [
        section({ big }),
        describedInterface({ big }),
        block(4, names, { big }),
        enhancedPacket(frame, { big }),
      ];
      assert.deepEqual(await ends('--resolve', scratch.file(Buffer.concat(blocks))), ['192.0.2.1|server']);
      // Whatever the records say of their lengths, the packets are read.
      for (let at = 0; at < names.length; at++) {
        const bent = Buffer.from(names);
        bent[at]! ^= 0xff;
        const path = scratch.file(Buffer.concat([blocks[0]!, blocks[1]!, block(4, bent, { big }), blocks[3]!]));
        assert.equal((await ends('--resolve', path)).length, 1);
      }
    }
  });

  test('takes a hosts file before the capture’s names', async () => {
    const hosts = scratch.file('# ours\n192.0.2.2\tmine mine.lab # the first counts\n2001:db8::1 six\nnonsense\n');
    assert.deepEqual((await ends('-H', hosts, told))[0], '192.0.2.1|mine');
    assert.deepEqual((await ends('-H', hosts, told))[2], '192.0.2.1|mine');
    assert.match((await program(['read', '-H', '/nowhere/hosts', told])).refused!, /--hosts: \/nowhere\/hosts/);
  });

  test('shows nothing that steers a terminal', async () => {
    const path = file(
      datagram('192.0.2.53', CLIENT, 53, answer('a\u001b[2Jb', [192, 0, 2, 2])),
      nothing(CLIENT, SERVER),
    );
    for (const words of [
      ['read', path],
      ['read', '-V', path],
      ['flows', path],
    ])
      assert.match(await said(...words, '--resolve'), /^[\x20-\x7e\n→…]*$/);
  });
});
