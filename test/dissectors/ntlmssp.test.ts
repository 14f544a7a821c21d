import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { authentication, NTLMSSP } from '../../dissectors/gss-api/keys.ts';
import { writeTokens } from '../../dissectors/ntlmssp/keys.ts';
import { hmacMd5, md5 } from '../../dissectors/ntlmssp/md5.ts';
import { toHex } from '../../src/bytes/hex.ts';
import { ByteWriter } from '../../src/bytes/writer.ts';
import { Question } from '../../src/engine/question.ts';
import {
  authenticate,
  challenge,
  changed,
  concat,
  dissect,
  emptyPasswordResponse,
  everyPrefix,
  FILETIME,
  field,
  hex,
  latin1,
  message,
  negotiate,
  none,
  pair,
  passwordResponse,
  repeat,
  run,
  targetInfo,
  UNICODE_FLAGS,
  u32le,
  utf16,
  VERSION,
} from './tokens.ts';

const OEM_FLAGS = UNICODE_FLAGS & ~1;
const signature = hex('01000000 1122334455667788 07000000');

describe('NEGOTIATE_MESSAGE', () => {
  test('has flags, OEM names and a version', () => {
    const { layers, values } = dissect(negotiate);
    assert.deepEqual(layers, ['ntlmssp']);
    assert.deepEqual(values.get('ntlmssp.identifier'), ['NTLMSSP']);
    assert.deepEqual(values.get('ntlmssp.messagetype'), ['0x00000001']);
    assert.deepEqual(values.get('ntlmssp.negotiateflags'), ['0xe2083207']);
    assert.deepEqual(values.get('ntlmssp.negotiate56'), ['1']);
    assert.deepEqual(values.get('ntlmssp.negotiatesign'), ['0']);
    assert.deepEqual(values.get('ntlmssp.negotiate.domain'), ['LAB']);
    assert.deepEqual(values.get('ntlmssp.negotiate.callingworkstation'), ['WS1']);
    assert.deepEqual(values.get('ntlmssp.string.length'), ['3', '3']);
    assert.deepEqual(values.get('ntlmssp.string.offset'), ['40', '43']);
    assert.deepEqual(values.get('ntlmssp.version.build_number'), ['20348']);
    assert.deepEqual(values.get('ntlmssp.version.ntlm_current_revision'), ['15']);
  });

  test('may end after its flags, or after the fields of its names', () => {
    assert.deepEqual(dissect(message(1, u32le(1))).layers, ['ntlmssp']);
    const { layers, values } = dissect(message(1, u32le(0x02000001), none, none));
    assert.deepEqual(layers, ['ntlmssp']);
    assert.deepEqual(values.get('ntlmssp.negotiate.domain'), ['NULL']);
    assert.equal(values.has('ntlmssp.version'), false);
    assert.equal(values.has('ntlmssp.string.length'), false);
  });
});

describe('CHALLENGE_MESSAGE', () => {
  test('has a target, a challenge and target information', () => {
    const { layers, values } = dissect(challenge);
    assert.deepEqual(layers, ['ntlmssp']);
    assert.deepEqual(values.get('ntlmssp.challenge.target_name'), ['LAB']);
    assert.deepEqual(values.get('ntlmssp.ntlmserverchallenge'), ['0102030405060708']);
    assert.deepEqual(values.get('ntlmssp.reserved'), ['0000000000000000']);
    assert.deepEqual(values.get('ntlmssp.challenge.target_info'), ['1']);
    assert.deepEqual(values.get('ntlmssp.challenge.target_info.offset'), ['62']);
    const prefix = 'ntlmssp.challenge.target_info';
    assert.deepEqual(values.get(`${prefix}.item.type`), ['0x0002', '0x0001', '0x0004', '0x0003', '0x0007', '0x0000']);
    assert.deepEqual(values.get(`${prefix}.item.length`), ['6', '10', '22', '34', '8', '0']);
    assert.deepEqual(values.get(`${prefix}.nb_domain_name`), ['LAB']);
    assert.deepEqual(values.get(`${prefix}.nb_computer_name`), ['FILES']);
    assert.deepEqual(values.get(`${prefix}.dns_domain_name`), ['lab.example']);
    assert.deepEqual(values.get(`${prefix}.dns_computer_name`), ['files.lab.example']);
    assert.deepEqual(values.get(`${prefix}.timestamp`), ['Jan  1, 2026 00:00:00.000000000 UTC']);
    assert.deepEqual(values.get('ntlmssp.version.major'), ['10']);
  });

  test('has its name in the OEM character set where no other was negotiated', () => {
    const { values } = dissect(message(2, field(latin1('LAB')), u32le(OEM_FLAGS), repeat(1, 8), repeat(0, 8), none));
    assert.deepEqual(values.get('ntlmssp.challenge.target_name'), ['LAB']);
  });

  test('ends its target information at a pair that does not fit, and shows values it does not know', () => {
    const info = concat(pair(6, u32le(2)), pair(6, hex('00')), pair(99, hex('abcd')), hex('0100 ffff 4100'));
    const { layers, values } = dissect(
      message(2, none, u32le(UNICODE_FLAGS), repeat(1, 8), repeat(0, 8), field(info), VERSION),
    );
    assert.deepEqual(layers, ['ntlmssp']);
    assert.deepEqual(values.get('ntlmssp.challenge.target_info.flags'), ['0x00000002']);
    assert.deepEqual(values.get('ntlmssp.challenge.target_info.flags.mic'), ['1']);
    assert.deepEqual(values.get('ntlmssp.challenge.target_info.item.value'), ['00', 'abcd']);
    assert.deepEqual(values.get('ntlmssp.challenge.target_info.item.type'), ['0x0006', '0x0006', '0x0063']);
  });
});

describe('AUTHENTICATE_MESSAGE', () => {
  test('has names, responses, a key and a MIC', () => {
    const { layers, values } = dissect(authenticate('alice', passwordResponse));
    assert.deepEqual(layers, ['ntlmssp']);
    assert.deepEqual(values.get('ntlmssp.auth.domain'), ['LAB']);
    assert.deepEqual(values.get('ntlmssp.auth.username'), ['alice']);
    assert.deepEqual(values.get('ntlmssp.auth.hostname'), ['WS1']);
    assert.deepEqual(values.get('ntlmssp.auth.lmresponse'), ['00'.repeat(24)]);
    assert.deepEqual(values.get('ntlmssp.ntlmclientchallenge'), ['00'.repeat(8)]);
    assert.deepEqual(values.get('ntlmssp.auth.ntresponse'), [toHex(passwordResponse)]);
    assert.deepEqual(values.get('ntlmssp.auth.sesskey'), ['000102030405060708090a0b0c0d0e0f']);
    assert.deepEqual(values.get('ntlmssp.authenticate.mic'), ['f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff']);
    assert.deepEqual(values.get('ntlmssp.blob.length'), ['24', '176', '16']);
    assert.deepEqual(values.get('ntlmssp.blob.offset'), ['88', '112', '310']);
    assert.deepEqual(values.get('ntlmssp.string.offset'), ['288', '294', '304']);
  });

  test('has an NTLM v2 response with what the client made it of', () => {
    const { values } = dissect(authenticate('alice', passwordResponse));
    const prefix = 'ntlmssp.ntlmv2_response';
    assert.deepEqual(values.get(`${prefix}.ntproofstr`), ['91346ab82ce1e9ef43139035efdee6fb']);
    assert.deepEqual(values.get(`${prefix}.rversion`), ['1']);
    assert.deepEqual(values.get(`${prefix}.hirversion`), ['1']);
    assert.deepEqual(values.get(`${prefix}.z`), ['000000000000', '00000000']);
    assert.deepEqual(values.get(`${prefix}.time`), ['Jan  1, 2026 00:00:00.000000000 UTC']);
    assert.deepEqual(values.get(`${prefix}.chal`), [toHex(latin1('MN0IshKP'))]);
    assert.deepEqual(values.get(`${prefix}.dns_computer_name`), ['files.lab.example']);
    assert.deepEqual(values.get(`${prefix}.target_name`), ['cifs/FILES']);
    assert.deepEqual(values.get(`${prefix}.pad`), ['00000000']);
  });

  test('has v1 responses, with a challenge of the client’s in the LM response’s place', () => {
    const lm = concat(hex('a1a2a3a4a5a6a7a8'), repeat(0, 16));
    const v1 = (response: Uint8Array) =>
      dissect(message(3, field(response), field(repeat(7, 24)), none, field(utf16('bob')), none, none, u32le(1)));
    assert.deepEqual(v1(lm).values.get('ntlmssp.ntlmclientchallenge'), ['a1a2a3a4a5a6a7a8']);
    assert.equal(v1(repeat(9, 24)).values.has('ntlmssp.ntlmclientchallenge'), false);
    assert.equal(v1(lm).values.has('ntlmssp.ntlmv2_response'), false);
    assert.equal(v1(lm).values.has('ntlmssp.authenticate.mic'), false);
  });

  test('may come without its key and flags, as Windows NT sent it: texts are as the challenge said', () => {
    const old = message(3, none, none, field(latin1('LAB')), field(latin1('carol')), none);
    const { layers, values } = dissect(message(2, none, u32le(OEM_FLAGS), repeat(1, 8), repeat(0, 8), none), old);
    assert.deepEqual(layers, ['ntlmssp']);
    assert.deepEqual(values.get('ntlmssp.auth.username'), ['carol']);
    assert.equal(values.has('ntlmssp.negotiateflags'), false);
    assert.equal(values.has('ntlmssp.auth.sesskey'), false);
  });

  test('of nobody: an LM response of one byte, and empty values shown as Wireshark shows them', () => {
    const { values } = dissect(message(3, field(hex('00')), none, none, none, none, none, u32le(1)));
    assert.deepEqual(values.get('ntlmssp.auth.lmresponse'), ['00']);
    assert.deepEqual(values.get('ntlmssp.auth.ntresponse'), ['0000000041000000']);
    assert.deepEqual(values.get('ntlmssp.auth.username'), ['NULL']);
  });

  test('proves an empty password, and only that', () => {
    const marks = ['ntlmssp.authenticated', 'ntlmssp.sessionbasekey', 'ntlmssp.sessionkey'];
    const of = (...tokens: Uint8Array[]) => marks.map((mark) => dissect(...tokens).values.has(mark));
    assert.deepEqual(of(challenge, authenticate('bob', emptyPasswordResponse)), [true, true, true]);
    assert.deepEqual(of(challenge, authenticate('BoB', emptyPasswordResponse, 0xa2880205)), [true, true, false]);
    assert.deepEqual(of(challenge, authenticate('alice', passwordResponse)), [false, false, false]);
    assert.deepEqual(of(challenge, authenticate('eve', emptyPasswordResponse)), [false, false, false]);
    assert.deepEqual(of(authenticate('bob', emptyPasswordResponse)), [false, false, false]);
  });

  test('tells its flow who it is, though no field is asked for', () => {
    const tokens = [negotiate, challenge, authenticate('alice', passwordResponse)].map((bytes) => ({ bytes }));
    run(
      tokens,
      ({ flow, number }) => {
        const state = flow!.state(authentication);
        assert.equal(state.user, number === 3 ? 'alice' : undefined);
        if (number < 3) return;
        const { serverChallenge, ...rest } = state;
        assert.equal(toHex(serverChallenge!), '0102030405060708');
        assert.deepEqual(rest, {
          challengeFrame: 2,
          flags: UNICODE_FLAGS,
          target: 'LAB',
          authenticateFrame: 3,
          user: 'alice',
          domain: 'LAB',
          workstation: 'WS1',
        });
      },
      Question.nothing(),
    );
  });
});

describe('NTLMSSP_MESSAGE_SIGNATURE', () => {
  const verifier = { bytes: signature, type: NTLMSSP, verifier: true };

  test('is a version and twelve bytes', () => {
    const { layers, values } = dissect(verifier);
    assert.deepEqual(layers, ['ntlmssp']);
    assert.deepEqual(values.get('ntlmssp.verf'), ['1']);
    assert.deepEqual(values.get('ntlmssp.verf.vers'), ['1']);
    assert.deepEqual(values.get('ntlmssp.verf.body'), ['112233445566778807000000']);
    assert.equal(values.has('ntlmssp.verf.sequence'), false);
  });

  test('has a checksum and a number where extended session security was negotiated', () => {
    const { values } = dissect(challenge, verifier);
    assert.deepEqual(values.get('ntlmssp.verf.body'), ['112233445566778807000000']);
    assert.deepEqual(values.get('ntlmssp.verf.hmacmd5'), ['1122334455667788']);
    assert.deepEqual(values.get('ntlmssp.verf.sequence'), ['07000000']);
  });
});

describe('hostile messages', () => {
  test('of a type that there is not', () => {
    const { layers, values } = dissect(message(9, u32le(1)));
    assert.deepEqual(layers, ['ntlmssp']);
    assert.deepEqual(values.get('ntlmssp.messagetype'), ['0x00000009']);
    assert.deepEqual(values.get('ntlmssp.messagetype.unknown'), ['1']);
  });

  test('with a payload beyond their end: what is there is shown, then the layer is malformed', () => {
    for (const offset of [50, 0x7fffffff, 0xfffffff0, 0xffffffff]) {
      const { layers, values } = dissect(
        message(2, { bytes: utf16('LAB'), offset, length: 0xffff }, u32le(1), repeat(1, 8), repeat(0, 8), none),
      );
      assert.deepEqual(layers, ['ntlmssp malformed'], String(offset));
      assert.deepEqual(values.get('ntlmssp.ntlmserverchallenge'), ['0101010101010101']);
    }
  });

  test('whose payload is said to lie in their fixed part', () => {
    for (const offset of [0, 1, 12, 20, 40, 63]) {
      const head = { bytes: utf16('LAB'), offset };
      dissect(message(3, head, head, head, head, head, head, u32le(1), VERSION));
      dissect(message(2, head, u32le(1), repeat(1, 8), repeat(0, 8), head, VERSION));
      dissect(message(1, u32le(0x02000001), head, head, VERSION));
    }
  });

  test('at every prefix', () => {
    const tokens = [negotiate, challenge, authenticate('bob', emptyPasswordResponse), message(9, u32le(1))];
    for (const bytes of tokens) everyPrefix({ bytes });
    everyPrefix({ bytes: signature, type: NTLMSSP, verifier: true });
  });

  test('with any byte changed', () => {
    for (const bytes of [negotiate, challenge, authenticate('bob', emptyPasswordResponse)]) changed({ bytes }, 1, 12);
  });
});

test('lists name the message, and who authenticates', () => {
  const tokens = [negotiate, challenge, authenticate('al\x1bice', passwordResponse), message(3), signature];
  const lines: string[] = [];
  run(
    tokens.map((bytes) => ({ bytes, type: NTLMSSP })),
    (packet) => {
      const out = new ByteWriter((bytes, length) => lines.push(Buffer.from(bytes.slice(0, length)).toString('utf8')));
      writeTokens(packet.layer(1), packet, out);
      if (out.length === 0) lines.push('');
      out.flush();
    },
    Question.nothing(),
  );
  assert.deepEqual(lines, [
    ', NTLMSSP_NEGOTIATE',
    ', NTLMSSP_CHALLENGE',
    ', NTLMSSP_AUTH, User: LAB\\al\\x1bice',
    ', NTLMSSP_AUTH',
    '',
  ]);
});

describe('MD5 and HMAC-MD5', () => {
  const text = (of: string): string => toHex(md5(latin1(of)));

  test('give what RFC 1321 A.5 and RFC 2202 2 say', () => {
    assert.equal(text(''), 'd41d8cd98f00b204e9800998ecf8427e');
    assert.equal(text('abc'), '900150983cd24fb0d6963f7d28e17f72');
    assert.equal(text('1234567890'.repeat(8)), '57edf4a22be3c955ac49da2e2107b67a');
    assert.equal(toHex(hmacMd5(repeat(0x0b, 16), latin1('Hi There'))), '9294727a3638bb1c13f48ef8158bfc9d');
    assert.equal(
      toHex(hmacMd5(latin1('Jefe'), latin1('what do ya want '), latin1('for nothing?'))),
      '750c783e6ab0b503eaa86e310a5db738',
    );
  });

  test('at the edges of a block', () => {
    assert.equal(text('a'.repeat(55)), 'ef1772b6dff9a122358552954ad0df65');
    assert.equal(text('a'.repeat(56)), '3b0c8ac703f828b04c6c197006d17218');
    assert.equal(text('a'.repeat(64)), '014842d480b571495a4a0363793f7367');
  });
});

test('times of the messages are exact', () => {
  assert.equal(toHex(FILETIME), '00008192b17adc01');
  assert.equal(targetInfo.length, 104);
});
