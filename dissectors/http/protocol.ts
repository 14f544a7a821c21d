import { type Dissection, decodeText, escapeText, on, protocol, recognised } from '#sdk';
import { authVerifier, securityBlob } from '../gss-api/keys.ts';
import { writeTokens } from '../ntlmssp/keys.ts';
import { tcpPayload, tcpPort } from '../tcp/keys.ts';
import {
  begins,
  bodyStart,
  framing,
  headers,
  headerText,
  isEncrypted,
  lineEnd,
  SPACE,
  startsWith,
  VERSION,
} from './head.ts';
import * as fields from './layout.ts';
import { takeCredentials, takeEncrypted } from './tokens.ts';

/**
 * The web's requests and responses: each one's first line, and who authenticates. What a segment has of a body is
 * content; a body that WinRM protects is put together, with the tokens that protect it.
 */
export const http = protocol({
  name: 'http',
  label: 'HTTP',
  title: 'Hypertext Transfer Protocol',
  fields: fields.fields,
  routes: [on(tcpPort, 80), recognised(tcpPayload, begins)],
  framing,
  spec: fields.rfc9112('2.1'),
  carries: () => [securityBlob, authVerifier],
  dissect(d) {
    if (begins(d.bytes, d.at, d.end)) takeHead(d);
    if (d.recording && d.left > 0) d.take(fields.content, d.left);
  },
  info(layer, packet, out) {
    const { start, end } = layer;
    const { bytes } = layer.source;
    if (!begins(bytes, start, end)) return out.ascii('Continuation');
    out.text(decodeText(bytes, start, lineEnd(bytes, start, end), 'ascii'));
    // As Wireshark has it, which leaves room for a content type.
    out.byte(SPACE);
    const type = layer.note as string | undefined;
    if (type !== undefined) out.utf8(` (${escapeText(type)})`);
    writeTokens(layer, packet, out);
  },
});

/** What `multipart/encrypted` says it holds: `application/HTTP-SPNEGO-session-encrypted`. */
const PROTOCOL = /;\s*protocol="([^"]*)"/i;

function takeHead(d: Dissection): void {
  const { bytes, at: start } = d;
  takeLine(d);
  const body = bodyStart(bytes, start, d.end);
  for (const header of headers(bytes, start, body < 0 ? d.end : body)) {
    takeCredentials(d, header);
    if (header.name !== 'content-type' || body < 0) continue;
    const type = headerText(bytes, header);
    if (!isEncrypted(type)) continue;
    d.layer.note = PROTOCOL.exec(type)?.[1]?.toLowerCase();
    d.at = body;
    takeEncrypted(d);
  }
}

function takeLine(d: Dissection): void {
  const end = lineEnd(d.bytes, d.at, d.end);
  if (!d.recording) {
    d.at = end;
    return;
  }
  const node = d.open(fields.line);
  const first = word(d.bytes, d.at, end);
  const second = word(d.bytes, Math.min(end, first + 1), end);
  if (startsWith(d.bytes, d.at, end, VERSION)) d.mark(fields.code, Math.min(end, first + 1), second);
  else {
    d.mark(fields.method, d.at, first);
    d.mark(fields.target, Math.min(end, first + 1), second);
  }
  d.at = end;
  d.close(node);
}

function word(b: Uint8Array, at: number, end: number): number {
  const space = b.indexOf(SPACE, at);
  return space < 0 || space > end ? end : space;
}
