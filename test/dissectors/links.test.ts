/** Link layers, what lies beside a datagram in its frame, and what carries packets in packets. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ascii,
  type Bytes,
  CLIENT,
  concat,
  ETHER_TYPE,
  ethernet,
  hex,
  icmpv6,
  ipv4,
  ipv6,
  LINK,
  PROTOCOL,
  SERVER,
  sll,
  sll2,
  u16le,
  u32be,
  udp,
} from '../../samples/make/index.ts';
import { run, type Seen } from './frames.ts';

const addresses = { source: CLIENT.address, destination: SERVER.address };
const links = { source: CLIENT.mac, destination: SERVER.mac };
const zeros = (length: number): Bytes => new Uint8Array(length);
const one = (bytes: Bytes, linkType: number = LINK.ETHERNET, wire = bytes.length): Seen =>
  run([{ time: 0, bytes, wire }], { linkType }).frames[0]!;

/** A datagram of 28 bytes and more in IPv4: 42 with its Ethernet header. */
const datagram = (length = 0): Bytes =>
  ipv4({ ...addresses, protocol: PROTOCOL.UDP }, udp(addresses, 50000, 9, zeros(length)));
const typed = (payload: Bytes, vlans: readonly number[] = []): Bytes =>
  ethernet({ ...links, type: ETHER_TYPE.IPV4, vlans }, payload, false);
/** An IEEE 802.3 frame: a length where Ethernet II has a type. */
const sized = (payload: Bytes, length = payload.length): Bytes => ethernet({ ...links, type: length }, payload, false);
const unnumbered = (sap: number, payload: Bytes): Bytes => concat([sap, sap, 3], payload);

/** What the frame shows of padding and trailers. */
const beside = (seen: Seen): Record<string, string> =>
  Object.fromEntries(
    ['eth.padding', 'eth.trailer', 'vlan.trailer', 'sll.trailer', 'padding.surplus']
      .filter((name) => seen.all(name).length > 0)
      .map((name) => [name, seen.one(name)]),
  );

describe('what follows a datagram', () => {
  const CASES: Record<string, readonly [Bytes, Record<string, string>, number?]> = {
    'is padding up to the shortest frame': [concat(typed(datagram()), zeros(18)), { 'eth.padding': '00'.repeat(18) }],
    'is a trailer behind it': [
      concat(typed(datagram(10)), zeros(8), [1, 2]),
      { 'eth.padding': '00'.repeat(8), 'eth.trailer': '0102' },
    ],
    'is a trailer as a whole where a pad is not zero': [
      concat(typed(datagram(10)), zeros(7), [9]),
      { 'eth.trailer': `${'00'.repeat(7)}09` },
    ],
    'is a trailer in a frame that nobody filled up': [concat(typed(datagram()), [0]), { 'eth.trailer': '00' }],
    'is padding in a frame that was cut': [concat(typed(datagram()), zeros(4)), { 'eth.padding': '00000000' }, 60],
    'is a tag’s, behind a tag': [
      concat(typed(datagram(12), [7]), zeros(6)),
      { 'eth.padding': '0000', 'vlan.trailer': '00000000' },
    ],
    'is the innermost tag’s': [concat(typed(datagram(40), [7, 8]), [1]), { 'vlan.trailer': '01' }],
    'is Ethernet’s behind a length': [
      concat(sized(unnumbered(0x42, zeros(35))), zeros(8), [1]),
      { 'eth.padding': '00'.repeat(8), 'eth.trailer': '01' },
    ],
    'is a tag’s behind its length': [
      concat(ethernet({ ...links, type: 50, vlans: [7] }, unnumbered(0x42, zeros(47)), false), [1]),
      { 'vlan.trailer': '01' },
    ],
    'is neither inside a length': [
      sized(unnumbered(0xaa, concat(hex('000000 0800'), datagram(10), [0]))),
      { 'padding.surplus': '00' },
    ],
  };
  for (const [what, [bytes, values, wire]] of Object.entries(CASES)) {
    test(what, () => assert.deepEqual(beside(one(bytes, LINK.ETHERNET, wire)), values));
  }

  test('has another name in cooked captures, and none where frames have no shortest length', () => {
    assert.deepEqual(beside(one(concat(sll(ETHER_TYPE.IPV4, datagram(20)), [1]), LINK.SLL)), { 'sll.trailer': '01' });
    assert.deepEqual(beside(one(concat(datagram(), [1]), LINK.RAW)), { 'padding.surplus': '01' });
  });
});

describe('logical link control', () => {
  const CONTROLS: Record<string, readonly [string, string, string]> = {
    'an unnumbered frame': [
      '03',
      '0x0003',
      'U, func=UI; DSAP 0x42 Spanning Tree BPDU Individual, SSAP 0x42 Spanning Tree BPDU Command',
    ],
    'a supervisory frame': [
      '0102',
      '0x0201',
      'S; DSAP 0x42 Spanning Tree BPDU Individual, SSAP 0x42 Spanning Tree BPDU Command',
    ],
    'an information frame': [
      '0e01',
      '0x010e',
      'I; DSAP 0x42 Spanning Tree BPDU Individual, SSAP 0x42 Spanning Tree BPDU Command',
    ],
  };
  for (const [what, [control, value, info]] of Object.entries(CONTROLS)) {
    test(`of ${what}`, () => {
      const seen = one(sized(concat(hex(`4242${control}`), zeros(40))));
      assert.equal(seen.one('llc.control'), value);
      assert.equal(seen.info, info);
    });
  }

  test('carries what is information, and nothing else', () => {
    const of = (control: string): string => one(sized(concat(hex(`f0f0${control}`), zeros(14)))).path;
    for (const control of ['03', '13', '0002', 'fe03']) assert.equal(of(control), 'eth llc netbios', control);
    for (const control of ['bf', 'e3', '7f', '0102', '0903']) assert.equal(of(control), 'eth llc data', control);
    for (const control of ['0102', '0002']) assert.equal(one(sized(hex(`f0f1${control}`))).path, 'eth llc');
  });

  test('has numbers of whoever gave them out', () => {
    const of = (organisation: string, number: string): Seen =>
      one(sized(unnumbered(0xaa, concat(hex(organisation), hex(number), zeros(40)))));
    assert.equal(of('00000c', '2000').one('llc.cisco_pid'), '0x2000');
    assert.equal(of('080007', '809b').one('llc.apple_atalk_pid'), '0x809b');
    assert.equal(of('001122', '809b').one('llc.pid'), '0x809b');
    assert.equal(of('000000', '809b').one('llc.type'), '0x809b');
  });

  test('is not there before IPX that begins with its checksum', () => {
    const packet = concat(hex('ffff0028 0011 00000001 ffffffffffff 0452 00000001 020000000001 4000'), zeros(10));
    const seen = one(concat(sized(packet), zeros(6)));
    assert.equal(seen.path, 'eth ipx data padding');
    assert.equal(seen.one('ipx.dst.socket'), '0x0452');
    assert.equal(one(sized(packet).subarray(0, 20), LINK.ETHERNET, 60).path, 'eth ipx');
    assert.equal(one(sized(hex('fffe00 4000'))).path, 'eth llc data');
  });
});

test('a protocol number of PPP has four digits, compressed or not', () => {
  assert.equal(one(hex('ff03 fd 9000'), LINK.PPP).one('ppp.protocol'), '0x00fd');
  assert.equal(one(hex('ff03 80fd 01010004'), LINK.PPP).one('ppp.protocol'), '0x80fd');
});

describe('IGMP has', () => {
  const CASES: Record<string, readonly [string, Record<string, string>]> = {
    'no time in a query of version 1': ['11000000 00000000', { 'igmp.reserved': '00' }],
    'tenths of a second in one of version 2': ['11ff0000 e0000005', { 'igmp.max_resp': '255' }],
    'a code in one of version 3': ['11850000 e0000005 08020000', { 'igmp.max_resp': '168' }],
    'or none of these': ['11000000 e0000005 08020000', { 'igmp.max_resp': '0' }],
    'no time in a report of version 1': ['12050000 e0000005', { 'igmp.reserved': '05' }],
    'one in a report of version 2': ['16050000 e0000005', { 'igmp.max_resp': '5' }],
    'one in who leaves': ['17050000 e0000005', { 'igmp.max_resp': '5' }],
    'none in a report of version 3': ['22050000 00010000 04000000 e0000005', { 'igmp.reserved': '05|0001' }],
    'nothing that is known in other types': ['30050000 e0000005', {}],
  };
  for (const [what, [message, values]] of Object.entries(CASES)) {
    test(what, () => {
      const seen = one(typed(ipv4({ ...addresses, protocol: 2 }, hex(message))));
      const shown = ['igmp.max_resp', 'igmp.reserved'].filter((name) => seen.all(name).length > 0);
      assert.deepEqual(Object.fromEntries(shown.map((name) => [name, seen.all(name).join('|')])), values);
      assert.equal(seen.one('igmp.type'), `0x${message.slice(0, 2)}`);
    });
  }
});

test('what is reserved in AH is bytes, in Geneve a number', () => {
  const authenticated = concat([59, 1, 0, 7], zeros(8));
  assert.equal(one(typed(ipv4({ ...addresses, protocol: 51 }, authenticated))).one('ah.reserved'), '0007');
  const tunnel = udp(addresses, 50000, 6081, concat(hex('0000 0800 000001 05'), datagram()));
  const seen = one(typed(ipv4({ ...addresses, protocol: PROTOCOL.UDP }, tunnel)));
  assert.equal(seen.path, 'eth ip udp geneve ip udp');
  assert.equal(seen.one('geneve.reserved'), '0x05');
});

test('frame.protocols asks for EtherTypes that nobody knows, too', () => {
  const unknown = (vlans: readonly number[]): Seen =>
    one(ethernet({ ...links, type: 0x88cc, vlans }, zeros(46), false));
  assert.equal(unknown([]).protocols, 'eth:ethertype:data');
  assert.equal(unknown([7]).protocols, 'eth:ethertype:vlan:ethertype:data');
  assert.equal(one(sized(zeros(2))).protocols, 'eth:data');
  assert.equal(one(sized(unnumbered(0x42, zeros(35)))).protocols, 'eth:llc:data');
  assert.equal(one(sll(0x88cc, zeros(9)), LINK.SLL).protocols, 'sll:ethertype:data');
  assert.equal(one(sll2(0x88cc, zeros(9)), LINK.SLL2).protocols, 'sll:ethertype:data');
  assert.equal(one(sll2(1, zeros(9)), LINK.SLL2).protocols, 'sll:data');
});

describe('a search list of an IPv6 router', () => {
  const advertised = (body: string): Seen => {
    const size = Math.ceil((8 + hex(body).length) / 8);
    const option = concat([31, size, 0, 0], u32be(3600), hex(body), zeros(size * 8 - 8 - hex(body).length));
    const ends = { source: 'fe80::1', destination: 'ff02::1' };
    const message = icmpv6(ends, 134, 0, concat(zeros(8), option), hex('40000708'));
    return one(ethernet({ ...links, type: ETHER_TYPE.IPV6 }, ipv6({ ...ends, protocol: 58 }, message)));
  };
  const CASES: Record<string, readonly [string, readonly string[], readonly string[]]> = {
    'has names, then zeros': ['04686f6d65046172706100 036c616200', ['home.arpa', 'lab'], []],
    'may be empty': ['', [], []],
    'refers to nothing': ['036c616200 c008', ['lab'], ['c00800']],
    'may be cut': ['036c616200 056162', ['lab'], ['056162']],
  };
  for (const [what, [body, names, rest]] of Object.entries(CASES)) {
    test(what, () => {
      const seen = advertised(body);
      assert.deepEqual(seen.all('icmpv6.opt.dnssl'), names);
      assert.deepEqual(seen.all('icmpv6.opt.data'), rest);
    });
  }
});

describe('NetBIOS frames', () => {
  const name = (text: string, suffix: number): Bytes => concat(ascii(text.padEnd(15)), [suffix]);
  const names = concat(name('RECEIVER', 0x20), name('\x01S', 3));
  const frame = (command: number, rest: Bytes, data = zeros(0)): Seen => {
    const head = concat(u16le(12 + rest.length), hex('ffef'), [command], hex('81 0503 1111 2222'), rest);
    return one(sized(unnumbered(0xf0, concat(head, data))));
  };
  const said = (seen: Seen): string[] =>
    [...seen.values]
      .filter(([field]) => /^netbios\.(?!hdr_len|delimiter|command)/.test(field))
      .map(([field, values]) => `${field.slice('netbios.'.length)} ${values.join('|')}`);

  const both = ['nb_name RECEIVER|<01>S', 'nb_name_type 0x20|0x03'];
  const session = ['remote_session 0x05', 'local_session 0x06'];
  const correlated = ['xmit_corrl 0x1111', 'resp_corrl 0x2222'];
  const CASES: Record<number, readonly string[]> = {
    0x00: ['resp_corrl 0x2222', 'nb_name <01>S', 'nb_name_type 0x03'],
    0x02: both,
    0x03: ['status_request 129', 'status_buffer_len 773', 'resp_corrl 0x2222', ...both],
    0x08: both,
    0x09: ['nb_name <01>S', 'nb_name_type 0x03'],
    0x0a: ['local_session_no 0x05', 'call_name_type 0x03', 'resp_corrl 0x2222', ...both],
    0x0d: ['status 129', 'name_type 773', 'xmit_corrl 0x1111', ...both],
    0x0e: ['local_session_no 0x05', 'call_name_type 0x03', ...correlated, ...both],
    0x0f: ['status_response 129', 'data2 0x0305', 'xmit_corrl 0x1111', ...both],
    0x14: ['xmit_corrl 0x1111', ...session],
    0x16: ['flags 0x81', 'resync_indicator 0x0305', ...correlated, ...session],
    0x18: ['termination_indicator 0x0305', ...session],
    0x19: ['flags 0x81', 'max_data_recv_size 773', ...correlated, ...session],
    0x1a: ['no_receive_flags 0x81', 'num_data_bytes_accepted 773', ...session],
    0x1c: ['xmit_corrl 0x1111', ...session],
    0x1f: session,
    0x05: [],
  };
  for (const [command, fields] of Object.entries(CASES)) {
    test(`of command ${command} say what theirs is`, () => {
      const seen = frame(Number(command), Number(command) < 0x14 ? names : hex('0506'));
      assert.deepEqual(said(seen), fields);
      assert.ok(seen.layers.every(({ outcome }) => outcome === 'complete'));
    });
  }

  test('carry data behind their header', () => {
    assert.equal(frame(8, names, hex('01')).path, 'eth llc netbios data');
    assert.equal(frame(8, names).info, 'Datagram - <01>S<03>');
  });

  test('may be cut', () => {
    const whole = sized(unnumbered(0xf0, concat(hex('2c00 ffef 08 00 0000 0000 0000'), names)));
    for (let length = 15; length < whole.length; length++)
      assert.match(one(whole.subarray(0, length), LINK.ETHERNET, whole.length).path, /^eth (llc|data)/);
  });

  test('over IPX have names, too: behind room for eight networks, broadcast or not', () => {
    for (const type of ['04', '14']) {
      const query = concat(zeros(32), hex('f3 01 0180'), names);
      const ends = hex('00000000 ffffffffffff 0551 00000000 020000000001 0552');
      const seen = one(sized(unnumbered(0xe0, concat(hex(`ffff 0062 00 ${type}`), ends, query))));
      assert.equal(seen.one('nmpi.opcode'), '0xf3');
      assert.equal(seen.one('nmpi.requested_name'), 'RECEIVER<20>');
      assert.deepEqual(said(seen), both);
    }
  });
});
