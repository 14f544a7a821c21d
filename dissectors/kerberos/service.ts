import { bit, bits, type Framing, layout, on, protocol, u32, u32be } from '#sdk';
import { ntStatus } from '../nt-status/keys.ts';
import { tcpPort } from '../tcp/keys.ts';
import { udpPort } from '../udp/keys.ts';
import { explanation } from './error-data.ts';
import { rfc4120 } from './field-kinds.ts';
import { kerberos } from './message.ts';
import { ERRORS } from './tables.ts';

const PORT = 88;
const LENGTH = 4;
/** Of a layer that is a whole message. */
const WHOLE = true;
const ERROR = 0x7e;
const MESSAGES: Readonly<Record<number, string>> = {
  0x6a: 'AS-REQ',
  0x6b: 'AS-REP',
  0x6c: 'TGS-REQ',
  0x6d: 'TGS-REP',
  0x6e: 'AP-REQ',
  0x6f: 'AP-REP',
  0x74: 'KRB-SAFE',
  0x75: 'KRB-PRIV',
  0x76: 'KRB-CRED',
  [ERROR]: 'KRB-ERROR',
};
const record = layout(
  { prefix: 'kerberos', spec: rfc4120('7.2.2') },
  {
    record_mark: u32('Record Mark', {
      bits: [
        bit('kerberos.rm.reserved', 'Reserved', 0x80000000, { spec: rfc4120('7.2.2') }),
        bits('kerberos.rm.length', 'Record Length', 0x7fffffff, { spec: rfc4120('7.2.2') }),
      ],
    }),
  },
);
const framing: Framing = {
  header: LENGTH,
  measure(b, at) {
    const size = u32be(b, at);
    return size > 0 && size < 1 << 20 ? LENGTH + size : 0;
  },
};

/** The exchanges with a key distribution centre (RFC 4120 7.2): datagrams, and messages after their length. */
export const kerberosService = protocol({
  name: 'krb5',
  label: 'KRB5',
  title: 'Kerberos key distribution service',
  layouts: [record],
  routes: [on(udpPort, PORT), on(tcpPort, PORT)],
  framing,
  spec: rfc4120('7.2'),
  carries: () => [kerberos],
  dissect(d) {
    const tcp = d.layer.parent?.protocol.name === 'tcp';
    if (tcp && d.whole) d.record(record);
    if (d.left === 0 || MESSAGES[d.u8(0)] === undefined || (tcp && !d.whole)) return d.data(d.at, d.end, d.promised);
    d.layer.note = WHOLE;
    d.submit(kerberos, 'content', d.at, d.end, d.promised);
  },
  info({ source, start, end, parent, note }, _packet, out) {
    const { bytes } = source;
    const at = start + (parent?.protocol.name === 'tcp' ? LENGTH : 0);
    if (at >= end) return;
    const name = MESSAGES[bytes[at]!];
    if (name === undefined || note !== WHOLE) return out.ascii('Continuation');
    out.ascii(bytes[at] === ERROR ? errorInfo(bytes, at, end) : name);
  },
});

/** Last of the errors that Wireshark, like the libraries that it took their names from, gives a prefix. */
const LAST_PREFIXED = 61;

/** As Wireshark tells an error; one without a code, or with KDC_ERR_NONE, by the message's name. */
function errorInfo(b: Uint8Array, at: number, end: number): string {
  const code = errorCode(b, at, end);
  if (code <= 0) return MESSAGES[ERROR]!;
  const name = ERRORS[code];
  if (name === undefined) return `KRB Error: Unknown error code 0x${code.toString(16)}`;
  const status = explanation(code, b, at, end);
  return `KRB Error: ${code <= LAST_PREFIXED ? 'KRB5' : ''}${name}${status ? ` NT Status: ${ntStatus(status)}` : ''}`;
}

/** error-code is the member [6]: found by walking the members, which are short. */
function errorCode(b: Uint8Array, at: number, end: number): number {
  const skip = (p: number): number => p + 2 + ((b[p + 1]! & 0x80) !== 0 ? b[p + 1]! & 0x7f : 0);
  let p = skip(skip(at));
  for (let i = 0; i < 12 && p + 4 < end; i++) {
    if (b[p] === 0xa6) return b[p + 3] === 1 ? (b[p + 4] ?? -1) : -1;
    if (b[p + 1]! >= 0x80) return -1;
    p += 2 + b[p + 1]!;
  }
  return -1;
}
