import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ascii, type Bytes, concat, hex, u16be, u32be, u32le } from '../../samples/make/index.ts';
import { run } from './frames.ts';
import { conversation, only, see } from './rpc-frames.ts';

const element = (tag: number, ...content: (Bytes | readonly number[])[]): Bytes => {
  const whole = concat(...content);
  assert.ok(whole.length < 128);
  return concat([tag, whole.length], whole);
};
const message = (id: number, operation: Bytes): Bytes => element(0x30, element(2, [id]), operation);
const negotiate = concat(ascii('NTLMSSP\0'), u32le(1), u32le(0x00088207), new Uint8Array(16));
const bind = message(
  1,
  element(
    0x60,
    ...[element(2, [3]), element(4)],
    element(0xa3, element(4, ascii('GSS-SPNEGO')), element(4, negotiate)),
  ),
);
/** Unbind: an operation without content. */
const unbind = message(7, Uint8Array.of(0x42, 0));

const wrapped = (flags: number, ...messages: readonly Bytes[]): Bytes => {
  const token = concat(
    [5, 4, flags, 0xff],
    u16be(12),
    u16be(12),
    u32be(0),
    u32be(9),
    new Uint8Array(12).fill(3),
    ...(messages.length > 0 ? messages : [unbind]),
  );
  return concat(u32be(token.length), token);
};
const last = (...sent: Bytes[]): readonly string[] => {
  const all = conversation({ port: 389 });
  for (const it of sent) all.client(it);
  return see(all.frames.map(({ bytes }) => bytes)).frames.at(-1)!;
};

test('a bind’s credentials are the mechanism’s token', () => {
  assert.deepEqual(only(last(bind), 'ldap.messageID', 'ntlmssp', 'ntlmssp.messagetype'), [
    'ldap.messageID 1',
    'ntlmssp complete',
    'ntlmssp.messagetype 0x00000001',
  ]);
});

test('a message that is only signed is read behind its checksum', () => {
  assert.deepEqual(only(last(bind, wrapped(0)), 'spnego.krb5.sealed', 'spnego.krb5.sgn_cksum', 'ldap.messageID'), [
    'spnego.krb5.sealed 0',
    `spnego.krb5.sgn_cksum ${'03'.repeat(12)}`,
    'ldap.messageID 7',
  ]);
});

test('several in one buffer are read one by one', () => {
  const reference = message(8, element(0x73, element(4, ascii('ldap://lab'))));
  const done = message(8, element(0x65, element(10, [0]), element(4), element(4)));
  assert.deepEqual(only(last(bind, wrapped(0, reference, done)), 'ldap.messageID', 'ldap.protocolOp'), [
    ...['ldap.messageID 8', 'ldap.protocolOp 19'],
    ...['ldap.messageID 8', 'ldap.protocolOp 5'],
  ]);
  const odd = only(last(bind, wrapped(0, done, hex('000000050102030405'))), 'ldap.protocolOp', 'data.data');
  assert.deepEqual(odd, ['ldap.protocolOp 5', 'data.data 000000050102030405']);
});

test('a sealed one is not', () => {
  assert.deepEqual(only(last(bind, wrapped(2)), 'spnego.krb5.sealed', 'ldap.messageID'), ['spnego.krb5.sealed 1']);
});

test('at every prefix', () => {
  for (let length = 1; length < bind.length; length++) {
    const cut = concat(bind.subarray(0, length), hex('00'.repeat(bind.length - length)));
    assert.ok(last(cut).length > 0);
  }
});

test('Sicily’s tokens are NTLM’s: in the choice of a bind, and where an answer has its matched DN', () => {
  const sicily = message(1, element(0x60, element(2, [3]), element(4, ascii('NTLM')), element(0x8a, negotiate)));
  assert.deepEqual(only(last(sicily), 'ntlmssp.messagetype'), ['ntlmssp.messagetype 0x00000001']);
  const challenge = concat(ascii('NTLMSSP\0'), u32le(2), new Uint8Array(36));
  const answer = message(1, element(0x61, element(10, [0]), element(4, challenge), element(4)));
  assert.deepEqual(only(last(answer), 'ntlmssp.messagetype'), ['ntlmssp.messagetype 0x00000002']);
  assert.deepEqual(only(last(message(1, element(0x61, element(10, [0]), element(4), element(4)))), 'ntlmssp'), []);
});

test('the list says what wraps a message, and whose token a bind has', () => {
  const info = (...sent: Bytes[]): string => {
    const all = conversation({ port: 389 });
    for (const it of sent) all.client(it);
    return run(all.frames).frames.at(-1)!.info;
  };
  assert.equal(info(bind), 'bindRequest(1) "<ROOT>" sasl , NTLMSSP_NEGOTIATE');
  assert.equal(info(bind, wrapped(0)), 'SASL GSS-API Integrity: unbindRequest(7) ');
  // Only the first of several says how they were wrapped.
  assert.equal(info(bind, wrapped(0, unbind, unbind)), 'SASL GSS-API Integrity: unbindRequest(7) ; unbindRequest(7) ');
  assert.equal(info(bind, wrapped(2, new Uint8Array(60))), 'SASL GSS-API Privacy: payload (32 bytes)');
  assert.equal(info(bind, wrapped(2)), 'SASL payload (35 bytes)');
});
