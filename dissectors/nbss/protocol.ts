import { type Dissection, escapeText, type Framing, nameOf, on, protocol, recognised, u16be } from '#sdk';
import { tcpPayload, tcpPort } from '../tcp/keys.ts';
import { agreement, bareMessage, session, sessionPayload } from './keys.ts';
import * as fields from './layout.ts';
import { KEEP_ALIVE, MESSAGE, NEGATIVE, POSITIVE, REQUEST, RETARGET, TYPES } from './layout.ts';
import { readNetbiosName } from './name.ts';

const HEADER = 4;

/** `SMB` at the place where a session message's payload has it: then all 24 bits are length. */
const carriesSmb = (b: Uint8Array, at: number, end: number): boolean =>
  end - at >= 8 && b[at] === MESSAGE && b[at + 5] === 0x53 && b[at + 6] === 0x4d && b[at + 7] === 0x42;

/** Length of the message at `at`, 0 where its header cannot be one. */
function measure(b: Uint8Array, at: number, end: number): number {
  const type = b[at]!;
  if (carriesSmb(b, at, end)) return HEADER + ((b[at + 1]! << 16) | u16be(b, at + 2));
  if (b[at + 1]! > 1) {
    // No payload to be seen yet: a direct-hosted message may still be that long.
    return type === MESSAGE && end - at < 8 ? HEADER + ((b[at + 1]! << 16) | u16be(b, at + 2)) : 0;
  }
  const length = (b[at + 1]! << 16) | u16be(b, at + 2);
  switch (type) {
    case MESSAGE:
      return length > 0 ? HEADER + length : 0;
    case REQUEST:
      return length >= 2 && length <= 256 ? HEADER + length : 0;
    case POSITIVE:
    case KEEP_ALIVE:
      return length === 0 ? HEADER : 0;
    case NEGATIVE:
      return length === 1 ? HEADER + 1 : 0;
    case RETARGET:
      return length === 6 ? HEADER + 6 : 0;
    default:
      return 0;
  }
}

const framing: Framing = { header: HEADER, measure, payload: sessionPayload };

export const nbss = protocol({
  name: 'nbss',
  label: 'NBSS',
  title: 'NetBIOS Session Service',
  layouts: [fields.direct],
  fields: fields.looseFields,
  routes: [on(tcpPort, 139, 445), recognised(tcpPayload, smbInSession)],
  framing,
  carries: () => [sessionPayload, bareMessage],
  dissect(d: Dissection) {
    if (!d.whole) return d.take(fields.continuation, d.left);
    const type = d.u8(0);
    const smb = carriesSmb(d.bytes, d.at, d.end);
    const size = smb ? d.u24be(1) : ((d.u8(1) & 1) << 16) | d.u16be(2);
    if (smb) d.record(fields.direct);
    else {
      d.take(fields.type, 1);
      const node = d.open(fields.flags);
      d.mark(fields.extension, d.at, d.at + 1);
      d.skip(1);
      d.close(node);
      d.mark(fields.length, d.at - 1, d.at + 2);
      d.skip(2);
    }
    d.limitTo(size, 'nbss.length');
    switch (type) {
      case MESSAGE: {
        const bare = smb || d.quoted ? undefined : d.flow?.peek(agreement)?.bare;
        if (bare?.direction === d.direction) return d.route(bareMessage, bare.taker, d.at, d.end, d.promised);
        return d.probe(sessionPayload, d.at, d.end, d.promised);
      }
      case REQUEST:
        return request(d);
      case NEGATIVE:
        return d.take(fields.errorCode, 1);
      case RETARGET:
        d.take(fields.retargetAddress, 4);
        d.take(fields.retargetPort, 2);
    }
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const { start, end } = layer;
    const type = TYPES[bytes[start]!];
    if (end - start < HEADER || type === undefined || measure(bytes, start, end) <= 0)
      return out.ascii('NBSS Continuation Message');
    out.ascii(type);
    if (bytes[start] === NEGATIVE && end > start + HEADER) {
      const code = bytes[start + HEADER]!;
      out.ascii(`, ${nameOf(fields.errorCode, code) ?? `Unknown (${code.toString(16)})`}`);
    }
    if (bytes[start] !== REQUEST) return;
    const called = readNetbiosName(bytes, start + HEADER, end, start);
    const calling = called && readNetbiosName(bytes, called.end, end, start);
    if (called) out.utf8(`, to ${escapeText(called.text)}`);
    if (calling) out.utf8(` from ${escapeText(calling.text)}`);
  },
});

function request(d: Dissection): void {
  const state = d.flow?.state(session);
  for (const [field, key] of [
    [fields.calledName, 'called'],
    [fields.callingName, 'calling'],
  ] as const) {
    const found = readNetbiosName(d.bytes, d.at, d.end, d.layer.start);
    if (!found) return d.fail(34);
    d.generate(field, found.text, d.at, found.end);
    if (state) state[key] = found.name;
    d.at = found.end;
  }
}

/** A session message with an SMB of any version in it, on whatever port. */
function smbInSession(b: Uint8Array, at: number, end: number): boolean {
  if (!carriesSmb(b, at, end)) return false;
  const mark = b[at + 4]!;
  return mark === 0xff || mark === 0xfe || mark === 0xfd || mark === 0xfc;
}
