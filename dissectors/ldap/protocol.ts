import { type Framing, field, on, type Protocol, protocol, recognised, u32be } from '#sdk';
import { authVerifier, securityBlob } from '../gss-api/keys.ts';
import { writeTokens } from '../ntlmssp/keys.ts';
import { tcpPayload, tcpPort } from '../tcp/keys.ts';
import { udpPort } from '../udp/keys.ts';
import { apart, ber, fields, readMessage, rfc4511, takeMessage, writeMessage } from './message.ts';
import { sealedLength, signedMessage, takeCredentials, takeWrapped } from './sasl.ts';

const SEQUENCE = 0x30;
const SASL_LENGTH = 4;
/** How a layer came to be whose bytes were in a SASL buffer. */
const UNWRAPPED = 'SASL';
/** Of a layer that is a whole message. */
const WHOLE = true;
/** The longest wrapped message that is taken for one: its length is all that tells. */
const LONGEST_SASL = 1 << 20;
const sasl = field('ldap.sasl.buffer_length', 'SASL Buffer Length', 'uint', { size: 4, spec: rfc4511('5.2.2') });
const wrapped = field('ldap.sasl.buffer', 'SASL Buffer', 'bytes', { spec: rfc4511('5.2.2') });

const framing: Framing = {
  header: 6,
  measure(b, at, end) {
    if (b[at] === SEQUENCE) {
      const whole = ber(b, at, end);
      return whole ? whole.end - at : 0;
    }
    const length = u32be(b, at);
    return length > 0 && length <= LONGEST_SASL ? SASL_LENGTH + length : 0;
  },
};

/** Directory access: each message's operation. What a security layer wraps is named as such. */
export const ldap: Protocol = protocol({
  name: 'ldap',
  label: 'LDAP',
  title: 'Lightweight Directory Access Protocol',
  fields: [...fields, sasl, wrapped],
  routes: [
    on(tcpPort, 389, 3268),
    recognised(tcpPayload, (b, at, end) => {
      if (b[at] !== SEQUENCE) return false;
      const message = readMessage(b, at, end);
      return message !== undefined && message.end <= end && message.operation.end <= message.end;
    }),
  ],
  framing,
  spec: rfc4511('4.1.1'),
  carries: () => [securityBlob, authVerifier],
  informs: true,
  dissect(d) {
    if (!d.whole) return d.data(d.at, d.end, d.promised);
    d.layer.note = WHOLE;
    const message = readMessage(d.bytes, d.at, d.end);
    if (message) {
      // One SASL buffer may hold several.
      apart(d, message);
      takeCredentials(d, message);
      return takeMessage(d, message);
    }
    if (d.u8(0) === SEQUENCE || d.left <= SASL_LENGTH || d.layer.how === UNWRAPPED)
      return d.data(d.at, d.end, d.promised);
    d.take(sasl, SASL_LENGTH);
    const inner = takeWrapped(d);
    if (inner !== undefined) d.submit(ldap, UNWRAPPED, inner, d.end, d.promised);
    d.take(wrapped, d.left);
  },
  info(layer, packet, out) {
    const { source, start, end, note, how, parent } = layer;
    const { bytes } = source;
    if (note !== WHOLE) return out.ascii('Continuation');
    if (readMessage(bytes, start, end)) {
      // The first of them says it for all.
      if (how === UNWRAPPED && parent && signedMessage(bytes, parent.start + SASL_LENGTH, parent.end) === start)
        out.ascii('SASL GSS-API Integrity: ');
      writeMessage(bytes, start, end, out);
      return writeTokens(layer, packet, out);
    }
    if (end - start <= SASL_LENGTH || bytes[start] === SEQUENCE || how === UNWRAPPED) return;
    const sealed = sealedLength(bytes, start + SASL_LENGTH, end);
    if (sealed === undefined) out.ascii(`SASL payload (${end - start - SASL_LENGTH} bytes)`);
    else out.ascii(`SASL GSS-API Privacy: payload (${sealed} bytes)`);
  },
});

/** The same messages in datagrams: how Windows' clients ask for a domain controller (MS-ADTS 6.3.3). */
export const cldap = protocol({
  name: 'cldap',
  label: 'CLDAP',
  title: 'Connectionless Lightweight Directory Access Protocol',
  fields,
  routes: [on(udpPort, 389)],
  accepts: (b, at, end) => readMessage(b, at, end) !== undefined,
  spec: rfc4511('4.1.1'),
  carries: () => [],
  dissect(d) {
    const message = readMessage(d.bytes, d.at, d.end);
    if (!message) return d.data(d.at, d.end, d.promised);
    apart(d, message);
    takeMessage(d, message);
  },
  info: ({ source, start, end }, _packet, out) => writeMessage(source.bytes, start, end, out),
});
