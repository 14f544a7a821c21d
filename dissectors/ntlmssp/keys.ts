import { type ByteWriter, decodeText, escapeText, type Layer, type Packet, u16le, u32le } from '#sdk';
import { AUTHENTICATE, header, TYPES, UNICODE } from './layout.ts';
import { LONGEST_NAME } from './payload.ts';

const DOMAIN = 28;
const USER = 36;
const FLAGS = 60;
const FIXED = 64;

/** What a layer of NTLM is, for lists and headings: `, NTLMSSP_AUTH, User: DOMAIN\name`. */
export function writeToken(layer: Layer, out: ByteWriter): void {
  const { bytes } = layer.source;
  const { start, end } = layer;
  if (end - start < header.size || bytes[start] !== 0x4e) return;
  const type = u32le(bytes, start + header.offset.messagetype);
  out.ascii(`, ${TYPES[type] ?? 'NTLMSSP_UNKNOWN'}`);
  if (type !== AUTHENTICATE || end - start < FIXED) return;
  const encoding = u32le(bytes, start + FLAGS) & UNICODE ? 'utf-16le' : 'oem';
  const text = (at: number): string => {
    const from = start + u32le(bytes, start + at + 4);
    const to = from + Math.min(LONGEST_NAME, u16le(bytes, start + at));
    return to > end ? '' : escapeText(decodeText(bytes, from, to, encoding));
  };
  out.utf8(`, User: ${text(DOMAIN)}\\${text(USER)}`);
}

/** Writes the NTLM messages that a layer's security blobs hold, for its Info column. */
export function writeTokens(layer: Layer, packet: Packet, out: ByteWriter): void {
  for (let i = 0; i < packet.layerCount; i++) {
    const inner = packet.layer(i);
    if (inner.protocol.name !== 'ntlmssp' || inner.depth <= layer.depth) continue;
    for (let up = inner.parent; up && up.depth >= layer.depth; up = up.parent) if (up === layer) writeToken(inner, out);
  }
}
