import type { ByteWriter } from '../bytes/writer.ts';
import type { Layer } from '../model/layer.ts';
import type { Packet } from '../model/packet.ts';
import type { Protocol } from '../model/protocol.ts';

/** The layers that speak for a packet: the last ones that have something to say, outside quotations. */
export function infoLayer(packet: Packet): Layer | undefined {
  for (let i = packet.layerCount - 1; i >= 0; i--) {
    const layer = packet.layer(i);
    if (layer.protocol.info && !layer.quoted) return layer;
  }
  return undefined;
}

export function writeSource(packet: Packet, out: ByteWriter): void {
  writeAddress(packet, packet.sourceAddress, out);
}

export function writeDestination(packet: Packet, out: ByteWriter): void {
  writeAddress(packet, packet.destinationAddress, out);
}

function writeAddress(packet: Packet, at: number, out: ByteWriter): void {
  if (at < 0) return;
  const { names, addressKind: kind } = packet;
  const name = names && kind !== 'ether' && names.of(packet.addressBytes, at, kind === 'ipv4' ? 4 : 16);
  if (name) return out.text(name);
  switch (packet.addressKind) {
    case 'ipv4':
      return out.ipv4(packet.addressBytes, at);
    case 'ipv6':
      return out.ipv6(packet.addressBytes, at);
    case 'ether':
      return out.hexBytes(packet.addressBytes, at, at + 6, 0x3a);
  }
}

/** The Info column: every PDU of the speaking protocol in this packet, in order, the last layer's protocol deciding. */
export function writeInfo(packet: Packet, speaker: Layer | undefined, out: ByteWriter): void {
  if (!speaker) return;
  let first = true;
  for (let i = 0; i < packet.layerCount; i++) {
    const layer = packet.layer(i);
    const { remark } = layer.protocol;
    if (remark && !layer.quoted) letWrite(remark, layer, packet, out);
    if (layer.protocol !== speaker.protocol || layer.quoted || layer.depth !== speaker.depth) continue;
    if (!first) out.ascii('; ');
    first = false;
    letWrite(layer.protocol.info!, layer, packet, out);
  }
  if (speaker.outcome === 'malformed') out.ascii(' [Malformed]');
  else if (speaker.outcome === 'truncated') out.ascii(' [Truncated]');
  else if (speaker.outcome === 'opaque') out.ascii(' [Not dissected]');
}

/** A layer's line in the tree. */
export function writeHeading(packet: Packet, layer: Layer, out: ByteWriter): void {
  const { title, summary } = layer.protocol;
  out.utf8(title);
  if (summary && (layer.outcome === 'complete' || layer.endNode > layer.firstNode + 1))
    letWrite(summary, layer, packet, out);
}

/** Lets a protocol write about its layer: where that fails, its text is missing, and nothing else. */
export function letWrite(write: NonNullable<Protocol['info']>, layer: Layer, packet: Packet, out: ByteWriter): void {
  const { length } = out;
  try {
    write(layer, packet, out);
  } catch (error) {
    if (packet.strict) throw error;
    out.length = length;
    layer.fail(error);
  }
}
