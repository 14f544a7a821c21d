import {
  type Dissection,
  decodeText,
  escapeText,
  type Framing,
  field,
  layout,
  on,
  protocol,
  recognised,
  specification,
  stateKey,
  u8,
  u16,
  u16be,
} from '#sdk';
import { tcpPayload, tcpPort } from '../tcp/keys.ts';
import { serverName } from './hello.ts';

const rfc8446 = specification('RFC 8446', 'https://www.rfc-editor.org/rfc/rfc8446#section-{section}');
const spec = rfc8446('5.1');
const CHANGE_CIPHER_SPEC = 20;
const ALERT = 21;
const HANDSHAKE = 22;
const CONTENTS: Readonly<Record<number, string>> = {
  [CHANGE_CIPHER_SPEC]: 'Change Cipher Spec',
  [ALERT]: 'Alert',
  [HANDSHAKE]: 'Handshake',
  23: 'Application Data',
  24: 'Heartbeat',
};
const CLIENT_HELLO = 1;
const MESSAGES: Readonly<Record<number, string>> = {
  0: 'Hello Request',
  [CLIENT_HELLO]: 'Client Hello',
  2: 'Server Hello',
  4: 'New Session Ticket',
  8: 'Encrypted Extensions',
  11: 'Certificate',
  12: 'Server Key Exchange',
  13: 'Certificate Request',
  14: 'Server Hello Done',
  15: 'Certificate Verify',
  16: 'Client Key Exchange',
  20: 'Finished',
  21: 'Certificate URL',
  22: 'Certificate Status',
};
const LEVELS: Readonly<Record<number, string>> = { 1: 'Warning', 2: 'Fatal' };

const header = layout(
  { prefix: 'tls.record', spec },
  {
    content_type: u8('Content Type', { names: CONTENTS }),
    version: u16('Version', { base: 'hex' }),
    length: u16('Length'),
  },
);
const name = field('tls.handshake.extensions_server_name', 'Server Name', 'string', {
  generated: true,
  spec: rfc8446('4.1.2'),
});
const content = field('tls.record.content', 'Content', 'bytes', { spec });

/** The longest record, sealed (RFC 5246 6.2.3). */
const LONGEST = 16384 + 2048;
const isRecord = (b: Uint8Array, at: number): boolean =>
  CONTENTS[b[at]!] !== undefined && b[at + 1] === 3 && b[at + 2]! <= 4;
const framing: Framing = {
  header: header.size,
  measure(b, at) {
    const length = u16be(b, at + header.offset.length);
    return isRecord(b, at) && length > 0 && length <= LONGEST ? header.size + length : 0;
  },
};

/** Which directions have changed to the keys agreed on: what follows is sealed. */
const sealed = stateKey(() => [false, false]);

/** Records of a secured connection: what each is, and the server that a client asks for. */
export const tls = protocol({
  name: 'tls',
  label: 'TLS',
  title: 'Transport Layer Security',
  layouts: [header],
  fields: [name, content],
  routes: [on(tcpPort, 443), recognised(tcpPayload, opens)],
  framing,
  spec,
  carries: () => [],
  dissect(d) {
    if (!d.whole || d.left < header.size) return d.data(d.at, d.end, d.promised);
    const state = d.quoted ? undefined : d.flow?.state(sealed);
    d.layer.note = state?.[d.direction] === true;
    const type = d.u8(0);
    if (state && type === CHANGE_CIPHER_SPEC) state[d.direction] = true;
    if (!d.recording) return;
    d.record(header);
    if (type === HANDSHAKE && d.layer.note !== true) takeName(d);
    if (d.left > 0) d.take(content, d.left);
  },
  info(layer, _packet, out) {
    const { start, end } = layer;
    const { bytes } = layer.source;
    if (end - start <= header.size || !isRecord(bytes, start)) return out.ascii('Continuation Data');
    const type = bytes[start]!;
    const at = start + header.size;
    if (type === HANDSHAKE && layer.note === true) return out.ascii('Encrypted Handshake Message');
    if (type === ALERT && (layer.note === true || end - at > 2)) return out.ascii('Encrypted Alert');
    if (type === ALERT) {
      return out.ascii(`Alert (Level: ${LEVELS[bytes[at]!] ?? bytes[at]}, Description: ${bytes[at + 1] ?? '?'})`);
    }
    if (type !== HANDSHAKE) return out.ascii(CONTENTS[type]!);
    out.ascii(messages(bytes, at, end).join(', '));
    const found = bytes[at] === CLIENT_HELLO ? serverName(bytes, at, end) : undefined;
    if (found) out.utf8(` (SNI=${escapeText(decodeText(bytes, found.start, found.end, 'ascii'))})`);
  },
});

/** Messages that a record begins and that are known; the rest of one may be in the next record. */
function messages(b: Uint8Array, from: number, end: number): string[] {
  const found: string[] = [];
  for (let at = from; at + 4 <= end && found.length < 16; at += 4 + ((b[at + 1]! << 16) | u16be(b, at + 2))) {
    const known = MESSAGES[b[at]!];
    if (known === undefined) break;
    found.push(known);
  }
  return found.length > 0 ? found : ['Encrypted Handshake Message'];
}

function takeName(d: Dissection): void {
  if (d.left === 0 || d.u8(0) !== CLIENT_HELLO) return;
  const found = serverName(d.bytes, d.at, d.end);
  if (found) d.generate(name, decodeText(d.bytes, found.start, found.end, 'ascii'), found.start, found.end);
}

/** A handshake's first record: a hello of either side. */
function opens(b: Uint8Array, at: number, end: number): boolean {
  if (end - at < header.size + 1 || b[at] !== HANDSHAKE || !isRecord(b, at)) return false;
  const first = b[at + header.size]!;
  return first === CLIENT_HELLO || first === 2;
}
