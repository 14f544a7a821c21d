import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bind, bindAck, conversation, NDR, only, request, response, see } from './rpc-frames.ts';
import { concat, hex, u16le, u32le, utf16 } from './tokens.ts';

const NETLOGON = '12345678-1234-abcd-ef00-01234567cffb';

/** The second text's ten bytes and the channel's two end at a multiple of four. */
const text = (of: string): Uint8Array => concat(u32le(of.length + 1), u32le(0), u32le(of.length + 1), utf16(`${of}\0`));
const asked = concat(
  u32le(0x20000),
  text('DC1'),
  text('WS1$'),
  u16le(2),
  text('WS1'),
  hex('643ab370c69ef430'),
  u32le(0x212fffff),
);
const answered = concat(hex('31688db8f47a48af'), u32le(0x600fffff), u32le(1105), u32le(0));

/** What is shown of the last of two stubs. */
function dissect(opnum: number, stub: Uint8Array, answer?: Uint8Array, little = true): string[] {
  const all = conversation()
    .client(bind([{ id: 0, interface: NETLOGON }], { little }))
    .server(bindAck([NDR], { little }))
    .client(request(opnum, stub, { little }));
  if (answer) all.server(response(answer, { little }));
  return [...see(all.frames.map(({ bytes }) => bytes)).frames.at(-1)!];
}

describe('NetrServerAuthenticate3', () => {
  test('names who wants a secure channel, and its options', () => {
    const lines = dissect(26, asked);
    const names = ['server', 'acct_name', 'sec_chan_type', 'computer_name', 'neg_flags'].map((it) => `netlogon.${it}`);
    assert.deepEqual(only(lines, 'rpc_netlogon', ...names), [
      'rpc_netlogon complete',
      'netlogon.server DC1',
      'netlogon.acct_name WS1$',
      'netlogon.sec_chan_type 2',
      'netlogon.computer_name WS1',
      'netlogon.neg_flags 0x212fffff',
    ]);
    assert.deepEqual(
      only(lines, 'ntlmssp.neg_flags.na1', 'ntlmssp.neg_flags.na100000', 'ntlmssp.neg_flags.na8000000'),
      [
        'ntlmssp.neg_flags.na8000000 0',
        'ntlmssp.neg_flags.na8000000 1',
        'ntlmssp.neg_flags.na100000 1',
        'ntlmssp.neg_flags.na100000 0',
        'ntlmssp.neg_flags.na1 1',
      ],
    );
  });

  test('answers with the account’s RID', () => {
    assert.deepEqual(
      only(
        dissect(26, asked, answered),
        'netlogon.servercred',
        'netlogon.neg_flags',
        'netlogon.serverrid',
        'netlogon.rc',
      ),
      [
        'netlogon.servercred 31688db8f47a48af',
        'netlogon.neg_flags 0x600fffff',
        'netlogon.serverrid 1105',
        'netlogon.rc 0x00000000',
      ],
    );
  });

  test('in big-endian order', () => {
    const lines = dissect(26, asked, hex('31688db8f47a48af 600fffff 00000451 00000000'), false);
    assert.deepEqual(only(lines, 'netlogon.neg_flags', 'netlogon.serverrid'), [
      'netlogon.neg_flags 0x600fffff',
      'netlogon.serverrid 1105',
    ]);
  });

  test('at every prefix, and with strings that lie about themselves', () => {
    for (let length = 0; length < asked.length; length += 3)
      assert.ok(dissect(26, asked.subarray(0, length)).includes('rpc_netlogon malformed'), String(length));
    for (const lie of ['ffffffff 00000000 ffffffff', '01000000 00000000 ffffff7f'])
      assert.ok(dissect(26, concat(u32le(0), hex(lie), new Uint8Array(40))).includes('rpc_netlogon malformed'), lie);
  });
});

test('NetrServerAuthenticate2 answers without a RID; of other calls the operation is known', () => {
  const lines = dissect(15, asked, concat(answered.subarray(0, 12), u32le(0xc0000022)));
  assert.deepEqual(only(lines, 'netlogon.rc', 'netlogon.serverrid'), ['netlogon.rc 0xc0000022']);
  assert.deepEqual(only(dissect(39, asked), 'netlogon.opnum', 'netlogon.server'), ['netlogon.opnum 39']);
});

test('NetrServerReqChallenge exchanges challenges', () => {
  const challenge = concat(u32le(0x20000), text('DC1'), text('WS1'), hex('3132333435363738'));
  const answer = concat(hex('5a712fc444fe5249'), u32le(0));
  assert.deepEqual(only(dissect(4, challenge), 'netlogon.computer_name', 'netlogon.clientchallenge'), [
    'netlogon.computer_name WS1',
    'netlogon.clientchallenge 3132333435363738',
  ]);
  assert.deepEqual(only(dissect(4, challenge, answer), 'netlogon.serverchallenge', 'netlogon.rc'), [
    'netlogon.serverchallenge 5a712fc444fe5249',
    'netlogon.rc 0x00000000',
  ]);
});
