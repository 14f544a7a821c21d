/** What lives beside Windows' own protocols: named by content and port, with one line of what it is. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ascii,
  asciiz,
  type Bytes,
  CLIENT,
  concat,
  ETHER_TYPE,
  ethernet,
  hex,
  ipv4,
  PROTOCOL,
  SERVER,
  session,
  u16be,
  u32be,
  u32le,
  udp,
} from '../../samples/make/index.ts';
import { run, type Seen } from './frames.ts';

const zeros = (length: number): Bytes => new Uint8Array(length);
const addresses = { source: CLIENT.address, destination: SERVER.address };

function datagram(port: number, payload: Bytes, from = 50000): Bytes {
  const packet = ipv4({ ...addresses, protocol: PROTOCOL.UDP }, udp(addresses, from, port, payload));
  return ethernet({ source: CLIENT.mac, destination: SERVER.mac, type: ETHER_TYPE.IPV4 }, packet, false);
}
const inUdp = (port: number, payload: Bytes): Seen => run([datagram(port, payload)]).frames[0]!;
const inTcp = (port: number, ...messages: readonly Bytes[]): readonly Seen[] => {
  const it = session({ port });
  for (const message of messages) it.client(message);
  return run(it.frames).frames.slice(3);
};

const name = (text: string): Bytes =>
  concat(...text.split('.').map((label) => concat([label.length], ascii(label))), [0]);
const question = (text: string, type: number, kind = 1): Bytes => concat(name(text), u16be(type), u16be(kind));
const record = (type: number, data: Bytes, kind = 1): Bytes =>
  concat([0xc0, 12], u16be(type), u16be(kind), u32be(60), u16be(data.length), data);
const dns = (flags: number, counts: readonly number[], ...parts: readonly Bytes[]): Bytes =>
  concat(u16be(0x1234), u16be(flags), ...counts.map(u16be), ...parts);
const query = dns(0x0100, [1, 0, 0, 0], question('files.lab.example', 1));
const answer = dns(
  0x8180,
  [1, 4, 0, 0],
  question('files.lab.example', 1),
  record(5, concat([5], ascii('other'), [0xc0, 18])),
  record(1, hex('c0000202')),
  record(28, hex('20010db8000000000000000000000001')),
  record(33, concat(u16be(0), u16be(100), u16be(389), [0xc0, 12])),
);

const der = (tag: number, ...parts: readonly Bytes[]): Bytes => {
  const body = concat(...parts);
  return concat([tag, body.length], body);
};
const integer = (value: number): Bytes => der(0x02, Uint8Array.of(value));
const ldap = (id: number, operation: Bytes): Bytes => der(0x30, integer(id), operation);
const search = ldap(5, der(0x63, der(0x04, ascii('DC=lab')), der(0x0a, Uint8Array.of(2)), zeros(0)));
const entry = ldap(5, der(0x64, der(0x04, zeros(0)), der(0x30, zeros(0))));
const done = ldap(5, der(0x65, der(0x0a, Uint8Array.of(0)), der(0x04, zeros(0)), der(0x04, zeros(0))));

const tlsRecord = (type: number, body: Bytes): Bytes => concat([type, 3, 3], u16be(body.length), body);
const handshake = (type: number, body: Bytes): Bytes => concat([type, 0], u16be(body.length), body);
const host = ascii('files.lab.example');
const serverName = concat(u16be(0), u16be(host.length + 5), u16be(host.length + 3), [0], u16be(host.length), host);
const hello = tlsRecord(
  22,
  handshake(
    1,
    concat(u16be(0x0303), zeros(32), [0], u16be(2), hex('1301'), [1, 0], u16be(serverName.length), serverName),
  ),
);

const dhcp = concat([1, 1, 6, 0], u32be(0x0e24df52), zeros(228), hex('63825363 350101 ff'));
const krbError = (...more: Bytes[]): Bytes =>
  der(0x7e, der(0x30, der(0xa0, integer(5)), der(0xa1, integer(30)), ...more));
const krbCode = (code: number): Bytes => der(0xa6, integer(code));
/** KERB-ERROR-DATA with a KERB-EXT-ERROR (MS-KILE 2.2.2, 2.2.1). */
const krbStatus = der(
  0xac,
  der(0x04, der(0x30, der(0xa1, integer(3)), der(0xa2, der(0x04, hex('bb0000c0 00000000 03000000'))))),
);
const asRequest = der(0x6a, der(0x30, der(0xa1, integer(5)), der(0xa2, integer(10))));
const initial = concat([0xc3], u32be(1), [4], hex('01020304'), [0], hex('00401234'));

/** Datagrams by port: what carries them, their Info, and fields. */
const DATAGRAMS: Record<string, readonly [number, Bytes, string, string, Record<string, string>]> = {
  'a DNS query': [
    53,
    query,
    'dns',
    'Standard query 0x1234 A files.lab.example',
    { 'dns.id': '0x1234', 'dns.qry.name': 'files.lab.example' },
  ],
  'its answers': [
    53,
    answer,
    'dns',
    'Standard query response 0x1234 A files.lab.example CNAME other.lab.example A 192.0.2.2 AAAA 2001:db8::1 SRV 0 100 389 files.lab.example',
    {},
  ],
  'an answer that there is none': [
    53,
    dns(0x8183, [1, 0, 0, 0], question('nobody', 1)),
    'dns',
    'Standard query response 0x1234 No such name A nobody',
    {},
  ],
  'a multicast query': [
    5353,
    dns(0, [1, 0, 0, 0], question('_http._tcp.local', 12, 0x8001)),
    'mdns',
    'Standard query 0x1234 PTR _http._tcp.local, "QU" question',
    {},
  ],
  'a link-local query': [5355, query, 'llmnr', 'Standard query 0x1234 A files.lab.example', {}],
  'a DHCP discover': [
    67,
    dhcp,
    'dhcp',
    'DHCP Discover - Transaction ID 0xe24df52',
    { 'dhcp.id': '0x0e24df52', 'dhcp.option.dhcp': '1' },
  ],
  'a boot request': [67, dhcp.subarray(0, 236), 'dhcp', 'Boot Request from 00:00:00:00:00:00', {}],
  'a read request': [
    69,
    concat(u16be(1), asciiz('boot.wim'), asciiz('octet'), asciiz('blksize'), asciiz('1428')),
    'tftp',
    'Read Request, File: boot.wim, Transfer type: octet, blksize=1428',
    { 'tftp.source_file': 'boot.wim' },
  ],
  'the last block': [69, concat(u16be(3), u16be(7), zeros(5)), 'tftp', 'Data Packet, Block: 7 (last)', {}],
  'a transfer’s error': [
    69,
    concat(u16be(5), u16be(1), asciiz('none')),
    'tftp',
    'Error Code, Code: File not found, Message: none',
    {},
  ],
  'the time': [123, concat([0x23], zeros(47)), 'ntp', 'NTP Version 4, client', { 'ntp.flags.mode': '3' }],
  'a first QUIC packet': [443, initial, 'quic', 'Initial, DCID=01020304', { 'quic.version': '0x00000001' }],
  'a search of the directory': [
    389,
    search,
    'cldap',
    'searchRequest(5) "DC=lab" wholeSubtree ',
    { 'ldap.messageID': '5', 'ldap.protocolOp': '3' },
  ],
  'its entry and result': [
    389,
    concat(entry, done),
    'cldap cldap',
    'searchResEntry(5) "<ROOT>" ; searchResDone(5) success ',
    {},
  ],
  'a ticket request': [88, asRequest, 'krb5 kerberos', 'AS-REQ', {}],
  'a ticket refused': [88, krbError(krbCode(25)), 'krb5 kerberos', 'KRB Error: KRB5KDC_ERR_PREAUTH_REQUIRED', {}],
  'a ticket refused for another realm': [
    88,
    krbError(krbCode(68)),
    'krb5 kerberos',
    'KRB Error: KDC_ERR_WRONG_REALM',
    {},
  ],
  'a ticket refused, and why': [
    88,
    krbError(krbCode(13), krbStatus),
    'krb5 kerberos',
    'KRB Error: KRB5KDC_ERR_BADOPTION NT Status: STATUS_NOT_SUPPORTED',
    { 'kerberos.smb.nt_status': '0xc00000bb' },
  ],
  'a ticket refused for an unknown reason': [
    88,
    krbError(krbCode(77)),
    'krb5 kerberos',
    'KRB Error: Unknown error code 0x4d',
    {},
  ],
  'a ticket refused for no reason': [88, krbError(krbCode(0)), 'krb5 kerberos', 'KRB-ERROR', {}],
};

const LINES = ascii('GET /index.html HTTP/1.1\r\nHost: files\r\n\r\n');
const STREAMS: Record<string, readonly [number, Bytes, string, string, Record<string, string>]> = {
  'a DNS query with its length': [
    53,
    concat(u16be(query.length), query),
    'dns',
    'Standard query 0x1234 A files.lab.example',
    {},
  ],
  'a request line': [
    8080,
    LINES,
    'http',
    'GET /index.html HTTP/1.1 ',
    { 'http.request.method': 'GET', 'http.request.uri': '/index.html' },
  ],
  'a status line': [80, ascii('HTTP/1.1 200 OK\r\n\r\n'), 'http', 'HTTP/1.1 200 OK ', { 'http.response.code': '200' }],
  'a client’s hello': [
    8443,
    hello,
    'tls',
    'Client Hello (SNI=files.lab.example)',
    { 'tls.handshake.extensions_server_name': 'files.lab.example' },
  ],
  'an alert': [443, tlsRecord(21, hex('0228')), 'tls', 'Alert (Level: Fatal, Description: 40)', {}],
  'a search of the directory': [389, search, 'ldap', 'searchRequest(5) "DC=lab" wholeSubtree ', {}],
  'what a security layer wraps': [389, concat(u32be(9), zeros(9)), 'ldap', 'SASL payload (9 bytes)', {}],
  'a ticket request': [
    88,
    concat(u32be(asRequest.length), asRequest),
    'krb5 kerberos',
    'AS-REQ',
    {
      'kerberos.record_mark': String(asRequest.length),
      'kerberos.rm.reserved': '0',
      'kerberos.rm.length': String(asRequest.length),
    },
  ],
};

function says(seen: Seen, path: string, info: string, values: Record<string, string>): void {
  assert.equal(seen.path, path);
  assert.equal(seen.info, info);
  for (const [field, value] of Object.entries(values)) assert.equal(seen.one(field), value, field);
  assert.ok(seen.layers.every(({ outcome }) => outcome === 'complete'));
}

describe('a datagram', () => {
  for (const [what, [port, payload, path, info, values]] of Object.entries(DATAGRAMS)) {
    test(`with ${what}`, () => says(inUdp(port, payload), `eth ip udp ${path}`, info, values));

    test(`with ${what}, cut anywhere`, () => {
      const whole = datagram(port, payload);
      const cuts = Array.from({ length: payload.length }, (_, i) => i + whole.length - payload.length);
      const frames = cuts.flatMap((length) => [
        { time: 0, bytes: whole.subarray(0, length), wire: whole.length },
        { time: 0, bytes: datagram(port, payload.subarray(0, length - whole.length + payload.length)) },
      ]);
      assert.equal(run(frames).frames.length, frames.length);
    });
  }

  test('on their ports that is none of them is data', () => {
    for (const port of [53, 69, 67, 123, 389, 443, 5353, 5355]) {
      assert.equal(inUdp(port, zeros(14).fill(0xff)).path, 'eth ip udp data', `port ${port}`);
    }
  });
});

test('a DHCP client is identified by its card where a type and six bytes say so', () => {
  const types = (option: string): readonly string[] =>
    inUdp(67, concat(dhcp.subarray(0, 240), hex(option))).all('dhcp.hw.type');
  assert.deepEqual(types('350101 3d07 06 020000000001 ff'), ['0x01', '0x06']);
  assert.deepEqual(types('3d07 01 020000000001 350101 ff'), ['0x01', '0x01']);
  for (const other of ['3d07 00 020000000001', '3d07 ff 020000000001', '3d04 01 020000', '3d07 01 0200', '3d']) {
    assert.deepEqual(types(other), ['0x01'], other);
  }
});

describe('a stream', () => {
  for (const [what, [port, payload, path, info, values]] of Object.entries(STREAMS)) {
    test(`with ${what}`, () => says(inTcp(port, payload)[0]!, `eth ip tcp ${path}`, info, values));

    test(`with ${what}, cut anywhere`, () => {
      for (let length = 1; length < payload.length; length++) {
        assert.equal(inTcp(port, payload.subarray(0, length), payload.subarray(length)).length, 2);
      }
    });
  }

  test('of TLS hides its handshake after the change of keys', () => {
    const seen = inTcp(
      443,
      hello,
      concat(tlsRecord(20, Uint8Array.of(1)), tlsRecord(22, zeros(40))),
      tlsRecord(23, zeros(9)),
    );
    assert.deepEqual(
      seen.map(({ info }) => info),
      ['Client Hello (SNI=files.lab.example)', 'Change Cipher Spec; Encrypted Handshake Message', 'Application Data'],
    );
  });

  test('of HTTP goes on with content', () => {
    assert.equal(inTcp(80, LINES, zeros(20))[1]!.info, 'Continuation');
  });

  const blob = concat(ascii('NTLMSSP\0'), u32le(1), u32le(0x00088207), zeros(16));
  const encoded = Buffer.from(blob).toString('base64');
  const challenge = (scheme: string, header = 'Authorization'): Bytes =>
    ascii(`GET /wsman HTTP/1.1\r\nHost: files\r\n${header}: ${scheme} ${encoded}\r\n\r\n`);

  test('of HTTP carries a token in base64, whatever the scheme and the header', () => {
    for (const it of [challenge('Negotiate'), challenge('NTLM'), challenge('ntlm', 'proxy-authorization')]) {
      const [seen] = inTcp(5985, it);
      assert.equal(seen!.path, 'eth ip tcp http ntlmssp');
      assert.equal(seen!.info, 'GET /wsman HTTP/1.1 , NTLMSSP_NEGOTIATE');
      assert.equal(seen!.one('ntlmssp.negotiateflags'), '0x00088207');
    }
    assert.equal(inTcp(5985, challenge('Bearer'))[0]!.path, 'eth ip tcp http');
  });

  test('of HTTP has its head put together', () => {
    const whole = challenge('Negotiate');
    for (const cut of [1, 9, 40, whole.length - 30]) {
      const seen = inTcp(80, whole.subarray(0, cut), whole.subarray(cut));
      assert.equal(seen[1]!.path, 'eth ip tcp http ntlmssp', `cut at ${cut}`);
    }
    const two = concat(whole, whole);
    const seen = inTcp(5985, two.subarray(0, 60), two.subarray(60));
    assert.equal(seen[1]!.path, 'eth ip tcp http ntlmssp http ntlmssp');
  });

  const sealedMessage = concat(
    ascii('--Encrypted Boundary\r\nContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n'),
    ascii('OriginalContent: type=application/soap+xml;charset=UTF-8;Length=5\r\n--Encrypted Boundary\r\n'),
    ascii('\tContent-Type: application/octet-stream\r\n'),
    ...[u32le(16), u32le(1), hex('0102030405060708'), u32le(7), ascii('xxxxx'), ascii('--Encrypted Boundary--\r\n')],
  );
  const post = (header: string): Bytes =>
    ascii(
      `POST /wsman HTTP/1.1\r\n${header}\r\nContent-Type: multipart/encrypted;` +
        'protocol="application/HTTP-SPNEGO-session-encrypted";boundary="Encrypted Boundary"\r\n\r\n',
    );
  const BODIES: Record<string, Bytes> = {
    'of a length': concat(post(`Content-Length: ${sealedMessage.length}`), sealedMessage),
    'in chunks': concat(
      post('Transfer-Encoding: chunked'),
      ascii(`${sealedMessage.length.toString(16)}\r\n`),
      ...[sealedMessage, ascii('\r\n0\r\n\r\n')],
    ),
  };
  for (const [what, whole] of Object.entries(BODIES)) {
    test(`of HTTP with a protected body ${what} is put together, with the token that protects it`, () => {
      for (const cut of [30, whole.length - 60, whole.length - 1]) {
        const seen = inTcp(5985, whole.subarray(0, cut), concat(whole.subarray(cut), LINES));
        assert.equal(seen[1]!.path, 'eth ip tcp http gss-api ntlmssp http', `cut at ${cut}`);
        assert.equal(seen[1]!.one('http.encrypted.data'), Buffer.from('xxxxx').toString('hex'));
        assert.equal(seen[1]!.one('ntlmssp.verf.vers'), '1');
        const [, alone] = inTcp(80, whole.subarray(0, cut), whole.subarray(cut));
        assert.match(alone!.info, /^POST \/wsman HTTP\/1.1 {2}\(application\/http-spnego-session-encrypted\)/);
      }
    });
  }

  test('of HTTP with a head that never ends is content, and what follows is read', () => {
    const endless = concat(ascii('GET / HTTP/1.1\r\nX: '), new Uint8Array(1 << 17).fill(0x61));
    const pieces = Array.from({ length: 100 }, (_, i) => endless.subarray(i * 1400, (i + 1) * 1400));
    const seen = inTcp(80, ...pieces, LINES);
    assert.equal(seen.at(-1)!.info, 'GET /index.html HTTP/1.1 ');
    assert.ok(seen.some(({ info }) => info === 'GET / HTTP/1.1 '));
  });

  test('of SIP is none of HTTP', () => {
    assert.equal(inTcp(5060, ascii('OPTIONS sip:a@b SIP/2.0\r\n\r\n'))[0]!.path, 'eth ip tcp data');
  });
});

test('names with control characters steer nobody’s screen', () => {
  const seen = inUdp(53, dns(0, [1, 0, 0, 0], question('a\u001b[2J', 1)));
  assert.equal(seen.info, 'Standard query 0x1234 A a\\x1b[2J');
});

test('a name that leads back to itself ends', () => {
  const endless = dns(0x8180, [1, 1, 0, 0], question('a', 1), concat([0xc0, 19], u16be(1), u16be(1)));
  assert.equal(inUdp(53, endless).path, 'eth ip udp dns');
});
