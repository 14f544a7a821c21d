import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Bytes, concat, u32be, u32le } from '../../samples/make/index.ts';
import { limits } from '../../src/model/limits.ts';
import {
  bind,
  bindAck,
  conversation,
  type Datagram,
  datagram,
  fault,
  NDR,
  NDR64,
  only,
  pdu,
  request,
  response,
  SAMR,
  see,
  sent,
} from './rpc-frames.ts';

const FIRST = 1;
const LAST = 2;
const SVCCTL = '367abb81-9844-35f1-ad32-98f038001003';
/** An operation whose arguments nobody reads: SamrQueryInformationDomain. */
const QUERY = 8;
const stub = (length: number, of = 7): Bytes => new Uint8Array(length).fill(of);

const bound = (port = 49664) =>
  conversation({ port })
    .client(bind([{ id: 0, interface: SAMR }]))
    .server(bindAck([NDR]));
const frames = (of: { readonly frames: readonly { readonly bytes: Bytes }[] }): Bytes[] =>
  of.frames.map((it) => it.bytes);

describe('a connection-oriented call', () => {
  test('is told with its request, its answer and their time', () => {
    const { calls } = see(
      frames(
        bound()
          .client(request(QUERY, stub(4)))
          .server(response(stub(8)))
          .fin(),
      ),
    );
    assert.equal(calls.length, 1);
    const [call] = calls;
    assert.equal(call!.iface?.label, 'SAMR');
    assert.equal(call!.opnum, QUERY);
    assert.equal(call!.state, 'answered');
    assert.equal(call!.responseFrame! - call!.requestFrame, 1);
  });

  test('several at a time are told apart by their call id', () => {
    const { calls } = see(
      frames(
        bound()
          .client(request(QUERY, stub(4), { call: 7 }))
          .client(request(46, stub(4), { call: 8 }))
          .server(response(stub(8), { call: 8 }))
          .server(response(stub(8), { call: 7 }))
          .fin(),
      ),
    );
    assert.deepEqual(
      calls.map(({ callId, opnum, requestFrame, responseFrame }) => [callId, opnum, responseFrame! - requestFrame]),
      [
        [8, 46, 1],
        [7, QUERY, 3],
      ],
    );
  });

  test('fragments of two calls, one between the other’s', () => {
    const { frames: seen } = see(
      frames(
        bound()
          .client(request(QUERY, stub(8, 1), { call: 7, flags: FIRST }))
          .client(request(46, stub(8, 2), { call: 8, flags: FIRST }))
          .client(request(QUERY, stub(8, 3), { call: 7, flags: LAST }))
          .client(request(46, stub(8, 4), { call: 8, flags: LAST })),
      ),
    );
    assert.deepEqual(only(seen.at(-2)!, 'samr.opnum', 'dcerpc.stub_data'), [
      'samr.opnum 8',
      `dcerpc.stub_data ${'01'.repeat(8)}${'03'.repeat(8)}`,
    ]);
    assert.deepEqual(only(seen.at(-1)!, 'samr.opnum', 'dcerpc.stub_data'), [
      'samr.opnum 46',
      `dcerpc.stub_data ${'02'.repeat(8)}${'04'.repeat(8)}`,
    ]);
  });

  test('without its first fragment is not put together', () => {
    const { frames: seen } = see(frames(bound().client(request(QUERY, stub(8), { flags: LAST }))));
    assert.deepEqual(only(seen.at(-1)!, 'samr'), []);
    assert.ok(only(seen.at(-1)!, 'dcerpc').includes('dcerpc complete'));
  });

  test('a stub of more bytes than are kept is given up, and the next one is read', () => {
    const many = bound();
    const piece = stub(60_000);
    const count = Math.ceil(limits.stubBytes / piece.length) + 1;
    for (let i = 0; i < count; i++) {
      const flags = i === 0 ? FIRST : i === count - 1 ? LAST : 0;
      many.client(request(QUERY, piece, { call: 7, flags }));
    }
    many.client(request(QUERY, stub(4), { call: 8 }));
    const { frames: seen } = see(frames(many));
    assert.deepEqual(only(seen.at(-2)!, 'samr'), []);
    assert.deepEqual(only(seen.at(-1)!, 'samr'), ['samr complete']);
  });

  test('a fault is named, and ends the call', () => {
    const { frames: seen, calls } = see(
      frames(
        bound()
          .client(request(QUERY, stub(4)))
          .server(fault(0x1c010002))
          .fin(),
      ),
    );
    assert.deepEqual(only(seen.find((it) => it.includes('dcerpc.pkt_type 3'))!, 'dcerpc.cn_status'), [
      'dcerpc.cn_status 0x1c010002',
    ]);
    assert.deepEqual(
      [calls[0]!.state, calls[0]!.status, calls[0]!.statusName],
      ['faulted', 0x1c010002, 'nca_op_rng_error'],
    );
  });

  test('an orphaned call is answered no more', () => {
    const { frames: seen, calls } = see(
      frames(
        bound()
          .client(request(QUERY, stub(4)))
          .client(pdu(19, new Uint8Array(0)))
          .server(response(stub(8))),
      ),
    );
    assert.ok(seen.at(-1)!.includes('dcerpc.no_request_found 1'));
    assert.deepEqual(
      calls.map(({ state, responseFrame }) => [state, responseFrame]),
      [['cancelled', undefined]],
    );
  });

  test('a cancelled call is answered all the same, or was cancelled', () => {
    const cancel = (call: number): Bytes => pdu(18, new Uint8Array(0), { call });
    const { frames: seen, calls } = see(
      frames(
        bound()
          .client(request(QUERY, stub(4), { call: 2 }))
          .client(cancel(2))
          .server(response(stub(8), { call: 2 }))
          .client(request(QUERY, stub(4), { call: 3 }))
          .client(cancel(3))
          .server(fault(0x1c00000d, { call: 3 }))
          .client(request(QUERY, stub(4), { call: 4 }))
          .client(cancel(4))
          .fin(),
      ),
    );
    assert.ok(!seen.some((it) => it.includes('dcerpc.no_request_found 1')));
    assert.deepEqual(
      calls.map(({ callId, state, statusName, frames: own }) => [callId, state, statusName, own.length]),
      [
        [2, 'answered', undefined, 3],
        [3, 'faulted', 'nca_s_fault_cancel', 3],
        [4, 'cancelled', undefined, 2],
      ],
    );
  });

  test('a shutdown has no body', () => {
    const { frames: seen } = see(frames(bound().server(pdu(17, new Uint8Array(0)))));
    assert.deepEqual(only(seen.at(-1)!, 'dcerpc', 'dcerpc.pkt_type'), ['dcerpc complete', 'dcerpc.pkt_type 17']);
  });

  test('a context that was not bound is said to be unknown, and the call has no interface', () => {
    const { frames: seen } = see(frames(bound().client(request(QUERY, stub(4), { context: 5 }))));
    assert.deepEqual(only(seen.at(-1)!, 'dcerpc.cn_ctx_id', 'dcerpc.cn_ctx_id.no_bind', 'samr'), [
      'dcerpc.cn_ctx_id 5',
      'dcerpc.cn_ctx_id.no_bind 1',
    ]);
  });

  test('contexts that an alter context adds are those of one connection', () => {
    const { frames: seen } = see(
      frames(
        bound()
          .client(bind([{ id: 1, interface: SVCCTL, version: 2 }], { type: 14, call: 2 }))
          .server(bindAck([NDR], { type: 15, call: 2 }))
          .client(request(40, stub(4), { call: 3, context: 1 }))
          .client(request(QUERY, stub(4), { call: 4, context: 0 })),
      ),
    );
    assert.deepEqual(only(seen.at(-2)!, 'svcctl.opnum'), ['svcctl.opnum 40']);
    assert.deepEqual(only(seen.at(-1)!, 'samr.opnum'), ['samr.opnum 8']);
  });

  test('bind-time features, offered and granted', () => {
    const FEATURES = '6cb71c2c-9812-4540-0300-000000000000';
    const { frames: seen } = see(
      frames(
        conversation({ port: 49664 })
          .client(
            bind([
              { id: 0, interface: SAMR, transfers: [NDR64] },
              { id: 1, interface: SAMR, transfers: [FEATURES] },
            ]),
          )
          .server(bindAck([NDR64, 3])),
      ),
    );
    const offered = seen.at(-2)!;
    assert.deepEqual(only(offered, 'dcerpc.cn_num_ctx_items', 'dcerpc.cn_bind_trans_btfn'), [
      'dcerpc.cn_num_ctx_items 2',
      'dcerpc.cn_bind_trans_btfn 0x0003',
    ]);
    assert.deepEqual(only(seen.at(-1)!, 'dcerpc.cn_ack_result', 'dcerpc.cn_bind_trans_btfn'), [
      'dcerpc.cn_ack_result 0',
      'dcerpc.cn_ack_result 3',
      'dcerpc.cn_bind_trans_btfn 0x0003',
    ]);
  });

  test('big-endian', () => {
    const { frames: seen } = see(
      frames(
        conversation({ port: 49664 })
          .client(bind([{ id: 0, interface: SAMR }], { little: false }))
          .server(bindAck([NDR], { little: false }))
          .client(request(QUERY, stub(4), { little: false, call: 9 })),
      ),
    );
    assert.deepEqual(only(seen.at(-1)!, 'dcerpc.cn_call_id', 'samr.opnum'), ['dcerpc.cn_call_id 9', 'samr.opnum 8']);
  });

  test('of a sealed call the operation is known, and its bytes are not read', () => {
    const trailer = concat([10, 6, 4, 0], u32le(0), u32le(1), new Uint8Array(12));
    const { frames: seen, calls } = see(
      frames(
        bound()
          .client(request(64, stub(8), { auth: trailer }))
          .fin(),
      ),
    );
    const sealed = seen.find((it) => it.includes('dcerpc.pkt_type 0'))!;
    assert.deepEqual(only(sealed, 'dcerpc.encrypted_stub_data', 'dcerpc.auth_padding', 'samr', 'samr.opnum'), [
      'dcerpc.encrypted_stub_data 0707070707070707',
      'samr complete',
      'samr.opnum 64',
    ]);
    assert.equal(calls[0]!.sealed, true);
  });

  test('a handle is followed from the call that gave it to the one that closes it', () => {
    const handle = concat(u32le(0), stub(16, 9));
    const text = concat(u32le(2), u32le(0), u32le(2), [0x41, 0, 0, 0]);
    const { frames: seen } = see(
      frames(
        conversation({ port: 49664 })
          .client(bind([{ id: 0, interface: SVCCTL, version: 2 }]))
          .server(bindAck([NDR]))
          .client(request(15, concat(u32le(0), u32le(0), u32le(1)), { call: 2 }))
          .server(response(concat(handle, u32le(0)), { call: 2 }))
          .client(request(16, concat(handle, text, u32le(1)), { call: 3 }))
          .client(request(0, handle, { call: 4 })),
      ),
    );
    const opened = String(seen.length - 2);
    assert.deepEqual(
      seen.slice(-3).map((it) => only(it, 'dcerpc.nt.open_frame', 'dcerpc.nt.close_frame')),
      [
        [`dcerpc.nt.open_frame ${opened}`],
        [`dcerpc.nt.open_frame ${opened}`],
        [`dcerpc.nt.open_frame ${opened}`, `dcerpc.nt.close_frame ${seen.length}`],
      ],
    );
  });
});

describe('a connectionless call', () => {
  const of: Datagram = { interface: SAMR, activity: '11111111-2222-3333-4444-555555555555', opnum: QUERY };
  const FRAGMENT = 4;
  const LAST_FRAGMENT = 2;

  test('fragments in any order, and again', () => {
    const piece = (fragment: number, last = false): Bytes =>
      sent(datagram(0, stub(8, fragment), { ...of, fragment, flags: FRAGMENT | (last ? LAST_FRAGMENT : 0) }));
    const { frames: seen, calls } = see([piece(2, true), piece(0), piece(0), piece(1)]);
    assert.deepEqual(only(seen[2]!, 'samr'), []);
    assert.deepEqual(only(seen[3]!, 'samr.opnum', 'dcerpc.stub_data'), [
      'samr.opnum 8',
      `dcerpc.stub_data ${'00'.repeat(8)}${'01'.repeat(8)}${'02'.repeat(8)}`,
    ]);
    assert.equal(calls.length, 1);
  });

  test('a retransmission is the same call; the next sequence number is another', () => {
    const one = sent(datagram(0, stub(4), of));
    const { calls } = see([
      one,
      one,
      sent(datagram(2, stub(4), of), 'server'),
      sent(datagram(0, stub(4), { ...of, sequence: 1 })),
    ]);
    assert.deepEqual(
      calls.map(({ callId, state, requestFrame, responseFrame }) => [callId, state, requestFrame, responseFrame]),
      [
        [0, 'answered', 1, 3],
        [1, 'unanswered', 4, undefined],
      ],
    );
  });

  test('is answered in a frame that goes on behind the datagram', () => {
    const trailing = (frame: Bytes): Bytes => concat(frame, [1, 2, 3, 4]);
    const frames = [sent(datagram(0, stub(4), of)), sent(datagram(2, stub(4), of), 'server')];
    const { calls } = see(frames.map(trailing));
    assert.deepEqual(
      calls.map(({ state, responseFrame }) => [state, responseFrame]),
      [['answered', 2]],
    );
  });

  test('ping, working, fack, cancel and reject', () => {
    const fack = concat([0, 0, 32, 0], u32le(1432), u32le(1432), [7, 0, 1, 0], u32le(5));
    const { frames: seen, calls } = see([
      sent(datagram(0, stub(4), of)),
      sent(datagram(1, new Uint8Array(0), of)),
      sent(datagram(4, new Uint8Array(0), of), 'server'),
      sent(datagram(9, fack, of), 'server'),
      sent(datagram(8, concat(u32le(0), u32le(3)), of)),
      sent(datagram(6, u32le(0x1c010003), of), 'server'),
    ]);
    assert.deepEqual(
      seen.map((it) => only(it, 'dcerpc.pkt_type')[0]),
      [0, 1, 4, 9, 8, 6].map((type) => `dcerpc.pkt_type ${type}`),
    );
    assert.deepEqual(only(seen[3]!, 'dcerpc.fack_serial_num', 'dcerpc.fack_selack'), [
      'dcerpc.fack_serial_num 7',
      'dcerpc.fack_selack 0x00000005',
    ]);
    assert.deepEqual([calls[0]!.state, calls[0]!.status], ['faulted', 0x1c010003]);
  });

  test('a cancel and what the server says to it', () => {
    const ack = concat(u32le(0), u32le(3), u32le(1));
    const cancel = sent(datagram(8, concat(u32le(0), u32le(3)), of));
    const { frames: seen, calls } = see([
      sent(datagram(0, stub(4), of)),
      cancel,
      sent(datagram(10, ack, of), 'server'),
      sent(datagram(0, stub(4), { ...of, sequence: 1 })),
      sent(datagram(8, concat(u32le(0), u32le(4)), { ...of, sequence: 1 })),
      sent(datagram(2, stub(4), { ...of, sequence: 1 }), 'server'),
      cancel,
    ]);
    assert.deepEqual(only(seen[1]!, 'dcerpc.dg_cancel_vers', 'dcerpc.dg_cancel_id'), [
      'dcerpc.dg_cancel_vers 0',
      'dcerpc.dg_cancel_id 3',
    ]);
    assert.deepEqual(only(seen[2]!, 'dcerpc.dg_cancel_id', 'dcerpc.server_accepting_cancels'), [
      'dcerpc.dg_cancel_id 3',
      'dcerpc.server_accepting_cancels 1',
    ]);
    assert.deepEqual(
      calls.map(({ callId, state }) => [callId, state]),
      [
        [0, 'cancelled'],
        [1, 'answered'],
      ],
    );
  });

  test('fragments that come again when all were there make no second call', () => {
    const piece = (fragment: number, last = false): Bytes =>
      sent(datagram(0, stub(8, fragment), { ...of, fragment, flags: FRAGMENT | (last ? LAST_FRAGMENT : 0) }));
    const { frames: seen, calls } = see([piece(0), piece(1, true), piece(0), piece(1, true)]);
    assert.deepEqual(
      seen.map((it) => only(it, 'samr').length),
      [0, 1, 0, 0],
    );
    assert.equal(calls.length, 1);
  });

  test('fragments of more bytes than are kept', () => {
    const activities = Math.ceil(limits.stubBytes / 60_000) + 1;
    const many = Array.from({ length: activities }, (_, i) =>
      sent(
        datagram(0, new Uint8Array(60_000), {
          ...of,
          activity: `11111111-2222-3333-4444-${String(i).padStart(12, '0')}`,
          flags: FRAGMENT,
        }),
      ),
    );
    const { frames: seen, calls } = see([...many, sent(datagram(0, stub(4), of))]);
    assert.deepEqual(only(seen.at(-1)!, 'samr.opnum'), ['samr.opnum 8']);
    assert.equal(calls.length, activities + 1);
  });

  test('big-endian', () => {
    const { frames: seen } = see([sent(datagram(0, u32be(1), { ...of, little: false }))]);
    assert.deepEqual(only(seen[0]!, 'dcerpc.dg_act_id', 'samr.opnum'), [
      'dcerpc.dg_act_id 11111111-2222-3333-4444-555555555555',
      'samr.opnum 8',
    ]);
  });

  test('what merely looks like one is left alone', () => {
    const looks = datagram(0, stub(4), { ...of, interface: 'deadbeef-0000-0000-0000-000000000000' });
    assert.deepEqual(only(see([sent(looks)]).frames[0]!, 'dcerpc'), []);
    assert.deepEqual(only(see([sent(looks), sent(looks)]).frames[1]!, 'dcerpc'), ['dcerpc complete'], 'the second one');
    const others = Array.from({ length: limits.activitiesMet }, (_, i) =>
      sent(datagram(0, stub(4), { ...of, interface: `deadbeef-0000-0000-0000-${String(i + 1).padStart(12, '0')}` })),
    );
    assert.deepEqual(only(see([sent(looks), ...others, sent(looks)]).frames.at(-1)!, 'dcerpc'), [], 'so many are met');
    const short = datagram(0, stub(4), of).slice();
    short[74] = 200;
    assert.deepEqual(only(see([sent(short)]).frames[0]!, 'dcerpc'), [], 'a length that does not fit');
  });
});

test('a SID is its text, under Wireshark’s name too', () => {
  const sid = concat(u32le(4), [1, 4, 0, 0, 0, 0, 0, 5], u32le(21), u32le(1), u32le(2), u32le(3));
  const { frames: seen } = see(frames(bound().client(request(7, concat(u32le(0), stub(16), u32le(0x200), sid)))));
  assert.deepEqual(only(seen.at(-1)!, 'samr.DomainId', 'dcerpc.nt.domain_sid', 'dcerpc.nt.count'), [
    'samr.DomainId S-1-5-21-1-2-3',
    'dcerpc.nt.count 4',
    'dcerpc.nt.domain_sid S-1-5-21-1-2-3',
  ]);
});
