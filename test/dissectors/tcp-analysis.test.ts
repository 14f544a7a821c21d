/** What is said of a segment by those who follow its connection. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ascii, type Bytes, concat, FLAG, type Frame, hex, u32be } from '../../samples/make/index.ts';
import { limits } from '../../src/model/limits.ts';
import { run } from './frames.ts';
import { at, received, sent, syn, synAck } from './segments.ts';

const { SYN, ACK, FIN, RST } = FLAG;

/** One after the other, a second apart. */
const slowly = (frames: readonly Bytes[]): Frame[] => frames.map((bytes, i) => ({ bytes, time: i * 1000 }));

/** What the list says of each frame before anything else; the fields say the same. */
function remarks(frames: readonly Frame[], from = 0): readonly string[] {
  return run(frames)
    .frames.slice(from)
    .map((seen) => {
      const marks = /^(?:\[TCP [^\]]*\] )*/.exec(seen.info)![0].trim();
      assert.equal(seen.one('tcp.analysis.flags') === '1', marks !== '');
      return marks.replaceAll('[TCP ', '').replaceAll('] ', ', ').replace(']', '');
    });
}
const ack = (acknowledgment: number, more = {}): Bytes => sent({ sequence: 1001, acknowledgment, flags: ACK, ...more });
const answer = (acknowledgment: number, more = {}): Bytes =>
  received({ sequence: 5001, acknowledgment, flags: ACK, ...more });
const data = (sequence: number, text: string, more = {}): Bytes =>
  received({ sequence, acknowledgment: 1001, flags: ACK, ...more }, ascii(text));

/** A handshake of two milliseconds, and what comes after it. */
const opened = (...frames: readonly Bytes[]): Frame[] => [
  ...[syn, synAck, ack(5001)].map((bytes, time) => ({ bytes, time })),
  ...frames.map((bytes, i) => ({ bytes, time: 1000 + i * 1000 })),
];
const after = (...frames: readonly Bytes[]): readonly string[] => remarks(opened(...frames), 3);

describe('a segment that was there before', () => {
  test('is a retransmission', () => {
    const fin = sent({ sequence: 1001, acknowledgment: 5001, flags: FIN | ACK });
    assert.deepEqual(remarks(slowly([syn, syn, synAck, synAck, fin, fin])), [
      '',
      'Retransmission',
      '',
      'Retransmission',
      '',
      'Retransmission',
    ]);
    assert.deepEqual(after(at(1001, 'abcdef'), at(1001, 'abcdef'), at(1004, 'defghi'), at(1010, 'jk')), [
      '',
      'Retransmission',
      'Retransmission',
      '',
    ]);
  });

  test('is a spurious one where it was acknowledged', () => {
    assert.deepEqual(after(at(1001, 'abc'), answer(1004), at(1001, 'abc')), ['', '', 'Spurious Retransmission']);
  });

  test('is a fast one where duplicate acknowledgments ask for it', () => {
    const frames = opened(at(1001, 'abc'), at(1004, 'def'), answer(1001), answer(1001));
    const soon = remarks([...frames, { bytes: at(1001, 'abc'), time: 4019 }], 5);
    assert.deepEqual(soon, ['Dup ACK 2#1', 'Dup ACK 2#2', 'Fast Retransmission']);
    assert.equal(remarks([...frames, { bytes: at(1001, 'abc'), time: 4020 }]).at(-1), 'Retransmission');
  });

  test('is out of order where it comes soon after what follows it, without that', () => {
    const overtaken = (time: number): readonly string[] =>
      remarks([...slowly([at(1001, 'abc'), at(1007, 'ghi')]), { bytes: at(1004, 'def'), time }], 1);
    assert.deepEqual(overtaken(1002), ['Previous segment not captured', 'Out-Of-Order']);
    assert.deepEqual(overtaken(1003), ['Previous segment not captured', 'Retransmission']);
  });

  test('is out of order within a round trip', () => {
    const overtaken = (time: number): string | undefined => {
      const frames = [syn, synAck, ack(5001), at(1004, 'def')].map((bytes, i) => ({ bytes, time: i * 50 }));
      return remarks([...frames, { bytes: at(1001, 'abc'), time }]).at(-1);
    };
    assert.equal(overtaken(249), 'Out-Of-Order');
    assert.equal(overtaken(250), 'Retransmission');
  });

  test('is none where it begins with the byte of a probe', () => {
    assert.deepEqual(after(at(1001, 'abc'), at(1003, 'cdef'), at(1001, 'abc')), ['', '', 'Retransmission']);
  });
});

describe('a segment that is missing', () => {
  test('is told where what follows it comes, but not of a reset', () => {
    assert.deepEqual(after(at(1011, 'abc'), at(1014, 'def')), ['Previous segment not captured', '']);
    assert.deepEqual(after(sent({ sequence: 1011, acknowledgment: 5001, flags: RST | ACK })), ['']);
    assert.deepEqual(remarks(slowly([at(1011, 'abc')])), ['']);
  });

  test('is told where it is acknowledged, once until its sender says something new', () => {
    assert.deepEqual(after(answer(1005), answer(1009), at(1013, 'a'), answer(1017), data(5001, 'x'), ack(5002)), [
      'ACKed unseen segment',
      '',
      'Previous segment not captured',
      'ACKed unseen segment',
      '',
      '',
    ]);
  });

  test('is told where what was captured behind it is acknowledged', () => {
    assert.deepEqual(after(at(1011, 'abc'), answer(1014)), ['Previous segment not captured', 'ACKed unseen segment']);
  });

  test('is none once it came, cut as before or otherwise', () => {
    const late = (text: string): readonly string[] =>
      after(at(1001, 'ab'), at(1006, 'fgh'), at(1002, text), answer(1009)).slice(2);
    assert.deepEqual(late('bcde'), ['Retransmission', '']);
    assert.deepEqual(late('bc'), ['Retransmission', '']);
  });
});

describe('acknowledgments', () => {
  test('that say the same are counted, by the frame that said it first', () => {
    assert.deepEqual(after(ack(5001), ack(5001), data(5001, 'x'), ack(5002), ack(5002)), [
      'Dup ACK 3#1',
      'Dup ACK 3#2',
      '',
      '',
      'Dup ACK 7#1',
    ]);
    const { frames } = run(opened(ack(5001), ack(5001)));
    assert.equal(frames[4]!.one('tcp.analysis.duplicate_ack_num'), '2');
    assert.equal(frames[4]!.one('tcp.analysis.duplicate_ack_frame'), '3');
  });

  test('that come with data, another window or a FIN are no duplicates', () => {
    assert.deepEqual(after(ack(5001, { window: 9 }), at(1001, 'a')), ['Window Update', '']);
    assert.deepEqual(after(ack(5001, { flags: FIN | ACK })), ['']);
  });
});

describe('keep-alives', () => {
  const probe = (sequence: number, text = ''): Bytes =>
    sent({ sequence, acknowledgment: 5001, flags: ACK }, ascii(text));

  test('begin before the next byte, with one or none; their answers are no duplicates', () => {
    assert.deepEqual(after(at(1001, 'abc'), answer(1004), probe(1003), answer(1004), probe(1003, '\0'), probe(1004)), [
      '',
      '',
      'Keep-Alive',
      'Keep-Alive ACK',
      'Keep-Alive',
      'Dup ACK 3#1',
    ]);
  });

  test('are none of a stream that is not known, and no reset', () => {
    assert.deepEqual(remarks(slowly([probe(1003), probe(1003)])), ['', 'Dup ACK 1#1']);
    const reset = sent({ sequence: 1003, acknowledgment: 5001, flags: RST | ACK });
    assert.deepEqual(after(at(1001, 'abc'), reset), ['', '']);
  });
});

describe('windows', () => {
  test('that are full, closed, probed and open again', () => {
    const closed = answer(1004, { window: 0 });
    assert.deepEqual(
      after(answer(1001, { window: 3 }), at(1001, 'abc'), closed, at(1004, 'd'), closed, answer(1004, { window: 90 })),
      [
        'Window Update',
        'Window Full',
        'ZeroWindow',
        'ZeroWindowProbe',
        'ZeroWindowProbeAck, ZeroWindow',
        'Window Update',
      ],
    );
  });

  test('that open as the probe is taken', () => {
    const frames = [at(1001, 'abc'), answer(1004, { window: 0 }), at(1004, 'd'), answer(1005), at(1005, 'ef')];
    assert.deepEqual(after(...frames), ['', 'ZeroWindow', 'ZeroWindowProbe', 'Window Update', '']);
  });

  test('are full by their scale, where that is known', () => {
    const offer = (flags: number, shift: number) => ({
      flags,
      options: hex(`0303${String(shift).padStart(2, '0')}01`),
    });
    const scaled = [
      sent({ sequence: 1000, ...offer(SYN, 2) }),
      received({ sequence: 5000, acknowledgment: 1001, ...offer(SYN | ACK, 3) }),
    ];
    const full = [answer(1001, { window: 1 }), at(1001, '12345678')];
    assert.deepEqual(remarks(slowly([...scaled, ...full]), 2), ['Window Update', 'Window Full']);
    assert.deepEqual(remarks(slowly(full)), ['', '']);
  });
});

test('a connection on the ports of another', () => {
  assert.deepEqual(after(sent({ sequence: 77000, flags: SYN }), ack(5001, { sequence: 77001 })), [
    'Port numbers reused',
    '',
  ]);
});

test('what a message is said to be comes after it', () => {
  const smb = hex('00 00 00 20 ff 53 4d 42 72 00000000 00 0000 000000000000000000000000 00000000 00000000');
  const late = sent({ sequence: 1011, acknowledgment: 5001, flags: ACK }, smb);
  const { frames } = run(opened(answer(1011), late));
  assert.match(frames[4]!.info, /^\[TCP Previous segment not captured\] Negotiate Protocol Request/);
});

describe('what is under way', () => {
  const all = (frames: readonly Frame[], name: string): readonly string[] =>
    run(frames).frames.map((seen) => seen.one(`tcp.analysis.${name}`));
  const plain = (sequence: number, text: string): Bytes =>
    sent({ sequence, acknowledgment: 5001, flags: ACK }, ascii(text));
  // Only the second is pushed.
  const [abc, g, h] = [plain(1001, 'abc'), plain(1007, 'g'), plain(1008, 'h')];
  const frames = opened(abc, at(1004, 'def'), g, answer(1006), h, answer(1009), answer(1009));

  test('is counted until it is acknowledged', () => {
    assert.deepEqual(all(frames, 'bytes_in_flight').slice(3), ['3', '6', '7', 'none', '3', 'none', 'none']);
    assert.deepEqual(all(frames, 'push_bytes_sent').slice(3), ['3', '6', '1', 'none', '2', 'none', 'none']);
  });

  test('is acknowledged to the last byte of a segment, or within one', () => {
    assert.deepEqual(all(frames, 'acks_frame').slice(1), ['1', '2', ...Array(5).fill('none'), '8', 'none']);
    assert.deepEqual(all(frames, 'ack_rtt').slice(1, 3), ['0.001000000', '0.001000000']);
    assert.equal(all(frames, 'ack_rtt')[8], '1.000000000');
  });

  test('is sent again after a while', () => {
    const again = opened(at(1001, 'abc'), at(1004, 'def'), answer(1004), at(1004, 'def'));
    assert.equal(all(again, 'rto').at(-1), '2.000000000');
    assert.equal(all(again, 'rto_frame').at(-1), '5');
    const fin = sent({ sequence: 1001, acknowledgment: 5001, flags: FIN | ACK });
    assert.equal(all(opened(fin, answer(1002), fin), 'rto_frame').at(-1), '4');
  });

  test('is less what came behind a hole, as its receiver says', () => {
    const sack = (acknowledgment: number, ...edges: number[]): Bytes =>
      answer(acknowledgment, { options: concat([1, 1, 5, 2 + 4 * edges.length], ...edges.map(u32be)) });
    const beyond = opened(at(1001, 'abc'), at(1004, 'def'), at(1007, 'ghi'), sack(1001, 1004, 1010), at(1010, 'j'));
    assert.equal(all(beyond, 'bytes_in_flight').at(-1), '4');
    // What came twice lies below the acknowledgment (RFC 2883 4).
    const twice = opened(at(1001, 'abc'), at(1004, 'def'), sack(1004, 1001, 1004), at(1007, 'g'));
    assert.equal(all(twice, 'bytes_in_flight').at(-1), '4');
    const cut = answer(1001, { options: hex('05 0a 00000000') });
    assert.equal(all(opened(at(1001, 'abc'), cut, at(1004, 'd')), 'bytes_in_flight').at(-1), '4');
  });

  test('is not known where segments are missing, until one is acknowledged', () => {
    const torn = opened(at(1001, 'a'), at(1011, 'b'), at(1012, 'c'), answer(1012), at(1013, 'd'));
    assert.deepEqual(all(torn, 'bytes_in_flight').slice(3), ['1', 'none', 'none', 'none', '2']);
  });

  test('is not known where it is too much', () => {
    const many = Array.from({ length: limits.unacknowledged + 2 }, (_, i) => at(1001 + i, 'x'));
    const counts = all(opened(...many, answer(1002), at(1001 + many.length, 'y')), 'bytes_in_flight');
    const last = String(limits.unacknowledged);
    assert.deepEqual(counts.slice(-5), [last, 'none', 'none', 'none', String(many.length)]);
  });
});

describe('times', () => {
  test('since the first segment and the last, and of the handshake', () => {
    const { frames } = run(
      [syn, synAck, ack(5001), ack(5001)].map((bytes, i) => ({ bytes, time: 1000 + i * i * 250 })),
    );
    const all = (field: string): readonly string[] => frames.map((seen) => seen.one(field));
    assert.deepEqual(all('tcp.time_relative'), ['0.000000000', '0.250000000', '1.000000000', '2.250000000']);
    assert.deepEqual(all('tcp.time_delta'), ['0.000000000', '0.250000000', '0.750000000', '1.250000000']);
    assert.deepEqual(all('tcp.analysis.initial_rtt').slice(0, 2), ['none', 'none']);
    assert.equal(all('tcp.analysis.initial_rtt')[3], '1.000000000');
  });
});
