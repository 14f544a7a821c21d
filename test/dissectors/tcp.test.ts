/** What a segment's place in its connection says: repeats, windows, and what error messages quote. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ascii,
  type Bytes,
  CLIENT,
  ETHER_TYPE,
  ethernet,
  FLAG,
  hex,
  icmp,
  ipv4,
  PROTOCOL,
  SERVER,
  type TcpFields,
  tcp,
  udp,
} from '../../samples/make/session.ts';
import { run, type Seen } from './frames.ts';

const there = { source: CLIENT.address, destination: SERVER.address };
const back = { source: SERVER.address, destination: CLIENT.address };

const frame = (addresses: typeof there, protocol: number, payload: Bytes): Bytes =>
  ethernet(
    { source: CLIENT.mac, destination: SERVER.mac, type: ETHER_TYPE.IPV4 },
    ipv4({ ...addresses, protocol }, payload),
    false,
  );
type Fields = Partial<TcpFields> & { sequence: number; flags: number };
const sent = (fields: Fields, payload?: Bytes): Bytes =>
  frame(there, PROTOCOL.TCP, tcp(there, { sourcePort: 49152, destinationPort: 9, ...fields }, payload));
const received = (fields: Fields, payload?: Bytes): Bytes =>
  frame(back, PROTOCOL.TCP, tcp(back, { sourcePort: 9, destinationPort: 49152, ...fields }, payload));

const { SYN, ACK, FIN } = FLAG;
const DATA = ACK | FLAG.PSH;
const syn = sent({ sequence: 1000, flags: SYN });
const synAck = received({ sequence: 5000, acknowledgment: 1001, flags: SYN | ACK });
const at = (sequence: number, text: string): Bytes =>
  sent({ sequence, acknowledgment: 5001, flags: DATA }, ascii(text));

/** The frames that are told to repeat others; with the frame, where it is known. */
const repeats = (...frames: readonly Bytes[]): readonly string[] =>
  run(frames).frames.flatMap((seen, i) => {
    const told = seen.one('tcp.analysis.retransmission') === '1';
    assert.equal(seen.info.startsWith('[TCP Retransmission] '), told);
    return told ? [`${i + 1}: ${seen.one('tcp.retransmission_of')}`] : [];
  });

describe('TCP repeats', () => {
  test('a SYN, its answer and a FIN', () => {
    const fin = sent({ sequence: 1001, acknowledgment: 5001, flags: FIN | ACK });
    assert.deepEqual(repeats(syn, syn, synAck, synAck, fin, fin), ['2: none', '4: none', '6: none']);
    assert.deepEqual(repeats(fin, fin), ['2: none']);
  });

  test('bytes, whole and in part', () => {
    const frames = [syn, synAck, at(1001, 'abcdef'), at(1001, 'abcdef'), at(1004, 'defghi'), at(1010, 'jk')];
    assert.deepEqual(repeats(...frames), ['4: 3', '5: none']);
  });

  test('not a connection on the same ports, what fills a gap, or a keep-alive', () => {
    assert.deepEqual(repeats(syn, sent({ sequence: 77000, flags: SYN })), []);
    assert.deepEqual(repeats(syn, synAck, at(1004, 'def'), at(1001, 'abc'), at(1007, 'ghi')), []);
    assert.deepEqual(repeats(syn, synAck, at(1001, 'abc'), at(1003, '\0'), at(1004, 'def')), []);
  });

  test('nothing of the stream: it goes on where it was', () => {
    const frames = [syn, synAck, at(1001, 'abc'), syn, at(1003, '\0'), at(1004, 'def')];
    const { frames: seen } = run(frames);
    assert.deepEqual(
      seen.map((it) => it.all('data.data').join()),
      ['', '', '616263', '', '', '646566'],
    );
  });
});

describe('TCP keep-alives', () => {
  const told = (...frames: readonly Bytes[]): readonly string[] =>
    run(frames).frames.map((seen) => {
      const isOne = seen.one('tcp.analysis.keep_alive') === '1';
      assert.equal(seen.info.startsWith('[TCP Keep-Alive] '), isOne);
      return isOne ? 'keep-alive' : '';
    });
  const probe = (sequence: number, text = ''): Bytes =>
    sent({ sequence, acknowledgment: 5001, flags: ACK }, ascii(text));

  test('begin before the next byte, with one or none', () => {
    const frames = [syn, synAck, at(1001, 'abc'), probe(1003), probe(1003, '\0'), probe(1004)];
    assert.deepEqual(told(...frames), ['', '', '', 'keep-alive', 'keep-alive', '']);
  });

  test('are none of a stream that is not known, and no reset', () => {
    const reset = sent({ sequence: 1003, acknowledgment: 5001, flags: FLAG.RST | ACK });
    assert.deepEqual(told(probe(1003), probe(1003)), ['', '']);
    assert.deepEqual(told(syn, synAck, at(1001, 'abc'), reset), ['', '', '', '']);
  });
});

test('TCP segments say that they wait for others', () => {
  const message = hex('00 00 00 20 ff 53 4d 42 72 00000000 00 0000 000000000000000000000000 00000000 00000000');
  const smb = (from: number, to: number): Bytes =>
    sent(
      { sequence: 1001 + from, acknowledgment: 5001, flags: DATA, destinationPort: 139 },
      message.subarray(from, to),
    );
  const { frames } = run([smb(0, 20), smb(20, 36), smb(20, 36), at(1001, 'nobody knows it')]);
  assert.deepEqual(
    frames.map(({ info }) => /\[TCP [^\]]*\]/.exec(info)?.[0]),
    ['[TCP segment of a reassembled PDU]', undefined, '[TCP Retransmission]', undefined],
  );
});

describe('TCP windows', () => {
  const scaled = (shift: number): Bytes => hex(`0303${shift.toString(16).padStart(2, '0')}01`);
  const windows = (...frames: readonly Bytes[]): readonly string[] =>
    run(frames).frames.map((seen) => seen.one('tcp.window_size'));
  const ack = { acknowledgment: 5001, flags: ACK, window: 500 };

  test('are scaled where both sides offered it', () => {
    const offer = sent({ sequence: 1000, flags: SYN, window: 8000, options: scaled(7) });
    const accept = received({ sequence: 5000, acknowledgment: 1001, flags: SYN | ACK, options: scaled(8) });
    assert.deepEqual(windows(offer, accept, sent({ sequence: 1001, ...ack })), ['8000', '64240', '64000']);
    assert.deepEqual(windows(offer, synAck, sent({ sequence: 1001, ...ack })), ['8000', '64240', '500']);
  });

  test('are scaled by what an answer offers, where the SYN was not captured', () => {
    const accept = received({ sequence: 5000, acknowledgment: 1001, flags: SYN | ACK, options: scaled(8) });
    const answer = received({ sequence: 5001, acknowledgment: 1001, flags: ACK, window: 500 });
    assert.deepEqual(windows(accept, sent({ sequence: 1001, ...ack }), answer), ['64240', '500', '128000']);
  });
});

describe('what an error message quotes', () => {
  const streams = (abbrev: string, quoted: Bytes, ...before: readonly Bytes[]): readonly string[] => {
    const error = frame(back, PROTOCOL.ICMP, icmp(3, 3, quoted));
    const { frames } = run([...before, error]);
    const last = frames.at(-1) as Seen;
    assert.equal(last.path.includes('icmp ip'), true);
    return last.all(abbrev);
  };
  const other = sent({ sequence: 1, flags: SYN, sourcePort: 49153 });

  test('is of a stream, if it was captured', () => {
    assert.deepEqual(streams('tcp.stream', syn.subarray(14), other, syn), ['1']);
    assert.deepEqual(streams('tcp.stream', syn.subarray(14), other), []);
    const datagram = frame(there, PROTOCOL.UDP, udp(there, 50000, 9, ascii('hello')));
    assert.deepEqual(streams('udp.stream', datagram.subarray(14), datagram), ['0']);
    assert.deepEqual(streams('udp.stream', datagram.subarray(14), syn), []);
  });

  test('may be cut after eight bytes, and less', () => {
    assert.deepEqual(streams('tcp.stream', syn.subarray(14, 14 + 28), syn), ['0']);
    assert.deepEqual(streams('tcp.stream', syn.subarray(14, 14 + 23), syn), []);
  });
});
