import {
  type Dissection,
  decodeText,
  escapeText,
  type Field,
  field,
  on,
  protocol,
  recognised,
  specification,
} from '#sdk';
import { tcpPayload, tcpPort } from '../tcp/keys.ts';

const rfc9112 = specification('RFC 9112', 'https://www.rfc-editor.org/rfc/rfc9112#section-{section}');
const part = (key: string, label: string, section: string): Field =>
  field(`http.${key}`, label, 'string', { spec: rfc9112(section) });
const method = part('request.method', 'Request Method', '3.1');
const target = part('request.uri', 'Request URI', '3.2');
const code = part('response.code', 'Status Code', '4');
const line = part('line', 'First line', '2.1');
const content = field('http.data', 'Content', 'bytes', { spec: rfc9112('6') });

const METHODS = [
  'GET',
  'POST',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
  'CONNECT',
  'TRACE',
  'PATCH',
  'PROPFIND',
  'PROPPATCH',
  'MKCOL',
  'COPY',
  'MOVE',
  'LOCK',
  'UNLOCK',
  'SEARCH',
  'NOTIFY',
  'SUBSCRIBE',
  'M-SEARCH',
  'RPC_IN_DATA',
  'RPC_OUT_DATA',
  'BITS_POST',
  'CCM_POST',
];
const VERSION = 'HTTP/1.';
const SPACE = 0x20;
/** Bytes of the first line that are looked at. */
const LONGEST = 2048;

const startsWith = (b: Uint8Array, at: number, end: number, text: string): boolean => {
  if (at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (b[at + i] !== text.charCodeAt(i)) return false;
  return true;
};

/** A segment that begins a request or a response. */
function begins(b: Uint8Array, at: number, end: number): boolean {
  const first = b[at]!;
  if (first < 0x42 || first > 0x55) return false;
  if (first === 0x48 && startsWith(b, at, end, VERSION)) return true;
  if (!METHODS.some((it) => b[at + it.length] === SPACE && startsWith(b, at, end, it))) return false;
  // SIP and RTSP have these methods, too; a line that goes on in the next segment cannot be told from theirs.
  const stop = lineEnd(b, at, end);
  return stop === end || startsWith(b, stop - VERSION.length - 1, stop, VERSION);
}

/** Where the first line ends, before its line end. */
function lineEnd(b: Uint8Array, at: number, end: number): number {
  const stop = Math.min(end, at + LONGEST);
  for (let i = at; i < stop; i++) if (b[i] === 0x0d || b[i] === 0x0a) return i;
  return stop;
}

/** The web's requests and responses: each one's first line. What a segment has of a body is content. */
export const http = protocol({
  name: 'http',
  label: 'HTTP',
  title: 'Hypertext Transfer Protocol',
  fields: [line, method, target, code, content],
  routes: [on(tcpPort, 80), recognised(tcpPayload, begins)],
  spec: rfc9112('2.1'),
  carries: () => [],
  dissect(d) {
    if (!d.recording) return;
    if (begins(d.bytes, d.at, d.end)) takeLine(d);
    if (d.left > 0) d.take(content, d.left);
  },
  info({ source, start, end }, _packet, out) {
    const { bytes } = source;
    if (!begins(bytes, start, end)) return out.ascii('Continuation');
    out.utf8(escapeText(decodeText(bytes, start, lineEnd(bytes, start, end), 'ascii')));
    // As Wireshark has it, which leaves room for a content type.
    out.byte(SPACE);
  },
});

function takeLine(d: Dissection): void {
  const end = lineEnd(d.bytes, d.at, d.end);
  const node = d.open(line);
  const first = word(d.bytes, d.at, end);
  const second = word(d.bytes, Math.min(end, first + 1), end);
  if (startsWith(d.bytes, d.at, end, VERSION)) d.mark(code, Math.min(end, first + 1), second);
  else {
    d.mark(method, d.at, first);
    d.mark(target, Math.min(end, first + 1), second);
  }
  d.at = end;
  d.close(node);
}

function word(b: Uint8Array, at: number, end: number): number {
  const space = b.indexOf(SPACE, at);
  return space < 0 || space > end ? end : space;
}
