/** The list's lines of PDUs that no interface tells of. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Bytes, concat, u16le } from '../../samples/make/index.ts';
import { run } from './frames.ts';
import { bind, bindAck, conversation, fault, NDR, NDR64, pdu, request, response, SAMR } from './rpc-frames.ts';

const UNKNOWN = 'deadbeef-0001-0002-0304-050607080910';
const BIND_NAK = 13;
const ALTER = 14;

/** What is said of PDUs, the first one the client's; then they take turns. */
const lines = (...pdus: readonly Bytes[]): readonly string[] => {
  const all = conversation();
  pdus.forEach((it, i) => {
    if (i % 2 === 0) all.client(it);
    else all.server(it);
  });
  return run(all.frames)
    .frames.filter(({ path }) => path.endsWith('dcerpc'))
    .map(({ info }) => info);
};

describe('the list says of', () => {
  test('a bind what is proposed, and of its answer what became of it', () => {
    const proposals = [
      { id: 0, interface: SAMR, transfers: [NDR] },
      { id: 1, interface: UNKNOWN, version: 0x00020001, transfers: [NDR64, UNKNOWN] },
    ];
    assert.deepEqual(lines(bind(proposals), bindAck([NDR, 2, 3, 9])), [
      `Bind: call_id: 1, Fragment: Single, 2 context items: SAMR V1.0 (32bit NDR), ${UNKNOWN} V1.2 (64bit NDR, ${UNKNOWN})`,
      'Bind_ack: call_id: 1, Fragment: Single, max_xmit: 5840 max_recv: 5840, 4 results: Acceptance, Provider rejection, Negotiate ACK, Unknown result (9)',
    ]);
  });

  test('a bind in big-endian order: a version is one number', () => {
    const proposals = [{ id: 0, interface: UNKNOWN, version: 0x00020001 }];
    const { frames } = run(conversation().client(bind(proposals, { little: false, type: ALTER })).frames);
    const seen = frames.at(-1)!;
    assert.equal(
      seen.info,
      `Alter_context: call_id: 1, Fragment: Single, 1 context items: ${UNKNOWN} V1.2 (32bit NDR)`,
    );
    assert.equal(seen.one('dcerpc.cn_bind_if_ver'), '1');
    assert.equal(seen.one('dcerpc.cn_bind_if_ver_minor'), '2');
  });

  test('a refusal its reason', () => {
    const nak = (reason: number): Bytes => pdu(BIND_NAK, concat(u16le(reason), [0]));
    const asked = bind([{ id: 0, interface: SAMR }]);
    assert.equal(
      lines(asked, nak(4)).at(-1),
      'Bind_nak: call_id: 1, Fragment: Single reason: Protocol version not supported',
    );
    assert.match(lines(asked, nak(77)).at(-1)!, / reason: Unknown \(77\)$/);
  });

  test('calls their context, and the interface where that is all that is known', () => {
    const asked = bind([{ id: 5, interface: UNKNOWN }]);
    const answered = bindAck([NDR]);
    const call = request(7, new Uint8Array(4), { context: 5 });
    assert.deepEqual(lines(asked, answered, call, response(new Uint8Array(4), { context: 5 })).slice(2), [
      `Request: call_id: 1, Fragment: Single, opnum: 7, Ctx: 5 ${UNKNOWN} V1`,
      `Response: call_id: 1, Fragment: Single, Ctx: 5 ${UNKNOWN} V1`,
    ]);
    assert.equal(lines(call)[0], 'Request: call_id: 1, Fragment: Single, opnum: 7, Ctx: 5');
    assert.deepEqual(
      [0x1c010002, 0x6ba].map((status) => lines(asked, answered, call, fault(status)).at(-1)),
      [
        'Fault: call_id: 1, Fragment: Single, Ctx: 0, status: nca_op_rng_error',
        'Fault: call_id: 1, Fragment: Single, Ctx: 0, status: Unknown (0x000006ba)',
      ],
    );
  });

  test('more contexts than a line holds the first ones', () => {
    const many = Array.from({ length: 200 }, (_, id) => ({ id, interface: UNKNOWN }));
    const [line] = lines(bind(many));
    assert.match(line!, /, 200 context items: .*\), …$/);
    assert.equal(line!.split(UNKNOWN).length - 1, 16);
    assert.match(
      lines(bind(many), bindAck(new Array(200).fill(2))).at(-1)!,
      /, 200 results:( Provider rejection,){16} …$/,
    );
  });

  test('a PDU that stops anywhere what is there', () => {
    const proposals = [{ id: 0, interface: SAMR, transfers: [NDR, NDR64] }];
    for (const whole of [bind(proposals), bindAck([NDR, 2]), fault(5), request(7, new Uint8Array(4))]) {
      for (let length = 16; length < whole.length; length++) {
        const cut = whole.slice(0, length);
        cut.set(u16le(length), 8);
        assert.match(lines(cut)[0]!, /^\w+: call_id: /);
      }
    }
  });
});
