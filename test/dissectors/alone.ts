import { linkType } from '../../dissectors/frame/keys.ts';
import { protocols, wiring } from '../../dissectors/index.ts';
import { batchOf, framesFrom } from '../../scripts/fuzz/frames.ts';
import { inspect } from '../../scripts/fuzz/inspect.ts';
import { fromHex } from '../../src/bytes/hex.ts';
import { formatValue, readValue } from '../../src/decode/value.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import { fieldById } from '../../src/model/field.ts';
import type { Protocol } from '../../src/model/protocol.ts';

/** LINKTYPE_USER0: nobody's. */
const USER0 = 147;

/**
 * What a protocol makes of bytes that are a frame's whole content: a line a layer with how it ended, below it a line a
 * field with its `-T fields` value.
 */
export function alone(protocol: Protocol, hex: string): string[] {
  const registry = new Registry([...protocols.filter((it) => it !== protocol), protocol]);
  registry.route(linkType, [USER0], protocol);
  const pass = new Pass(registry, wiring, Question.everything(), undefined, true);
  pass.frame(batchOf(framesFrom([fromHex(hex)], USER0)), 0, { linkType: USER0, snapLength: 0, section: 1 });
  const { packet } = pass;
  inspect(packet);
  const lines: string[] = [];
  for (let i = 1; i < packet.layerCount; i++) {
    const layer = packet.layer(i);
    lines.push(`${layer.protocol.name} ${layer.outcome}`);
    for (let node = layer.firstNode + 1; node < layer.endNode; node++) {
      const field = fieldById(packet.tree.id(node));
      const size = packet.tree.end(node) - packet.tree.start(node);
      lines.push(
        `${field.abbrev} ${formatValue(field, readValue(field, packet.tree, node, layer.source.bytes), size)}`,
      );
    }
  }
  return lines;
}
