/**
 * Security tokens for tests, and a carrier that hands them to the dissectors: a link type of its own, whose frames begin
 * with two addresses and the place to hand the rest to. All names, passwords and keys are invented.
 */
import { data } from '../../dissectors/data/protocol.ts';
import { pipePayload } from '../../dissectors/dcerpc/keys.ts';
import { linkType } from '../../dissectors/frame/keys.ts';
import { frame } from '../../dissectors/frame/protocol.ts';
import { authToken, authVerifier, securityBlob } from '../../dissectors/gss-api/keys.ts';
import { gssApi } from '../../dissectors/gss-api/protocol.ts';
import { kerberos } from '../../dissectors/kerberos/message.ts';
import { kerberosToken } from '../../dissectors/kerberos/token.ts';
import { ntlmssp } from '../../dissectors/ntlmssp/protocol.ts';
import { spnego } from '../../dissectors/spnego/protocol.ts';
import { tcpPayload, tcpPort } from '../../dissectors/tcp/keys.ts';
import { udpPayload, udpPort } from '../../dissectors/udp/keys.ts';
import { concat, hex, u16le, u32le } from '../../samples/make/index.ts';
import { batchOf } from '../../scripts/fuzz/frames.ts';
import { inspect } from '../../scripts/fuzz/inspect.ts';
import { Random } from '../../scripts/fuzz/random.ts';
import { formatValue, readValue } from '../../src/decode/value.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import { fieldById } from '../../src/model/field.ts';
import { limits } from '../../src/model/limits.ts';
import type { Packet } from '../../src/model/packet.ts';
import { on, protocol } from '../../src/sdk/index.ts';

export { concat, hex, u16le, u32le };

// The carrier --------------------------------------------------------------------------------------------------------

const LINK = 147;
const HEADER = Uint8Array.of(192, 0, 2, 1, 192, 0, 2, 2);

/** Where a token goes: recognised by its content, or by a DCE/RPC authentication type, in a handshake or after it. */
export interface Token {
  readonly bytes: Uint8Array;
  readonly type?: number;
  readonly verifier?: boolean;
  /** Bytes that the capture cut off. */
  readonly cut?: number;
}

const carrier = protocol({
  name: 'carrier',
  label: '',
  title: 'Carrier of tokens',
  routes: [on(linkType, LINK)],
  dissect(d) {
    d.addresses('ipv4', d.at, d.at + 4);
    d.converse('udp', 1000, 2000);
    const type = d.u8(8);
    const verifier = d.u8(9);
    d.skip(10);
    if (verifier) d.route(authVerifier, type, d.at, d.end, d.promised);
    else if (type) d.route(authToken, type, d.at, d.end, d.promised);
    else d.probe(securityBlob, d.at, d.end, d.promised);
  },
});

const registry = new Registry([frame, data, carrier, gssApi, spnego, ntlmssp, kerberosToken, kerberos]);
const wiring = { frame, data, tcpPort, tcpPayload, udpPort, udpPayload, pipePayload };
const everything = Question.everything();

/** Dissects tokens of one conversation, with nothing contained; `each` sees every packet. */
export function run(tokens: readonly Token[], each: (packet: Packet) => void, question = everything): void {
  const frames = tokens.map(({ bytes, type = 0, verifier = false, cut = 0 }) => {
    const whole = concat(HEADER, [type, verifier ? 1 : 0], bytes);
    const kept = whole.subarray(0, whole.length - cut);
    return { bytes: kept, wire: whole.length, linkType: LINK, seconds: 0, nanoseconds: 0 };
  });
  const batch = batchOf(frames);
  const pass = new Pass(registry, wiring, question, undefined, true);
  for (let i = 0; i < frames.length; i++) {
    pass.frame(batch, i, { linkType: LINK, snapLength: 0, section: 1 });
    inspect(pass.packet);
    each(pass.packet);
  }
  pass.finish();
}

/** What a packet says: layers by name (with their outcome, unless complete), and values by abbreviation. */
export interface Said {
  readonly layers: string[];
  readonly values: ReadonlyMap<string, string[]>;
}

export function said(packet: Packet): Said {
  const layers: string[] = [];
  const values = new Map<string, string[]>();
  const { tree } = packet;
  for (let i = 2; i < packet.layerCount; i++) {
    const { protocol: its, outcome, source, firstNode, endNode } = packet.layer(i);
    layers.push(outcome === 'complete' ? its.name : `${its.name} ${outcome}`);
    for (let node = firstNode + 1; node < endNode; node++) {
      const field = fieldById(tree.id(node));
      const value = formatValue(field, readValue(field, tree, node, source.bytes), tree.end(node) - tree.start(node));
      const known = values.get(field.abbrev);
      if (known) known.push(value);
      else values.set(field.abbrev, [value]);
    }
  }
  return { layers, values };
}

/** Dissects tokens of one conversation; gives what the last one's packet says. */
export function dissect(...tokens: readonly (Token | Uint8Array)[]): Said {
  let last: Said | undefined;
  run(
    tokens.map((token) => (token instanceof Uint8Array ? { bytes: token } : token)),
    (packet) => {
      last = said(packet);
    },
  );
  return last!;
}

/** Every beginning of a token, cut by its sender and by the capture: strict, and the tree as writers rely on it. */
export function everyPrefix({ bytes, ...how }: Token): void {
  for (let length = 0; length <= bytes.length; length++) {
    run(
      [
        { ...how, bytes: bytes.subarray(0, length) },
        { ...how, bytes, cut: bytes.length - length },
      ],
      (packet) => {
        if (packet.layerCount > limits.layers) throw new Error(`${packet.layerCount} layers`);
      },
    );
  }
}

/** Two thousand changes of a token, of up to four of its bytes behind `kept`, mostly to what ends or stretches a thing. */
export function changed({ bytes, ...how }: Token, seed: number, kept = 0): void {
  const random = new Random(seed);
  const changes = Array.from({ length: 2000 }, () => {
    const copy = bytes.slice();
    for (let n = random.below(4); n >= 0; n--) {
      const at = kept + random.below(copy.length - kept);
      copy[at] = random.pick([0, 1, 0x80, 0x84, 0xff, 0x30, 0xa1, random.below(256)]);
    }
    return { ...how, bytes: copy };
  });
  run(changes, said);
}

// Encodings ----------------------------------------------------------------------------------------------------------

/** An element of DER. */
export function der(tag: number, ...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const body = concat(...parts);
  const { length } = body;
  if (length < 0x80) return concat([tag, length], body);
  if (length < 0x100) return concat([tag, 0x81, length], body);
  return concat([tag, 0x82, length >>> 8, length & 0xff], body);
}

export const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));
export const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
export const repeat = (byte: number, count: number): Uint8Array => new Uint8Array(count).fill(byte);

/** Contents of object identifiers. */
export const OID = {
  spnego: hex('2b0601050502'),
  ntlmssp: hex('2b06010401823702020a'),
  negoex: hex('2b06010401823702021e'),
  krb5: hex('2a864886f712010202'),
  msKrb5: hex('2a864882f712010202'),
  userToUser: hex('2a864886f71201020203'),
} as const;
export const oid = (contents: Uint8Array): Uint8Array => der(0x06, contents);
/** GSS-API's frame of an initial token. */
export const framed = (mechanism: Uint8Array, ...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  der(0x60, oid(mechanism), ...parts);

// NTLM ---------------------------------------------------------------------------------------------------------------

export const UNICODE_FLAGS = 0xe28a8215;

/** A field of an NTLM message: its bytes, or a header that says something else. */
export interface Field {
  readonly bytes: Uint8Array;
  readonly length?: number;
  readonly offset?: number;
}
const EMPTY: Field = { bytes: new Uint8Array(0) };

/** An NTLM message: parts of its fixed part in order, fields among them, and their payload behind it. */
export function message(type: number, ...parts: readonly (Field | Uint8Array)[]): Uint8Array {
  const fixed = 12 + parts.reduce((sum, part) => sum + (part instanceof Uint8Array ? part.length : 8), 0);
  let at = fixed;
  const payload: Uint8Array[] = [];
  const heads = parts.map((part) => {
    if (part instanceof Uint8Array) return part;
    const { bytes, length = bytes.length, offset = at } = part;
    payload.push(bytes);
    at += bytes.length;
    return concat(u16le(length), u16le(length), u32le(offset));
  });
  return concat(latin1('NTLMSSP\0'), u32le(type), ...heads, ...payload);
}

export const field = (bytes: Uint8Array): Field => ({ bytes });
export const none = EMPTY;
export const VERSION = hex('0a00 7c4f 000000 0f');

export const pair = (id: number, bytes: Uint8Array): Uint8Array => concat(u16le(id), u16le(bytes.length), bytes);
/** 2026-01-01T00:00:00Z. */
export const FILETIME = hex('00008192b17adc01');
export const targetInfo = concat(
  pair(2, utf16('LAB')),
  pair(1, utf16('FILES')),
  pair(4, utf16('lab.example')),
  pair(3, utf16('files.lab.example')),
  pair(7, FILETIME),
  pair(0, new Uint8Array(0)),
);

/** NTLMv2_CLIENT_CHALLENGE as a client makes it of that. */
const clientChallenge = concat(
  hex('0101 0000 00000000'),
  FILETIME,
  latin1('MN0IshKP'),
  repeat(0, 4),
  targetInfo.subarray(0, -4),
  pair(9, utf16('cifs/FILES')),
  repeat(0, 8),
);
/** NT responses to `challenge` of LAB\\bob, who has no password, as impacket computed it, and of somebody who has one. */
export const emptyPasswordResponse = concat(hex('84b06fdff2f7a471394a2e42d740dda5'), clientChallenge);
export const passwordResponse = concat(hex('91346ab82ce1e9ef43139035efdee6fb'), clientChallenge);

/** An AUTHENTICATE_MESSAGE with everything that there is. */
export const authenticate = (user: string, response: Uint8Array, flags = UNICODE_FLAGS): Uint8Array =>
  message(
    3,
    field(repeat(0, 24)),
    field(response),
    field(utf16('LAB')),
    field(utf16(user)),
    field(utf16('WS1')),
    field(hex('000102030405060708090a0b0c0d0e0f')),
    u32le(flags),
    VERSION,
    hex('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'),
  );

export const negotiate = message(1, u32le(0xe2083207), field(latin1('LAB')), field(latin1('WS1')), VERSION);
export const challenge = message(
  2,
  field(utf16('LAB')),
  u32le(UNICODE_FLAGS),
  hex('0102030405060708'),
  repeat(0, 8),
  field(targetInfo),
  VERSION,
);
