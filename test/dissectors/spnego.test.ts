import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SPNEGO } from '../../dissectors/gss-api/keys.ts';
import { toHex } from '../../src/bytes/hex.ts';
import {
  challenge,
  changed,
  concat,
  der,
  dissect,
  everyPrefix,
  framed,
  hex,
  latin1,
  negotiate,
  OID,
  oid,
  repeat,
  run,
  said,
} from './tokens.ts';

const SEQUENCE = 0x30;
const OCTETS = 0x04;
const hints = der(0xa3, der(SEQUENCE, der(0xa0, der(0x1b, latin1('not_defined_in_RFC4178@please_ignore')))));
const mechanisms = (...list: Uint8Array[]): Uint8Array => der(0xa0, der(SEQUENCE, ...list.map(oid)));
const init = (...members: Uint8Array[]): Uint8Array => framed(OID.spnego, der(0xa0, der(SEQUENCE, ...members)));
const resp = (...members: Uint8Array[]): Uint8Array => der(0xa1, der(SEQUENCE, ...members));
const state = (value: number): Uint8Array => der(0xa0, der(0x0a, [value]));
const octets = (number: number, bytes: Uint8Array): Uint8Array => der(0xa0 | number, der(OCTETS, bytes));
const ntlmMic = hex('01000000 1122334455667788 00000000');
const krbMic = hex('0404 05 ffffffffff 0000000005125bbc 396b58def0d837f9bf768b1f');

const offer = init(mechanisms(OID.negoex, OID.msKrb5, OID.krb5, OID.userToUser, OID.ntlmssp), hints);
const request = init(mechanisms(OID.ntlmssp), octets(2, negotiate));
const answer = resp(state(1), der(0xa1, oid(OID.ntlmssp)), octets(2, challenge));
const last = resp(state(0), octets(3, ntlmMic));

describe('NegTokenInit', () => {
  test('of a server offers mechanisms and a hint', () => {
    const { layers, values } = dissect(offer);
    assert.deepEqual(layers, ['gss-api', 'spnego']);
    assert.deepEqual(values.get('gss-api.OID'), ['1.3.6.1.5.5.2']);
    assert.deepEqual(values.get('gss-api.mechanism'), ['SPNEGO']);
    assert.deepEqual(values.get('spnego.negTokenInit_element'), ['1']);
    assert.deepEqual(values.get('spnego.mechTypes'), ['5']);
    assert.deepEqual(values.get('spnego.MechType'), [
      '1.3.6.1.4.1.311.2.2.30',
      '1.2.840.48018.1.2.2',
      '1.2.840.113554.1.2.2',
      '1.2.840.113554.1.2.2.3',
      '1.3.6.1.4.1.311.2.2.10',
    ]);
    assert.deepEqual(values.get('spnego.mechanism')?.at(-1), 'NTLMSSP');
    assert.deepEqual(values.get('spnego.negHints_element'), ['1']);
    assert.deepEqual(values.get('spnego.hintName'), ['not_defined_in_RFC4178@please_ignore']);
  });

  test('of a client brings a token of the mechanism it hopes for', () => {
    const { layers, values } = dissect(request);
    assert.deepEqual(layers, ['gss-api', 'spnego', 'ntlmssp']);
    assert.deepEqual(values.get('spnego.mechToken'), [toHex(negotiate)]);
    assert.deepEqual(values.get('ntlmssp.messagetype'), ['0x00000001']);
  });

  test('of RFC 4178 has flags, and a MIC where Microsoft has hints', () => {
    const flags = der(0xa1, der(0x03, hex('0172')));
    const { layers, values } = dissect(init(mechanisms(OID.krb5), flags, octets(3, krbMic)));
    assert.deepEqual(layers, ['gss-api', 'spnego', 'spnego-krb5']);
    assert.deepEqual(values.get('spnego.reqFlags'), ['72']);
    assert.deepEqual(values.get('spnego.ContextFlags.mutualFlag'), ['1']);
    assert.deepEqual(values.get('spnego.ContextFlags.delegFlag'), ['0']);
    assert.deepEqual(values.get('spnego.mechListMIC'), [toHex(krbMic)]);
    assert.equal(values.has('spnego.negHints_element'), false);
  });

  test('of Microsoft has its MIC after the hints, and may have a hint that is an address', () => {
    const both = der(0xa3, der(SEQUENCE, der(0xa1, der(OCTETS, hex('c0000201')))));
    const { values } = dissect(init(mechanisms(OID.ntlmssp), both, octets(4, ntlmMic)));
    assert.deepEqual(values.get('spnego.hintAddress'), ['c0000201']);
    assert.deepEqual(values.get('spnego.mechListMIC'), [toHex(ntlmMic)]);
  });

  test('may come without its frame', () => {
    assert.deepEqual(dissect(der(0xa0, der(SEQUENCE, mechanisms(OID.ntlmssp)))).layers, ['gss-api', 'spnego']);
  });
});

describe('NegTokenResp', () => {
  test('has a state, the mechanism chosen and its token', () => {
    const { layers, values } = dissect(request, answer);
    assert.deepEqual(layers, ['gss-api', 'spnego', 'ntlmssp']);
    assert.equal(values.has('gss-api.OID'), false);
    assert.deepEqual(values.get('spnego.negTokenTarg_element'), ['1']);
    assert.deepEqual(values.get('spnego.negResult'), ['1']);
    assert.deepEqual(values.get('spnego.supportedMech'), ['1.3.6.1.4.1.311.2.2.10']);
    assert.deepEqual(values.get('spnego.responseToken'), [toHex(challenge)]);
    assert.deepEqual(values.get('ntlmssp.challenge.target_name'), ['LAB']);
  });

  test('has a MIC that is the mechanism’s', () => {
    const { layers, values } = dissect(last);
    assert.deepEqual(layers, ['gss-api', 'spnego', 'ntlmssp']);
    assert.deepEqual(values.get('spnego.mechListMIC'), [toHex(ntlmMic)]);
    assert.deepEqual(values.get('ntlmssp.verf.vers'), ['1']);
    const both = dissect(resp(state(1), octets(2, challenge), octets(3, ntlmMic)));
    assert.deepEqual(both.layers, ['gss-api', 'spnego', 'ntlmssp', 'ntlmssp']);
  });

  test('may be empty', () => {
    assert.deepEqual(dissect(resp()).layers, ['gss-api', 'spnego']);
    assert.deepEqual(dissect(resp(octets(2, new Uint8Array(0)))).layers, ['gss-api', 'spnego']);
  });
});

describe('GSS-API', () => {
  test('shows the token of a mechanism that nobody knows', () => {
    const { layers, values } = dissect(framed(hex('2a0304'), hex('abcdef')));
    assert.deepEqual(layers, ['gss-api']);
    assert.deepEqual(values.get('gss-api.OID'), ['1.2.3.4']);
    assert.deepEqual(values.get('gss-api.token_object'), ['06032a0304abcdef']);
    assert.deepEqual(dissect(der(0x60, hex('020101'))).values.get('gss-api.token_object'), ['020101']);
  });

  test('hands on what DCE/RPC has by authentication type, verifiers of either mechanism among it', () => {
    assert.deepEqual(dissect({ bytes: request, type: SPNEGO }).layers, ['gss-api', 'spnego', 'ntlmssp']);
    assert.deepEqual(dissect({ bytes: ntlmMic, type: SPNEGO, verifier: true }).layers, ['gss-api', 'ntlmssp']);
    assert.deepEqual(dissect({ bytes: krbMic, type: SPNEGO, verifier: true }).layers, ['gss-api', 'spnego-krb5']);
    const unknown = dissect({ bytes: hex('0800'), type: SPNEGO, verifier: true });
    assert.deepEqual(unknown.values.get('gss-api.token_object'), ['0800']);
  });

  test('leaves what is no token to others', () => {
    for (const bytes of [hex('00010203'), latin1('NTLMSSPX'), hex('0405 0000'), hex('60')]) {
      assert.deepEqual(dissect(bytes).layers, ['data'], toHex(bytes));
    }
  });
});

describe('hostile tokens', () => {
  test('with lengths beyond their surroundings', () => {
    for (const bytes of [
      hex('60 84 ffffffff 06 06 2b0601050502 a0 84 ffffffff 30 84 ffffffff a2 84 ffffffff 04 84 ffffffff 4e'),
      hex('60 08 06 82 ffff 2b06010505'),
      hex('a1 03 30 05 a0 03 0a 01 00'),
      hex('a1 80 30 80 a0 80 0a 01 01'),
    ]) {
      assert.match(dissect(bytes).layers.at(-1)!, /^(gss-api|spnego)( malformed)?$/);
    }
  });

  test('shown as far as they go', () => {
    const { layers, values } = dissect(answer.subarray(0, answer.length - 20));
    assert.deepEqual(layers, ['gss-api', 'spnego malformed', 'ntlmssp malformed']);
    assert.deepEqual(values.get('spnego.supportedMech'), ['1.3.6.1.4.1.311.2.2.10']);
    const cut = dissect({ bytes: answer, cut: 20 });
    assert.deepEqual(cut.layers, ['gss-api', 'spnego truncated', 'ntlmssp truncated']);
  });

  test('with elements in elements', () => {
    let bytes = hex('0500');
    for (let i = 0; i < 5000; i++) bytes = bytes.length < 60000 ? der(0x30, bytes) : bytes;
    assert.deepEqual(dissect(der(0xa1, bytes)).layers, ['gss-api', 'spnego']);
    const tokens = Array.from({ length: 30 }).reduce<Uint8Array>((inner) => resp(octets(2, inner)), answer);
    assert.ok(dissect(tokens).layers.length < 64);
  });

  test('at every prefix', () => {
    for (const bytes of [offer, request, answer, last, init(mechanisms(OID.krb5), der(0xa1, der(0x03, hex('0172'))))]) {
      everyPrefix({ bytes });
    }
  });

  test('with any byte changed', () => {
    for (const bytes of [offer, request, answer, last]) {
      changed({ bytes, type: SPNEGO }, 2);
      run([{ bytes: concat(bytes, repeat(0x30, 400)), type: SPNEGO }], said);
    }
  });
});
