/**
 * What a capture may lack, made from a rule's own examples by machine: frames cut short, the beginning, a direction,
 * single frames, the end; and calls that are sealed. Whoever sees less can never find more.
 */
import type { Frame } from '../samples/make/index.ts';
import type { Finding } from '../src/model/finding.ts';
import type { Example, Turn } from '../src/model/rule.ts';
import { framesOf } from './example.ts';

/** A capture that lacks something, and what. Frames keep their time, which tells them apart. */
export interface Lacking {
  readonly shows: string;
  readonly frames: readonly Frame[];
}

const ETHERNET = 14;
const IP = 20;
const TCP = 6;

/** Where the transport's payload begins in an IPv4 frame without IP options; undefined for other frames. */
function payloadOf({ bytes: b }: Frame): number | undefined {
  if (b[12] !== 8 || b[13] !== 0 || b[ETHERNET] !== 0x45) return undefined;
  const at = ETHERNET + IP;
  return b[ETHERNET + 9] === TCP ? at + (b[at + 12]! >>> 4) * 4 : at + 8;
}

const ipEnd = ({ bytes: b }: Frame): number => Math.min(b.length, ETHERNET + b[ETHERNET + 2]! * 256 + b[ETHERNET + 3]!);
const carries = (frame: Frame): boolean => (payloadOf(frame) ?? 0) < ipEnd(frame);
const senderOf = ({ bytes }: Frame): string => bytes.subarray(6, 12).join(':');

const cutAt = (frame: Frame, at: number): Frame =>
  at >= frame.bytes.length
    ? frame
    : { ...frame, bytes: frame.bytes.subarray(0, Math.max(ETHERNET, at)), wire: frame.wire ?? frame.bytes.length };

/**
 * The frames that hold what findings accuse, cut before the first accused byte; and before the last one, where a field is
 * accused and not a whole call, of which the header alone may tell enough.
 */
export function cutWhereAccused(frames: readonly Frame[], findings: readonly Finding[]): Lacking[] {
  const cut = (shows: string, short: (length: number) => number): Lacking => {
    const edges = new Map<number, number>();
    for (const { frame, offset, length } of findings.flatMap(({ anchor }) => anchor.spans))
      edges.set(frame, Math.min(edges.get(frame) ?? Infinity, offset + short(length)));
    return { shows, frames: frames.map((frame, i) => cutAt(frame, edges.get(i + 1) ?? Infinity)) };
  };
  const before = cut('cut before what is accused', () => 0);
  if (findings.some(({ anchor }) => anchor.field?.abbrev === CALL)) return [before];
  return [before, cut('cut inside what is accused', (length) => Math.max(0, length - 1))];
}

/** The field by which a whole call is accused. */
const CALL = 'dcerpc.opnum';

/** The capture begins in the middle of the message that is accused. */
export function begunInside(frames: readonly Frame[], findings: readonly Finding[]): Lacking[] {
  const accused = Math.max(...findings.flatMap(({ anchor }) => anchor.spans.map(({ frame }) => frame)));
  const half = secondHalf(frames[accused - 1]!);
  return [{ shows: 'begins inside the accused message', frames: [...half, ...frames.slice(accused)] }];
}

/** The rest of a message of which the first half was sent in an earlier segment, or IP fragment. */
function secondHalf(frame: Frame): Frame[] {
  const at = payloadOf(frame);
  const end = ipEnd(frame);
  if (at === undefined || at >= end) return [];
  const isTcp = frame.bytes[ETHERNET + 9] === TCP;
  const start = isTcp ? at : ETHERNET + IP;
  const skipped = isTcp ? (end - at) >>> 1 : ((end - start) >>> 4) << 3;
  const bytes = Uint8Array.from([...frame.bytes.subarray(0, start), ...frame.bytes.subarray(start + skipped, end)]);
  const view = new DataView(bytes.buffer);
  view.setUint16(ETHERNET + 2, bytes.length - ETHERNET);
  if (isTcp) view.setUint32(ETHERNET + IP + 4, view.getUint32(ETHERNET + IP + 4) + skipped);
  else view.setUint16(ETHERNET + 6, skipped >>> 3);
  return [{ time: frame.time, bytes: checksummed(bytes) }];
}

function checksummed(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer);
  view.setUint16(ETHERNET + 10, 0);
  let sum = 0;
  for (let at = ETHERNET; at < ETHERNET + IP; at += 2) sum += view.getUint16(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  view.setUint16(ETHERNET + 10, ~sum & 0xffff);
  return bytes;
}

const SNAPS = Array.from({ length: 24 }, (_, i) => 54 + i * i * 2);

/** Of long examples not every frame is left out in turn. */
const MOST_STEPS = 24;

/** Every way of seeing less of these frames that is tried. */
export function* lacking(frames: readonly Frame[]): Generator<Lacking> {
  const longest = Math.max(...frames.map(({ bytes }) => bytes.length));
  for (const snap of SNAPS)
    if (snap < longest) yield { shows: `${snap} bytes a frame`, frames: frames.map((frame) => cutAt(frame, snap)) };
  for (const side of new Set(frames.map(senderOf)))
    yield { shows: `nothing of ${side}`, frames: frames.filter((frame) => senderOf(frame) !== side) };
  const step = Math.ceil(frames.length / MOST_STEPS);
  for (let i = 0; i < frames.length; i += step) {
    const beyond = frames.slice(i + 1);
    yield { shows: `frames 1 to ${i + 1} missed`, frames: beyond };
    yield { shows: `ends after frame ${i}`, frames: frames.slice(0, i) };
    yield { shows: `begins inside frame ${i + 1}`, frames: [...secondHalf(frames[i]!), ...beyond] };
    if (!carries(frames[i]!)) continue;
    yield { shows: `frame ${i + 1} missed`, frames: frames.filter((_, k) => k !== i) };
    yield {
      shows: `frame ${i + 1} cut in half`,
      frames: frames.map((frame, k) => (k === i ? cutAt(frame, (payloadOf(frame)! + ipEnd(frame)) >>> 1) : frame)),
    };
  }
}

// Sealed calls ----------------------------------------------------------------------------------------------------------

const REQUEST = 0;
const RESPONSE = 2;
const FAULT = 3;
const BINDS: ReadonlySet<number> = new Set([11, 12, 14, 15]);
/** NTLM at packet privacy, and a verifier that tells nothing. */
const TRAILER = [10, 6, 0, 0, 0, 0, 0, 0];
const VERIFIER = new Array<number>(16).fill(0x5a);

/** What encryption makes of bytes: noise that is the same each time. */
function noise(bytes: Uint8Array): Uint8Array {
  let state = 0x9e3779b9;
  return bytes.map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

/** A connection-oriented PDU (C706 12.6.4) as its sender seals it. */
function sealedPdu(pdu: Uint8Array): Uint8Array {
  const type = pdu[2]!;
  if (type === FAULT || !(type === REQUEST || type === RESPONSE || BINDS.has(type))) return pdu;
  const view = new DataView(pdu.buffer, pdu.byteOffset);
  const authLength = view.getUint16(10, true);
  const bodyEnd = pdu.length - (authLength > 0 ? authLength + 8 : 0);
  const body = pdu.subarray(16, bodyEnd);
  const stub = BINDS.has(type) ? body.length : 8;
  const padding = new Array<number>(-body.length & 3).fill(0);
  const hidden = noise(Uint8Array.from([...body.subarray(stub), ...padding]));
  const trailer = authLength > 0 ? Array.from(pdu.subarray(bodyEnd)) : [...TRAILER, ...VERIFIER];
  // The level, and how much of the body is padding.
  trailer[1] = 6;
  trailer[2] = padding.length;
  const made = Uint8Array.from([...pdu.subarray(0, 16), ...body.subarray(0, stub), ...hidden, ...trailer]);
  const out = new DataView(made.buffer);
  out.setUint16(8, made.length, true);
  out.setUint16(10, trailer.length - 8, true);
  return made;
}

const isPdu = (b: Uint8Array, at: number): boolean => b[at] === 5 && b[at + 1] === 0 && b[at + 4] === 0x10;

/** SMB2 IOCTL messages that carry a PDU to or from a pipe (MS-SMB2 2.2.31, 2.2.32). */
function sealedIoctl(smb: Uint8Array): Uint8Array | undefined {
  const view = new DataView(smb.buffer, smb.byteOffset);
  if (smb[0] !== 0xfe || view.getUint16(12, true) !== 11) return undefined;
  const answer = (view.getUint32(16, true) & 1) !== 0;
  const at = view.getUint32(64 + (answer ? 32 : 24), true);
  if (!isPdu(smb, at)) return undefined;
  const pdu = sealedPdu(smb.subarray(at));
  const made = Uint8Array.from([...smb.subarray(0, at), ...pdu]);
  new DataView(made.buffer).setUint32(64 + (answer ? 36 : 28), pdu.length, true);
  return made;
}

const AUTH_PROTO = 79;
const V4_HEADER = 80;

/** A datagram's call: the verifier, which begins with the level, follows the body, aligned to eight bytes (MS-RPCE 2.2.3.4). */
function sealedDatagram(frame: Frame): Frame | undefined {
  const at = payloadOf(frame);
  const { bytes } = frame;
  if (at === undefined || bytes[ETHERNET + 9] === TCP || bytes[at] !== 4 || ipEnd(frame) < at + V4_HEADER)
    return undefined;
  const type = bytes[at + 1]!;
  if (type !== REQUEST && type !== RESPONSE) return frame;
  const stub = bytes.subarray(at + V4_HEADER, ipEnd(frame));
  const aligned = new Array<number>(-stub.length & 7).fill(0);
  const made = Uint8Array.from([...bytes.subarray(0, at + V4_HEADER), ...noise(stub), ...aligned, 6, 0, ...VERIFIER]);
  made[at + AUTH_PROTO - 1] = 10;
  const view = new DataView(made.buffer);
  view.setUint16(ETHERNET + 2, made.length - ETHERNET);
  view.setUint16(at - 4, made.length - at + 8);
  return { ...frame, bytes: checksummed(made) };
}

const fromHex = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits.replace(/\s/g, ''), 'hex'));
const toDigits = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The same capture with every call sealed; undefined where it has none. */
export function sealed(example: Example): Lacking | undefined {
  let calls = 0;
  const seal = (turn: Turn): Turn => {
    const bytes = fromHex(turn.smb ?? turn.tcp);
    const made = turn.smb === undefined ? (isPdu(bytes, 0) ? sealedPdu(bytes) : undefined) : sealedIoctl(bytes);
    if (!made) return turn;
    calls++;
    return turn.smb === undefined ? { from: turn.from, tcp: toDigits(made) } : { from: turn.from, smb: toDigits(made) };
  };
  const turned = example.turns ? { ...example, turns: example.turns.map(seal) } : example;
  const frames = framesOf(turned).map((frame) => {
    if (example.turns) return frame;
    const made = sealedDatagram(frame);
    if (made) calls++;
    return made ?? frame;
  });
  return calls > 0 ? { shows: 'sealed', frames } : undefined;
}

/** The same capture with its SMB 2 session encrypted (MS-SMB2 2.2.41); undefined where it has none. */
export function encryptedSession(example: Example): Lacking | undefined {
  if (!example.turns?.some(({ smb }) => smb?.startsWith('fe534d42'))) return undefined;
  const hide = (turn: Turn): Turn =>
    turn.smb === undefined ? turn : { from: turn.from, smb: toDigits(transformed(fromHex(turn.smb))) };
  return { shows: 'an encrypted session', frames: framesOf({ ...example, turns: example.turns.map(hide) }) };
}

function transformed(smb: Uint8Array): Uint8Array {
  const header = new Uint8Array(52);
  header.set([0xfd, 0x53, 0x4d, 0x42]);
  const view = new DataView(header.buffer);
  view.setUint32(36, smb.length, true);
  view.setUint16(42, 1, true);
  return Uint8Array.from([...header, ...noise(smb)]);
}
