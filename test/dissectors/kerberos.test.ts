import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { KERBEROS } from '../../dissectors/gss-api/keys.ts';
import { toHex } from '../../src/bytes/hex.ts';
import { apRep, apReq, errorOf, integer, sequence, tgtReply, tgtRequest, time } from './kerberos-messages.ts';
import { changed, concat, der, dissect, everyPrefix, framed, hex, OID, repeat } from './tokens.ts';

const error = errorOf(37, hex('3000'));

const sealed = hex('0504 06ff 0010 001c 0000000021ff1bed');
const mic = hex('0404 05 ffffffffff 0000000005125bbc 396b58def0d837f9bf768b1f');

describe('Kerberos messages', () => {
  test('AP-REQ: whose ticket it is for, and the rest encrypted', () => {
    const { layers, values } = dissect(apReq);
    assert.deepEqual(layers, ['gss-api', 'spnego-krb5', 'kerberos']);
    assert.deepEqual(values.get('spnego.krb5.blob'), [toHex(apReq)]);
    assert.deepEqual(values.get('kerberos.ap_req_element'), ['1']);
    assert.deepEqual(values.get('kerberos.pvno'), ['5']);
    assert.deepEqual(values.get('kerberos.msg_type'), ['14']);
    assert.deepEqual(values.get('kerberos.ap_options'), ['20000000']);
    assert.deepEqual(values.get('kerberos.APOptions.mutual.required'), ['1']);
    assert.deepEqual(values.get('kerberos.APOptions.use.session.key'), ['0']);
    assert.deepEqual(values.get('kerberos.tkt_vno'), ['5']);
    assert.deepEqual(values.get('kerberos.realm'), ['LAB.EXAMPLE']);
    assert.deepEqual(values.get('kerberos.name_type'), ['2']);
    assert.deepEqual(values.get('kerberos.sname_string'), ['2']);
    assert.deepEqual(values.get('kerberos.SNameString'), ['cifs', 'files.lab.example']);
    assert.deepEqual(values.get('kerberos.etype'), ['18', '18']);
    assert.deepEqual(values.get('kerberos.kvno'), ['4', '4']);
    assert.deepEqual(values.get('kerberos.cipher'), ['ee'.repeat(40), 'aa'.repeat(30)]);
  });

  test('AP-REP', () => {
    const { values } = dissect(apRep);
    assert.deepEqual(values.get('kerberos.msg_type'), ['15']);
    assert.deepEqual(values.get('kerberos.enc_part_element'), ['1']);
    assert.deepEqual(values.get('kerberos.cipher'), ['bb'.repeat(20)]);
  });

  test('KRB-ERROR', () => {
    const { values } = dissect(error);
    assert.deepEqual(values.get('kerberos.error_code'), ['37']);
    assert.deepEqual(values.get('kerberos.stime'), ['Jan  1, 2026 00:01:00.000000000 UTC']);
    assert.deepEqual(values.get('kerberos.ctime'), ['Jan  1, 2026 00:00:00.000000000 UTC']);
    assert.deepEqual(values.get('kerberos.susec'), [String(0x07450b)]);
    assert.deepEqual(values.get('kerberos.crealm'), ['LAB.EXAMPLE']);
    assert.deepEqual(values.get('kerberos.CNameString'), ['alice']);
    assert.deepEqual(values.get('kerberos.e_text'), ['clocks differ']);
    assert.deepEqual(values.get('kerberos.e_data'), ['3000']);
  });

  test('KRB-SAFE, KRB-PRIV and KRB-CRED have their version and type', () => {
    for (const [tag, name] of [
      [0x74, 'safe'],
      [0x75, 'priv'],
      [0x76, 'cred'],
    ] as const) {
      const { layers, values } = dissect({
        bytes: der(tag, sequence(integer(5), integer(tag - 0x60))),
        type: KERBEROS,
      });
      assert.deepEqual(layers, ['spnego-krb5', 'kerberos']);
      assert.deepEqual(values.get(`kerberos.krb_${name}_element`), ['1']);
      assert.deepEqual(values.get('kerberos.pvno'), ['5']);
      assert.deepEqual(values.get('kerberos.msg_type'), [String(tag - 0x60)]);
    }
  });

  test('so does a message that nobody knows', () => {
    const { values } = dissect({ bytes: der(0x7d, sequence(integer(5), integer(29))), type: KERBEROS });
    assert.deepEqual(values.get('kerberos.kdc_message_element'), ['1']);
    assert.deepEqual(values.get('kerberos.msg_type'), ['29']);
  });
});

describe('Kerberos tokens', () => {
  test('have a frame, an identifier and a message', () => {
    const { layers, values } = dissect({ bytes: framed(OID.krb5, hex('0100'), apReq), type: KERBEROS });
    assert.deepEqual(layers, ['spnego-krb5', 'kerberos']);
    assert.deepEqual(values.get('spnego.krb5_oid'), ['1.2.840.113554.1.2.2']);
    assert.deepEqual(values.get('spnego.krb5.tok_id'), ['0x0001']);
    assert.deepEqual(values.get('kerberos.msg_type'), ['14']);
  });

  test('leave their frame to GSS-API, where that comes before them', () => {
    const { layers, values } = dissect(framed(OID.krb5, hex('0200'), apRep));
    assert.deepEqual(layers, ['gss-api', 'spnego-krb5', 'kerberos']);
    assert.deepEqual(values.get('gss-api.OID'), ['1.2.840.113554.1.2.2']);
    assert.deepEqual(values.get('spnego.krb5.tok_id'), ['0x0002']);
    assert.equal(values.has('spnego.krb5_oid'), false);
  });

  test('of user to user ask for a ticket, and bring it', () => {
    const asked = dissect({ bytes: framed(OID.userToUser, hex('0400'), tgtRequest), type: KERBEROS });
    assert.deepEqual(asked.values.get('kerberos.msg_type'), ['16']);
    assert.deepEqual(asked.values.get('kerberos.KerberosString'), ['bob']);
    const brought = dissect({ bytes: framed(OID.userToUser, hex('0401'), tgtReply), type: KERBEROS });
    assert.deepEqual(brought.values.get('spnego.krb5.tok_id'), ['0x0104']);
    assert.deepEqual(brought.values.get('kerberos.ticket_element'), ['1']);
  });

  test('of RFC 4121 sign', () => {
    const { layers, values } = dissect({ bytes: mic, type: KERBEROS, verifier: true });
    assert.deepEqual(layers, ['spnego-krb5']);
    assert.deepEqual(values.get('spnego.krb5.blob'), [toHex(mic)]);
    assert.deepEqual(values.get('spnego.krb5.tok_id'), ['0x0404']);
    assert.deepEqual(values.get('spnego.krb5.cfx_flags'), ['0x05']);
    assert.deepEqual(values.get('spnego.krb5.send_by_acceptor'), ['1']);
    assert.deepEqual(values.get('spnego.krb5.sealed'), ['0']);
    assert.deepEqual(values.get('spnego.krb5.acceptor_subkey'), ['1']);
    assert.deepEqual(values.get('spnego.krb5.filler'), ['ffffffffff']);
    assert.deepEqual(values.get('spnego.krb5.cfx_seq'), ['85089212']);
    assert.deepEqual(values.get('spnego.krb5.sgn_cksum'), ['396b58def0d837f9bf768b1f']);
  });

  test('of RFC 4121 wrap', () => {
    const { values } = dissect({ bytes: concat(sealed, repeat(0xcc, 60)), type: KERBEROS, verifier: true });
    assert.deepEqual(values.get('spnego.krb5.tok_id'), ['0x0405']);
    assert.deepEqual(values.get('spnego.krb5.sealed'), ['1']);
    assert.deepEqual(values.get('spnego.krb5.filler'), ['ff']);
    assert.deepEqual(values.get('spnego.krb5.cfx_ec'), ['16']);
    assert.deepEqual(values.get('spnego.krb5.cfx_rrc'), ['28']);
    assert.deepEqual(values.get('spnego.krb5.cfx_seq'), ['570366957']);
    assert.deepEqual(values.get('spnego.krb5.sgn_cksum'), ['cc'.repeat(60)]);
  });

  test('of RFC 1964 sign', () => {
    const token = framed(OID.krb5, hex('0101 1100 ffffffff'), repeat(1, 8), repeat(2, 8));
    const { values } = dissect({ bytes: token, type: KERBEROS, verifier: true });
    assert.deepEqual(values.get('spnego.krb5.tok_id'), ['0x0101']);
    assert.deepEqual(values.get('spnego.krb5.sgn_alg'), ['0x0011']);
    assert.deepEqual(values.get('spnego.krb5.filler'), ['ffffffff']);
    assert.deepEqual(values.get('spnego.krb5.snd_seq'), ['01'.repeat(8)]);
    assert.deepEqual(values.get('spnego.krb5.sgn_cksum'), ['02'.repeat(8)]);
    assert.equal(values.has('spnego.krb5.confounder'), false);
  });

  test('of RFC 1964 wrap, and seal where they say with what', () => {
    const wrapped = (algorithm: string) =>
      dissect({
        bytes: framed(
          OID.krb5,
          hex(`0201 1100 ${algorithm} ffff`),
          repeat(1, 8),
          repeat(2, 8),
          repeat(3, 8),
          hex('abcd'),
        ),
        type: KERBEROS,
        verifier: true,
      }).values;
    assert.deepEqual(wrapped('1000').get('spnego.krb5.seal_alg'), ['0x0010']);
    assert.deepEqual(wrapped('1000').get('spnego.krb5.confounder'), ['03'.repeat(8)]);
    assert.deepEqual(wrapped('ffff').get('spnego.krb5.seal_alg'), ['0xffff']);
    assert.equal(wrapped('ffff').has('spnego.krb5.confounder'), false);
  });
});

describe('hostile Kerberos', () => {
  const tokens = [
    framed(OID.krb5, hex('0100'), apReq),
    apRep,
    error,
    framed(OID.userToUser, hex('0401'), tgtReply),
    concat(sealed, repeat(0xcc, 60)),
    mic,
    framed(OID.krb5, hex('0201 1100 1000 ffff'), repeat(1, 24)),
  ];

  test('integers and times of any length are passed over', () => {
    const { layers, values } = dissect(
      der(0x7e, sequence(integer(), der(0x02, repeat(1, 9)), time('2026'), integer(1), time('99999999999999Z'))),
    );
    assert.deepEqual(layers, ['gss-api', 'spnego-krb5', 'kerberos']);
    assert.equal(values.has('kerberos.msg_type'), false);
    assert.equal(values.has('kerberos.ctime'), false);
  });

  test('at every prefix', () => {
    for (const bytes of tokens) everyPrefix({ bytes, type: KERBEROS });
  });

  test('with any byte changed', () => {
    for (const bytes of tokens) changed({ bytes, type: KERBEROS }, 3);
  });
});
