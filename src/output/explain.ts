import { toHex } from '../bytes/hex.ts';
import { escapeText } from '../bytes/text.ts';
import { displayValue, readValue } from '../decode/value.ts';
import { type Field, fieldById } from '../model/field.ts';
import type { Layer } from '../model/layer.ts';
import type { Packet } from '../model/packet.ts';
import type { FrameSpan } from '../model/source.ts';
import { cite } from '../model/spec.ts';
import { ALIAS, GENERATED, ID_MASK, WORDS } from '../model/tree.ts';

export const EXPLAIN_SCHEMA = 'specshark.explain/1';

/** A field with the bytes that it is, down to the file. */
export interface Explained {
  readonly layer: string;
  readonly field: string;
  readonly label: string;
  readonly value: string;
  readonly spec: string | null;
  /** What the bytes lie in: the frame, or what was put together from several. */
  readonly source: string;
  readonly bytes: readonly (FrameSpan & { readonly file: number | null })[];
  readonly hex: string;
}

const KEPT = 16;

/** Says where the first byte of a frame lies in the file. */
export type Positions = (frame: number) => number | undefined;

/** The fields of the packet that `wanted` takes, in the order of the tree. */
export function explain(
  packet: Packet,
  positions: Positions,
  wanted: (field: Field, spans: readonly FrameSpan[]) => boolean,
): Explained[] {
  const found: Explained[] = [];
  const { tree } = packet;
  for (let l = 0; l < packet.layerCount; l++) {
    const layer = packet.layer(l);
    for (let node = layer.firstNode; node < layer.endNode; node++) {
      const word = tree.words[node * WORDS]!;
      if (word & (ALIAS | GENERATED)) continue;
      const field = fieldById(word & ID_MASK);
      const spans = layer.source.trace(tree.start(node), tree.end(node));
      if (wanted(field, spans)) found.push(explained(packet, layer, node, field, spans, positions));
    }
  }
  return found;
}

function explained(
  packet: Packet,
  layer: Layer,
  node: number,
  field: Field,
  spans: readonly FrameSpan[],
  positions: Positions,
): Explained {
  const { tree } = packet;
  const { bytes } = layer.source;
  const [start, end] = [tree.start(node), tree.end(node)];
  const value = readValue(field, tree, node, bytes);
  return {
    layer: layer.protocol.name,
    field: field.abbrev,
    label: field.label,
    value: value === undefined ? '' : escapeText(displayValue(field, value, end - start)).slice(0, 200),
    spec: field.spec ? cite(field.spec) : null,
    source: layer.source.frame > 0 ? 'frame' : layer.source.name,
    bytes: spans.map((span) => {
      const at = positions(span.frame);
      return { ...span, file: at === undefined ? null : at + span.offset };
    }),
    hex:
      toHex(bytes.subarray(start, Math.min(end, start + KEPT)), 0, undefined, ' ') + (end - start > KEPT ? ' …' : ''),
  };
}

/** Whether the spans hold a byte of a frame. */
export const holds = (spans: readonly FrameSpan[], frame: number, offset: number): boolean =>
  spans.some((span) => span.frame === frame && offset >= span.offset && offset < span.offset + span.length);

/** One line a field, its bytes under it. */
export function explainedText(it: Explained): string {
  const place = it.bytes
    .map(({ frame, offset, length, file }) => {
      const last = offset + length - 1;
      const range = length > 1 ? `bytes ${offset} to ${last}` : `byte ${offset}`;
      return `${range} of frame ${frame}${file === null ? '' : ` (file offset ${file})`}`;
    })
    .join(', ');
  const value = it.value === '' ? '' : `: ${it.value}`;
  const within = it.source === 'frame' ? '' : ` in ${it.source}`;
  return `${it.layer}  ${it.label}${value}  [${it.field}${it.spec ? `, ${it.spec}` : ''}]\n    ${place}${within}: ${it.hex}\n`;
}
