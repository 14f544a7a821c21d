import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { KERBEROS } from '../../dissectors/gss-api/keys.ts';
import { toHex } from '../../src/bytes/hex.ts';
import * as krb from './kerberos-messages.ts';
import { changed, concat, der, dissect, everyPrefix, hex, latin1, repeat } from './tokens.ts';

const values = (bytes: Uint8Array) => {
  const { layers, values: all } = dissect({ bytes, type: KERBEROS });
  assert.deepEqual(layers, ['spnego-krb5', 'kerberos']);
  return (field: string): string[] | undefined => all.get(`kerberos.${field}`);
};
/** Names of the flags that are set. */
const set = (bytes: Uint8Array, group: string): string[] => {
  const { values: all } = dissect({ bytes, type: KERBEROS });
  return [...all].flatMap(([name, [value]]) =>
    name.startsWith(`kerberos.${group}.`) && value === '1' ? [name.slice(`kerberos.${group}.`.length)] : [],
  );
};

describe('requests to a KDC', () => {
  test('AS-REQ: who wants a ticket for what, and how', () => {
    const of = values(krb.asReq(krb.encTimestamp, krb.pacRequest));
    assert.deepEqual(of('as_req_element'), ['1']);
    assert.deepEqual(of('pvno'), ['5']);
    assert.deepEqual(of('msg_type'), ['10']);
    assert.deepEqual(of('padata'), ['2']);
    assert.deepEqual(of('req_body_element'), ['1']);
    assert.deepEqual(of('kdc_options'), ['40810010']);
    assert.deepEqual(of('cname_element'), ['1']);
    assert.deepEqual(of('cname_string'), ['1']);
    assert.deepEqual(of('CNameString'), ['alice']);
    assert.deepEqual(of('realm'), ['LAB.EXAMPLE', 'LAB.EXAMPLE', 'LAB.EXAMPLE']);
    assert.deepEqual(of('name_type'), ['1', '2', '2', '2']);
    assert.deepEqual(of('sname_string'), ['2', '2', '2']);
    assert.deepEqual(of('SNameString')?.slice(0, 2), ['krbtgt', 'LAB.EXAMPLE']);
    assert.deepEqual(of('from'), ['Jan  1, 2026 00:00:00.000000000 UTC']);
    assert.deepEqual(of('till'), ['Sep 13, 2037 02:48:05.000000000 UTC']);
    assert.deepEqual(of('rtime'), ['Sep 13, 2037 02:48:06.000000000 UTC']);
    assert.deepEqual(of('nonce'), ['1321210663']);
    assert.deepEqual(of('kdc-req-body.etype'), ['3']);
    assert.deepEqual(of('ENCTYPE'), ['18', '23', '-135']);
    assert.deepEqual(of('enc_authorization_data_element'), ['1']);
    assert.deepEqual(of('additional_tickets'), ['2']);
    assert.deepEqual(of('Ticket_element'), ['1', '1']);
    assert.deepEqual(of('ticket_element'), undefined);
    assert.deepEqual(of('tkt_vno'), ['5', '5']);
    assert.deepEqual(of('cipher'), ['ab'.repeat(16), 'cc'.repeat(8), 'e1'.repeat(40), 'e2'.repeat(40)]);
  });

  test('kdc-options: each bit has its place', () => {
    assert.deepEqual(set(krb.asReq(), 'KDCOptions'), ['forwardable', 'renewable', 'canonicalize', 'renewable.ok']);
    const all = set(krb.kdcReq(0x6a, [], krb.body(krb.bits('ffffffff'))), 'KDCOptions');
    assert.equal(all.length, 32);
    for (const [bit, name] of [
      [0, 'reserved'],
      [2, 'forwarded'],
      [3, 'proxiable'],
      [4, 'proxy'],
      [5, 'allow.postdate'],
      [6, 'postdated'],
      [7, 'unused7'],
      [9, 'unused9'],
      [10, 'unused10'],
      [11, 'opt.hardware.auth'],
      [12, 'unused12'],
      [13, 'unused13'],
      [14, 'constrained.delegation'],
      [16, 'request.anonymous'],
      [17, 'unused17'],
      [18, 'unused18'],
      [19, 'unused19'],
      [20, 'unused20'],
      [21, 'unused21'],
      [22, 'unused22'],
      [23, 'unused23'],
      [24, 'unused24'],
      [25, 'unused25'],
      [26, 'disable.transited.check'],
      [28, 'enc.tkt.in.skey'],
      [29, 'unused29'],
      [30, 'renew'],
      [31, 'validate'],
    ] as const) {
      const octets = (0x80000000 >>> bit).toString(16).padStart(8, '0');
      assert.deepEqual(set(krb.kdcReq(0x6a, [], krb.body(krb.bits(octets))), 'KDCOptions'), [name]);
    }
  });

  test('kdc-options that are shorter or longer have the bits that are there', () => {
    const short = values(krb.kdcReq(0x6a, [], krb.body(krb.bits('40'))));
    assert.deepEqual(short('KDCOptions.forwardable'), ['1']);
    assert.equal(short('KDCOptions.renewable'), undefined);
    assert.deepEqual(values(krb.kdcReq(0x6a, [], krb.body(krb.bits('4081001080'))))('kdc_options'), ['4081001080']);
    const empty = values(krb.kdcReq(0x6a, [], krb.body(der(0x03))));
    assert.equal(empty('kdc_options'), undefined);
    assert.deepEqual(empty('nonce'), ['1321210663']);
  });

  test('addresses by their type', () => {
    const of = values(
      krb.kdcReq(
        0x6a,
        [],
        krb.body(
          undefined,
          krb.sequenceOf(
            krb.address(2, hex('c0000201')),
            krb.address(24, hex('20010db8000000000000000000000001')),
            krb.address(20, latin1('WS1            \x20')),
            krb.address(3, hex('0102')),
            krb.address(2, hex('c0')),
          ),
        ),
      ),
    );
    assert.deepEqual(of('addresses'), ['5']);
    assert.deepEqual(of('HostAddress_element'), ['1', '1', '1', '1', '1']);
    assert.deepEqual(of('addr_type'), ['2', '24', '20', '3', '2']);
    assert.deepEqual(of('addr_ip'), ['192.0.2.1']);
    assert.deepEqual(of('addr_ipv6'), ['2001:db8::1']);
    assert.deepEqual(of('addr_nb'), ['WS1']);
    assert.deepEqual(of('address'), ['0102', 'c0']);
  });

  test('TGS-REQ: the ticket that grants others lies in its padata', () => {
    const of = values(krb.kdcReq(0x6c, [krb.tgsRequest, krb.pacOptions]));
    assert.deepEqual(of('tgs_req_element'), ['1']);
    assert.deepEqual(of('msg_type'), ['12', '14']);
    assert.deepEqual(of('padata_type'), ['1', '167']);
    assert.deepEqual(of('ap_req_element'), ['1']);
    assert.deepEqual(of('ap_options'), ['00000000']);
    assert.deepEqual(of('authenticator_element'), ['1']);
    assert.deepEqual(of('SNameString')?.slice(0, 4), ['krbtgt', 'LAB.EXAMPLE', 'krbtgt', 'LAB.EXAMPLE']);
    assert.deepEqual(of('cipher')?.slice(0, 2), ['e4'.repeat(40), 'a1'.repeat(12)]);
  });

  test('without padata', () => {
    const of = values(krb.kdcReq(0x6a));
    assert.equal(of('padata'), undefined);
    assert.deepEqual(of('CNameString'), ['alice']);
  });
});

describe('replies of a KDC', () => {
  for (const [tag, name] of [
    [0x6b, 'as'],
    [0x6d, 'tgs'],
  ] as const)
    test(`${name.toUpperCase()}-REP: whose ticket it is, and the rest encrypted`, () => {
      const of = values(krb.kdcRep(tag, krb.etypeInfo2));
      assert.deepEqual(of(`${name}_rep_element`), ['1']);
      assert.deepEqual(of('pvno'), ['5']);
      assert.deepEqual(of('msg_type'), [String(tag - 0x60)]);
      assert.deepEqual(of('padata'), ['1']);
      assert.deepEqual(of('crealm'), ['LAB.EXAMPLE']);
      assert.deepEqual(of('CNameString'), ['alice']);
      assert.deepEqual(of('ticket_element'), ['1']);
      assert.deepEqual(of('SNameString'), ['krbtgt', 'LAB.EXAMPLE']);
      assert.deepEqual(of('enc_part_element'), ['1', '1']);
      assert.deepEqual(of('cipher'), ['e3'.repeat(40), 'dd'.repeat(9)]);
    });
});

describe('pre-authentication data', () => {
  const one = (type: number[], value: Uint8Array) => values(krb.asReq(krb.paData(type, value)));

  test('PA-ENC-TIMESTAMP', () => {
    const of = values(krb.asReq(krb.encTimestamp));
    assert.deepEqual(of('PA_DATA_element'), ['1']);
    assert.deepEqual(of('padata_value'), [toHex(krb.encrypted(repeat(0xab, 16)))]);
    assert.deepEqual(of('etype'), ['18', '18', '18', '18']);
    assert.deepEqual(of('kvno'), ['4', '4', '4', '4']);
  });

  test('ETYPE-INFO, ETYPE-INFO2 and a salt', () => {
    const of = values(krb.kdcRep(0x6b, krb.etypeInfo, krb.etypeInfo2, krb.paData([3], latin1('salt'))));
    assert.deepEqual(of('ETYPE_INFO_ENTRY_element'), ['1', '1']);
    assert.deepEqual(of('info_salt'), ['706570706572']);
    assert.deepEqual(of('ETYPE_INFO2_ENTRY_element'), ['1', '1']);
    assert.deepEqual(of('info2_salt'), ['LAB.EXAMPLEalice']);
    assert.deepEqual(of('s2kparams'), ['00001000']);
    assert.deepEqual(of('etype')?.slice(0, 4), ['3', '23', '18', '-133']);
    assert.deepEqual(of('pw_salt'), ['73616c74']);
  });

  test('KERB-PA-PAC-REQUEST', () => {
    assert.deepEqual(values(krb.asReq(krb.pacRequest))('include_pac'), ['1']);
    assert.deepEqual(one([0, 128], krb.sequence(der(0x01, [0])))('include_pac'), ['0']);
    assert.equal(one([0, 128], krb.sequence(der(0x01)))('include_pac'), undefined);
  });

  test('PA-FOR-USER', () => {
    const of = values(krb.kdcReq(0x6c, [krb.forUser]));
    assert.deepEqual(of('name_element'), ['1']);
    assert.deepEqual(of('name_type')?.[0], '10');
    assert.deepEqual(of('name_string'), ['1']);
    assert.deepEqual(of('KerberosString'), ['carol']);
    assert.deepEqual(of('realm')?.[0], 'LAB');
    assert.deepEqual(of('cksum_element'), ['1']);
    assert.deepEqual(of('cksumtype'), ['-138']);
    assert.deepEqual(of('checksum'), ['c0ffee']);
    assert.deepEqual(of('auth'), ['Kerberos']);
  });

  test('PA-S4U-X509-USER, and the certificate that it is in an AS-REQ', () => {
    const of = values(krb.kdcReq(0x6c, [krb.forX509User]));
    assert.deepEqual(of('user_id_element'), ['1']);
    assert.deepEqual(of('nonce')?.[0], '7');
    assert.deepEqual(of('KerberosString'), ['carol']);
    assert.deepEqual(of('crealm'), ['LAB']);
    assert.deepEqual(of('subject_certificate'), ['3082']);
    assert.deepEqual(of('options'), ['20000000']);
    assert.deepEqual(of('checksum_element'), ['1']);
    assert.deepEqual(of('cksumtype'), ['16']);
    const certificate = krb.sequenceOf(krb.sequenceOf(krb.integer(1)), krb.bits('00'));
    assert.equal(one([0, 130], certificate)('user_id_element'), undefined);
  });

  test('an encrypted challenge, a checksum of the request, types of keys', () => {
    assert.deepEqual(one([0, 138], krb.encrypted(hex('abab')))('cipher')?.[0], 'abab');
    assert.deepEqual(one([0, 149], krb.checksum(15))('cksumtype'), ['15']);
    assert.deepEqual(one([0, 149], krb.none)('padata_value'), ['<MISSING>']);
    assert.deepEqual(one([0, 161], krb.sequenceOf(krb.integer(17)))('ENCTYPE')?.[0], '17');
  });

  test('PA-SUPPORTED-ENCTYPES', () => {
    const of = one([0, 165], hex('1f000f00'));
    assert.deepEqual(of('supported_entypes'), ['0x000f001f']);
    const flags = (value: string): string[] => set(krb.asReq(krb.paData([0, 165], hex(value))), 'supported_entypes');
    assert.deepEqual(flags('01000000'), ['des-cbc-crc']);
    assert.deepEqual(flags('02000000'), ['des-cbc-md5']);
    assert.deepEqual(flags('04000000'), ['rc4-hmac']);
    assert.deepEqual(flags('08000000'), ['aes128-cts-hmac-sha1-96']);
    assert.deepEqual(flags('10000000'), ['aes256-cts-hmac-sha1-96']);
    assert.deepEqual(flags('00000100'), ['fast-supported']);
    assert.deepEqual(flags('00000200'), ['compound-identity-supported']);
    assert.deepEqual(flags('00000400'), ['claims-supported']);
    assert.deepEqual(flags('00000800'), ['resource-sid-compression-disabled']);
    assert.equal(one([0, 165], hex('1f00'))('supported_entypes'), undefined);
  });

  test('PA-PAC-OPTIONS', () => {
    assert.deepEqual(values(krb.asReq(krb.pacOptions))('flags'), ['50000000']);
    const flags = (value: string): string[] =>
      set(krb.asReq(krb.paData([0, 167], krb.sequence(krb.bits(value)))), 'PAC.OPTIONS.FLAGS');
    assert.deepEqual(flags('80000000'), ['claims']);
    assert.deepEqual(flags('40000000'), ['branch.aware']);
    assert.deepEqual(flags('20000000'), ['forward.to.full.dc']);
    assert.deepEqual(flags('10000000'), ['resource.based.constrained.delegation']);
  });

  test('of another type is bytes, and so is a PA-TGS-REQ without an AP-REQ', () => {
    const cookie = one([0, 133], latin1('MIT'));
    assert.deepEqual(cookie('padata_type'), ['133']);
    assert.deepEqual(cookie('padata_value'), ['4d4954']);
    const odd = one([1], hex('30020500'));
    assert.deepEqual(odd('padata_value'), ['30020500']);
    assert.equal(odd('ap_req_element'), undefined);
    assert.deepEqual(odd('CNameString'), ['alice']);
  });
});

describe('what a KRB-ERROR explains', () => {
  const methods = krb.sequenceOf(krb.etypeInfo2, krb.paData([2], krb.none));

  test('METHOD-DATA: which pre-authentication would do', () => {
    for (const code of [14, 24, 25, 68, 90, 91, 92, 93]) {
      const of = values(krb.errorOf(code, methods));
      assert.deepEqual(of('error_code'), [String(code)]);
      assert.deepEqual(of('e_data'), [toHex(methods)]);
      assert.deepEqual(of('PA_DATA_element'), ['1', '1']);
      assert.deepEqual(of('padata_type'), ['19', '2']);
      assert.deepEqual(of('info2_salt'), ['LAB.EXAMPLEalice']);
      assert.equal(of('padata'), undefined);
    }
    assert.equal(values(krb.errorOf(7, methods))('padata_type'), undefined);
  });

  test('KERB-ERROR-DATA: a status', () => {
    for (const code of [12, 13, 18, 23]) {
      const of = values(krb.errorOf(code, krb.errorData(krb.extended)));
      assert.deepEqual(of('padata_type'), ['3']);
      assert.deepEqual(of('padata_value'), [toHex(krb.extended)]);
      assert.deepEqual(of('smb.nt_status'), ['0xc00000bb']);
      assert.deepEqual(of('ext_error.reserved'), ['0x00000000']);
      assert.deepEqual(of('ext_error.flags'), ['0x00000003']);
      assert.equal(of('pw_salt'), undefined);
    }
    const salt = values(krb.errorOf(13, krb.errorData(hex('bb0000c0 01000000 03000000'))));
    assert.deepEqual(salt('pw_salt'), ['bb0000c00100000003000000']);
    assert.equal(salt('smb.nt_status'), undefined);
    assert.equal(values(krb.errorOf(7, krb.errorData(krb.extended)))('padata_type'), undefined);
  });

  test('else it is bytes', () => {
    for (const data of [krb.none, hex('30'), hex('3000'), hex('0400'), latin1('text')]) {
      const of = values(krb.errorOf(25, data));
      assert.deepEqual(of('e_data'), [data.length === 0 ? '<MISSING>' : toHex(data)]);
      assert.equal(of('padata_type'), undefined);
    }
  });
});

describe('hostile messages of a KDC', () => {
  const everything = [
    krb.tgsRequest,
    krb.encTimestamp,
    krb.etypeInfo,
    krb.etypeInfo2,
    krb.pacRequest,
    krb.forUser,
    krb.forX509User,
    krb.pacOptions,
    krb.paData([0, 165], hex('1f000f00')),
  ];
  const messages = [
    krb.asReq(krb.encTimestamp, krb.pacRequest),
    krb.kdcReq(0x6c, everything),
    krb.kdcRep(0x6b, krb.etypeInfo2),
    krb.errorOf(25, krb.sequenceOf(...everything)),
    krb.errorOf(13, krb.errorData(krb.extended)),
  ];

  test('members of another class or form are passed over', () => {
    const of = values(
      der(0x6a, krb.sequenceOf(der(0x81, hex('05')), der(0x02, hex('0a')), krb.member(2, krb.integer(10)))),
    );
    assert.equal(of('pvno'), undefined);
    assert.deepEqual(of('msg_type'), ['10']);
  });

  test('a type of many bytes chooses nothing', () => {
    const of = values(krb.asReq(krb.paData([0, 0, 0, 0, 2], latin1('x'))));
    assert.equal(of('padata_type'), undefined);
    assert.deepEqual(of('padata_value'), ['78']);
  });

  test('a value that is longer than its padata ends the layer', () => {
    const { layers, values: all } = dissect({
      bytes: krb.asReq(krb.paData([2], concat(hex('307f'), repeat(0, 3)))),
      type: KERBEROS,
    });
    assert.deepEqual(layers, ['spnego-krb5', 'kerberos malformed']);
    assert.deepEqual(all.get('kerberos.padata_type'), ['2']);
  });

  test('at every prefix', () => {
    for (const bytes of messages) everyPrefix({ bytes, type: KERBEROS });
  });

  test('with any byte changed', () => {
    for (const bytes of messages) changed({ bytes, type: KERBEROS }, 5);
  });
});
