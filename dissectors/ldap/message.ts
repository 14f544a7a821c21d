import { type ByteWriter, type Dissection, decodeText, escapeText, field, specification } from '#sdk';

export const rfc4511 = specification('RFC 4511', 'https://www.rfc-editor.org/rfc/rfc4511#section-{section}');
const spec = rfc4511('4.1.1');

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIND_REQUEST = 0x60;
const SEARCH_REQUEST = 0x63;
const NAMED = new Set([0x64, 0x68, 0x66, 0x6c]);
/** Operations by their [APPLICATION n] tag. */
const OPERATIONS: Readonly<Record<number, string>> = {
  [BIND_REQUEST]: 'bindRequest',
  97: 'bindResponse',
  66: 'unbindRequest',
  [SEARCH_REQUEST]: 'searchRequest',
  100: 'searchResEntry',
  101: 'searchResDone',
  115: 'searchResRef',
  102: 'modifyRequest',
  103: 'modifyResponse',
  104: 'addRequest',
  105: 'addResponse',
  74: 'delRequest',
  107: 'delResponse',
  108: 'modDNRequest',
  109: 'modDNResponse',
  110: 'compareRequest',
  111: 'compareResponse',
  80: 'abandonRequest',
  119: 'extendedReq',
  120: 'extendedResp',
  121: 'intermediateResponse',
};
/** Of a tag, what an operation is known by: its class is always the same, and how it is encoded says nothing more. */
const TAG_NUMBER = 0x1f;
const RESULTS = new Set([97, 101, 103, 105, 107, 109, 111, 120]);
const CODES: Readonly<Record<number, string>> = {
  0: 'success',
  1: 'operationsError',
  2: 'protocolError',
  3: 'timeLimitExceeded',
  4: 'sizeLimitExceeded',
  5: 'compareFalse',
  6: 'compareTrue',
  7: 'authMethodNotSupported',
  8: 'strongerAuthRequired',
  10: 'referral',
  14: 'saslBindInProgress',
  16: 'noSuchAttribute',
  32: 'noSuchObject',
  34: 'invalidDNSyntax',
  48: 'inappropriateAuthentication',
  49: 'invalidCredentials',
  50: 'insufficientAccessRights',
  51: 'busy',
  52: 'unavailable',
  53: 'unwillingToPerform',
  68: 'entryAlreadyExists',
  80: 'other',
};
const SCOPES: Readonly<Record<number, string>> = { 0: 'baseObject', 1: 'singleLevel', 2: 'wholeSubtree' };
/** How a bind authenticates. */
const SIMPLE = 0x80;
const SASL = 0xa3;

const messageId = field('ldap.messageID', 'messageID', 'uint', { generated: true, spec });
const operation = field('ldap.protocolOp', 'protocolOp', 'uint', {
  size: 1,
  mask: TAG_NUMBER,
  names: Object.fromEntries(Object.entries(OPERATIONS).map(([tag, name]) => [Number(tag) & TAG_NUMBER, name])),
  spec,
});
const rest = field('ldap.rest', 'Content', 'bytes', { spec });
export const fields = [messageId, operation, rest];

/** An element of BER: its tag, and where its contents lie; undefined where its length is none. */
interface Ber {
  readonly tag: number;
  readonly content: number;
  readonly end: number;
}

export function ber(b: Uint8Array, at: number, end: number): Ber | undefined {
  if (at + 2 > end) return undefined;
  const first = b[at + 1]!;
  if (first < 0x80) return { tag: b[at]!, content: at + 2, end: at + 2 + first };
  const size = first & 0x7f;
  if (size === 0 || size > 4 || at + 2 + size > end) return undefined;
  let length = 0;
  for (let i = 0; i < size; i++) length = length * 256 + b[at + 2 + i]!;
  return { tag: b[at]!, content: at + 2 + size, end: at + 2 + size + length };
}

/** The parts of a message that begins at `at`. */
export interface Message {
  readonly id: number;
  readonly idAt: Ber;
  readonly operation: Ber;
  readonly at: number;
  readonly end: number;
}

export function readMessage(b: Uint8Array, at: number, end: number): Message | undefined {
  const whole = ber(b, at, end);
  if (whole?.tag !== SEQUENCE) return undefined;
  const id = ber(b, whole.content, end);
  if (id?.tag !== INTEGER || id.end - id.content > 4 || id.end > end) return undefined;
  const inner = ber(b, id.end, end);
  if (!inner || OPERATIONS[inner.tag] === undefined) return undefined;
  return { id: number(b, id), idAt: id, operation: inner, at: id.end, end: whole.end };
}

/** Leaves the layer this message alone, where others follow it. */
export function apart(d: Dissection, message: Message): void {
  if (message.end >= d.end) return;
  d.beside(message.end);
  d.limitTo(message.end - d.at, 'ldap.length');
}

export function takeMessage(d: Dissection, message: Message): void {
  if (!d.recording) return;
  const { idAt, at } = message;
  d.generate(messageId, message.id, idAt.content, idAt.end);
  d.at = at;
  d.take(operation, 1);
  if (d.left > 0) d.take(rest, d.left);
}

/** `searchRequest(5) "dc=example" baseObject `: the operation, its number, and what it is about. */
export function writeMessage(b: Uint8Array, start: number, end: number, out: ByteWriter): void {
  const message = readMessage(b, start, end);
  if (!message) return;
  const { tag, content } = message.operation;
  out.ascii(`${OPERATIONS[tag]}(${message.id}) `);
  const first = ber(b, content, end);
  if (!first || first.end > end) return;
  if (RESULTS.has(tag)) return out.ascii(`${CODES[number(b, first)] ?? number(b, first)} `);
  if (NAMED.has(tag)) return name(b, first, out);
  if (tag === SEARCH_REQUEST) {
    name(b, first, out);
    const scope = ber(b, first.end, end);
    if (scope && scope.end <= end) out.ascii(`${SCOPES[number(b, scope)] ?? number(b, scope)} `);
  } else if (tag === BIND_REQUEST) {
    const who = ber(b, first.end, end);
    if (!who || who.end > end) return;
    name(b, who, out);
    if (b[who.end] === SIMPLE) out.ascii('simple ');
    else if (b[who.end] === SASL) out.ascii('sasl ');
  }
}

function name(b: Uint8Array, { content, end }: Ber, out: ByteWriter): void {
  const text = end > content ? escapeText(decodeText(b, content, end, 'utf-8')) : '<ROOT>';
  out.utf8(`"${text}" `);
}

function number(b: Uint8Array, { content, end }: Ber): number {
  let n = 0;
  for (let i = content; i < Math.min(end, content + 4); i++) n = n * 256 + b[i]!;
  return n;
}
