/** What a segment's place in its connection says: repeats, windows, and what error messages quote. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ascii, type Bytes, FLAG, hex, icmp, PROTOCOL, udp } from '../../samples/make/index.ts';
import { run, type Seen } from './frames.ts';
import { at, back, frame, received, sent, syn, synAck, there } from './segments.ts';

const { SYN, ACK } = FLAG;

describe('TCP repeats', () => {
  const first = (...frames: readonly Bytes[]): readonly string[] =>
    run(frames).frames.flatMap((seen, i) => {
      const frame = seen.one('tcp.retransmission_of');
      return frame === 'none' ? [] : [`${i + 1}: ${frame}`];
    });

  test('are of the frame that had their bytes first', () => {
    const frames = [syn, synAck, at(1001, 'abcdef'), at(1001, 'abcdef'), at(1004, 'defghi'), at(1010, 'jk')];
    assert.deepEqual(first(...frames), ['4: 3']);
    assert.deepEqual(first(syn, synAck, at(1004, 'def'), at(1004, 'def'), at(1001, 'abc')), ['4: 3']);
    assert.deepEqual(first(syn, syn, synAck, at(1001, 'abc'), at(1003, '\0'), at(1004, 'def')), []);
  });

  test('change nothing of the stream: it goes on where it was', () => {
    const frames = [syn, synAck, at(1001, 'abc'), syn, at(1003, '\0'), at(1004, 'def')];
    const { frames: seen } = run(frames);
    assert.deepEqual(
      seen.map((it) => it.all('data.data').join()),
      ['', '', '616263', '', '', '646566'],
    );
  });
});

test('TCP segments say that they wait for others', () => {
  const message = hex('00 00 00 20 ff 53 4d 42 72 00000000 00 0000 000000000000000000000000 00000000 00000000');
  const smb = (from: number, to: number): Bytes =>
    sent({ sequence: 1001 + from, acknowledgment: 5001, flags: ACK, destinationPort: 139 }, message.subarray(from, to));
  const { frames } = run([smb(0, 20), smb(20, 36), smb(20, 36), smb(35, 36), at(1001, 'nobody'), at(1030, 'knows it')]);
  assert.deepEqual(
    frames.map(({ info }) => [...info.matchAll(/\[TCP ([^\]]*)\]/g)].map(([, said]) => said).join()),
    ['segment of a reassembled PDU', '', 'Retransmission', 'Keep-Alive', '', 'Previous segment not captured'],
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
