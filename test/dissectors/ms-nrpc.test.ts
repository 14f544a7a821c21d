import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { data } from '../../dissectors/data/protocol.ts';
import { pipePayload } from '../../dissectors/dcerpc/keys.ts';
import { linkType } from '../../dissectors/frame/keys.ts';
import { frame } from '../../dissectors/frame/protocol.ts';
import { authenticationFields, readAuthentication } from '../../dissectors/ms-nrpc/keys.ts';
import { tcpPayload, tcpPort } from '../../dissectors/tcp/keys.ts';
import { udpPayload, udpPort } from '../../dissectors/udp/keys.ts';
import { batchOf } from '../../scripts/fuzz/frames.ts';
import { inspect } from '../../scripts/fuzz/inspect.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import { on, protocol } from '../../src/sdk/index.ts';
import { concat, hex, said, u16le, u32le, utf16 } from './tokens.ts';

const LINK = 148;
let stub = { call: { opnum: 26 }, request: true, little: true, ndr64: false };
const carrier = protocol({
  name: 'stub',
  label: '',
  title: 'Carrier of stubs',
  fields: authenticationFields,
  routes: [on(linkType, LINK)],
  dissect: (d) => d.submit(call, 'test', d.at, d.end, d.promised),
});
const call = protocol({
  name: 'call',
  label: '',
  title: 'A stub',
  fields: authenticationFields,
  dissect: (d) => readAuthentication(d, stub),
});
const registry = new Registry([frame, data, carrier, call]);
const wiring = { frame, data, tcpPort, tcpPayload, udpPort, udpPayload, pipePayload };

function dissect(bytes: Uint8Array, how: Partial<typeof stub> = {}) {
  stub = { call: { opnum: 26 }, request: true, little: true, ndr64: false, ...how };
  const pass = new Pass(registry, wiring, Question.everything(), undefined, true);
  const whole = { bytes, wire: bytes.length, linkType: LINK, seconds: 0, nanoseconds: 0 };
  pass.frame(batchOf([whole]), 0, { linkType: LINK, snapLength: 0, section: 1 });
  inspect(pass.packet);
  return said(pass.packet);
}

/** The second text's ten bytes and the channel's two end at a multiple of four. */
const text = (of: string): Uint8Array => concat(u32le(of.length + 1), u32le(0), u32le(of.length + 1), utf16(`${of}\0`));
const request = concat(
  u32le(0x20000),
  text('DC1'),
  text('WS1$'),
  u16le(2),
  text('WS1'),
  hex('643ab370c69ef430'),
  u32le(0x212fffff),
);
const response = concat(hex('31688db8f47a48af'), u32le(0x600fffff), u32le(1105), u32le(0));

describe('NetrServerAuthenticate3', () => {
  test('names who wants a secure channel, and its options', () => {
    const { layers, values } = dissect(request);
    assert.deepEqual(layers, ['call']);
    assert.deepEqual(values.get('netlogon.server'), ['DC1']);
    assert.deepEqual(values.get('netlogon.acct_name'), ['WS1$']);
    assert.deepEqual(values.get('netlogon.sec_chan_type'), ['2']);
    assert.deepEqual(values.get('netlogon.computer_name'), ['WS1']);
    assert.deepEqual(values.get('netlogon.clientcred'), ['643ab370c69ef430']);
    assert.deepEqual(values.get('netlogon.neg_flags'), ['0x212fffff']);
    assert.deepEqual(values.get('ntlmssp.neg_flags.na1'), ['1']);
    assert.deepEqual(values.get('ntlmssp.neg_flags.na100000'), ['1', '0']);
    assert.deepEqual(values.get('ntlmssp.neg_flags.na8000000'), ['0', '1']);
  });

  test('answers with the account’s RID', () => {
    const { values } = dissect(response, { request: false });
    assert.deepEqual(values.get('netlogon.servercred'), ['31688db8f47a48af']);
    assert.deepEqual(values.get('netlogon.neg_flags'), ['0x600fffff']);
    assert.deepEqual(values.get('netlogon.serverrid'), ['1105']);
    assert.deepEqual(values.get('netlogon.rc'), ['0x00000000']);
  });

  test('in big-endian order', () => {
    const { values } = dissect(hex('31688db8f47a48af 600fffff 00000451 00000000'), { request: false, little: false });
    assert.deepEqual(values.get('netlogon.neg_flags'), ['0x600fffff']);
    assert.deepEqual(values.get('ntlmssp.neg_flags.na8000000'), ['1', '1']);
    assert.deepEqual(values.get('netlogon.serverrid'), ['1105']);
  });

  test('at every prefix, and with strings that lie about themselves', () => {
    for (let length = 0; length < request.length; length++) {
      assert.deepEqual(dissect(request.subarray(0, length)).layers, ['call malformed'], String(length));
    }
    for (const lie of ['ffffffff 00000000 ffffffff', '01000000 01000000 01000000', '01000000 00000000 ffffff7f']) {
      assert.deepEqual(dissect(concat(u32le(0), hex(lie), new Uint8Array(40))).layers, ['call malformed']);
    }
  });
});

test('NetrServerAuthenticate2 answers without a RID; other calls and NDR64 are left alone', () => {
  const { values } = dissect(concat(response.subarray(0, 12), u32le(0xc0000022)), {
    call: { opnum: 15 },
    request: false,
  });
  assert.deepEqual(values.get('netlogon.rc'), ['0xc0000022']);
  assert.equal(values.has('netlogon.serverrid'), false);
  assert.equal(dissect(request, { call: { opnum: 4 } }).values.size, 0);
  assert.equal(dissect(request, { ndr64: true }).values.size, 0);
});
