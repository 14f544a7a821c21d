/** What nobody sends in good faith: bounded in time and memory, told, and nothing of the rest is lost. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Call, rpcCall, rpcStub } from '../../dissectors/dcerpc/keys.ts';
import { call, operation, u32 } from '../../dissectors/dcerpc/rules/bytes.ts';
import { protocols, rpcInterfaces, wiring } from '../../dissectors/index.ts';
import { rules } from '../../dissectors/rules.ts';
import { hex, session } from '../../samples/make/index.ts';
import { Judge } from '../../src/conformance/judge.ts';
import { readIdl } from '../../src/decode/idl/index.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import { limits } from '../../src/model/limits.ts';
import { limitReached } from '../../src/model/trouble.ts';
import { batchOf } from '../example.ts';

const IDL = operation(
  'typedef [switch_type(long)] union { [case(1)] long one; } CHOICE;' +
    'void Say([in, string] char *text);' +
    'void Choose([in] long which, [in, switch_is(which)] CHOICE *it);' +
    'void Alias([in, ptr] long *a, [in, ptr] long *b);' +
    'void Both([in, unique] long *a, [in, unique] long *b);',
);
const registry = new Registry([...protocols, ...rpcInterfaces.describe(readIdl(IDL)).map(({ made }) => made.protocol)]);
const [BIND = '', ACK = ''] = call('').map(({ tcp }) => tcp!);

const le = (value: number, bytes: number): string =>
  Array.from({ length: bytes }, (_, i) => ((value >>> (8 * i)) & 0xff).toString(16).padStart(2, '0')).join('');

/** A request, or a fragment of one: flags 1 is the first, 2 the last. */
const request = (callId: number, opnum: number, stub: string, flags = 3): string => {
  const length = stub.replace(/\s/g, '').length / 2;
  return `050000${le(flags, 1)}10000000${le(24 + length, 2)}0000${le(callId, 4)}${le(length, 4)}0000${le(opnum, 2)}${stub}`;
};
const SAID = `${u32(3, 0, 3)}686900`;

const LIMIT = 'frame/limit-reached';

interface Seen {
  readonly found: string[];
  readonly said: unknown[];
  readonly reached: Set<string>;
  readonly calls: Call[];
  readonly ms: number;
  /** Memory that is held when all is read, beyond what was before. */
  readonly bytes: number;
}

/** What is seen of a connection: the client's PDUs after bind and its answer. */
function see(pdus: readonly string[], bound = [BIND, ACK]): Seen {
  const conversation = session({ port: 49152 });
  conversation.send('client', hex(bound[0]!));
  conversation.send('server', hex(bound[1]!));
  for (const pdu of pdus) conversation.send('client', hex(pdu));
  const batch = batchOf(conversation.frames);
  const said: unknown[] = [];
  const calls: Call[] = [];
  const reached = new Set<string>();
  const judge = new Judge(rules)
    .listen(rpcStub, ({ stub, procedure }) => {
      if (procedure.name === 'Say') said.push(stub.arguments()['text']);
    })
    .listen(rpcCall, (it) => void calls.push(it))
    .listen(limitReached, ({ limit }) => void reached.add(limit));
  const pass = new Pass(registry, wiring, Question.everything(), judge, true);
  const memory = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const before = memory();
  const begun = performance.now();
  for (let i = 0; i < batch.count; i++) {
    pass.frame(batch, i, { linkType: 1, snapLength: 0, section: 1 });
    judge.packet(pass.packet);
  }
  pass.finish();
  judge.finish(pass.packet);
  const found = judge.findings.map(({ rule }) => rule.id).filter((id) => id.startsWith('ndr/') || id === LIMIT);
  return { found, said, reached, calls, ms: performance.now() - begun, bytes: memory() - before };
}

describe('hostile stubs', () => {
  const each = (name: string, pdu: string, ...finds: string[]): void => {
    test(name, () => {
      const { found, said, calls, ms, bytes } = see([pdu, request(2, 0, SAID)]);
      assert.deepEqual(found, finds);
      assert.equal(said.at(-1), 'hi');
      assert.equal(calls.length, 2);
      assert.ok(ms < 2000, `${ms} ms`);
      assert.ok(bytes < 64 << 20, `${bytes} bytes`);
    });
  };
  each('a count of 0x7fffffff', request(1, 0, `${u32(0x7fffffff, 0, 0x7fffffff)}6869`), 'ndr/too-short');
  each('a union’s tag out of range', request(1, 1, u32(7, 7, 1)), 'ndr/not-read', 'ndr/unknown-tag');
  each('a full pointer’s id again', request(1, 2, u32(0x20000, 1, 0x20000)), 'ndr/full-repeated');
  each('a unique pointer’s id twice', request(1, 3, u32(0x20000, 1, 0x20000, 2)), 'ndr/unique-repeated');
});

describe('hostile connections', () => {
  test('ten thousand interleaved fragments', () => {
    const half = SAID.replace(/\s/g, '').length / 2;
    const [head, tail] = [SAID.replace(/\s/g, '').slice(0, half & ~1), SAID.replace(/\s/g, '').slice(half & ~1)];
    const first = Array.from({ length: 5000 }, (_, i) => request(i + 1, 0, head, 1));
    const last = Array.from({ length: 5000 }, (_, i) => request(i + 1, 0, tail, 2));
    const { found, said, reached, ms, calls, bytes } = see([...first, ...last, request(9999, 0, SAID)]);
    // The newest are kept, and whole when their ends come.
    assert.equal(said.length, limits.calls + 1);
    assert.deepEqual([...new Set(said)], ['hi']);
    assert.ok(reached.has('calls'));
    assert.ok(calls.length >= 5001);
    assert.ok(found.includes(LIMIT));
    assert.ok(ms < 20_000, `${ms} ms`);
    assert.ok(bytes < 256 << 20, `${bytes} bytes`);
  });

  test('fragments of more bytes than are kept', () => {
    const filler = '00'.repeat(60_000);
    const pdus = Array.from({ length: 160 }, (_, i) => request(i + 1, 0, filler, 1));
    const { found, said, reached, bytes } = see([...pdus, request(9999, 0, SAID)]);
    assert.ok(reached.has('stubBytes') && found.includes(LIMIT));
    assert.ok(bytes < 8 * limits.stubBytes, `${bytes} bytes`);
    assert.deepEqual(said, ['hi']);
  });

  test('a thousand contexts', () => {
    const [, context = ''] = BIND.split('01000000 0000 01 00');
    const bind = (from: number): string => {
      const items = Array.from({ length: 250 }, (_, i) => `${le(from + i, 2)}0100${context}`).join('');
      const body = `d016d01600000000fa000000${items}`.replace(/\s/g, '');
      return `05000b0310000000${le(16 + body.length / 2, 2)}000001000000${body}`;
    };
    const { found, said, reached, ms, bytes } = see([
      ...Array.from({ length: 4 }, (_, i) => bind(1 + 250 * i).replace('05000b', '05000e')),
      BIND,
      request(2, 0, SAID),
    ]);
    assert.ok(reached.has('contexts') && found.includes(LIMIT));
    assert.deepEqual(said, ['hi']);
    assert.ok(ms < 5000, `${ms} ms`);
    assert.ok(bytes < 64 << 20, `${bytes} bytes`);
  });
});
