/** Frames sent through a pass with everything asked for and nothing contained, and what each of them says. */
import { protocols, wiring } from '../../dissectors/index.ts';
import type { Bytes, Frame } from '../../samples/make/index.ts';
import { LINK } from '../../samples/make/index.ts';
import { batchOf } from '../../scripts/fuzz/frames.ts';
import { inspect } from '../../scripts/fuzz/inspect.ts';
import { ByteWriter } from '../../src/bytes/writer.ts';
import { Judge } from '../../src/conformance/judge.ts';
import { formatValue, readValue } from '../../src/decode/value.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import { fieldById } from '../../src/model/field.ts';
import type { Packet } from '../../src/model/packet.ts';
import type { FrameSpan } from '../../src/model/source.ts';
import { limitReached } from '../../src/model/trouble.ts';
import { infoLayer, writeInfo } from '../../src/output/columns.ts';

export interface SeenLayer {
  readonly name: string;
  readonly outcome: string;
  readonly bytes: Bytes;
  /** Where its bytes lie in frames. */
  readonly spans: readonly FrameSpan[];
}

/** What is kept of a packet when the pass has gone on. */
export class Seen {
  readonly layers: readonly SeenLayer[];
  readonly info: string;
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** What frame.protocols says. */
  readonly protocols: unknown;

  constructor(packet: Packet) {
    const layers: SeenLayer[] = [];
    const values = new Map<string, string[]>();
    let info = '';
    const out = new ByteWriter((bytes, length) => {
      info += Buffer.from(bytes.buffer, 0, length).toString('utf8');
    });
    for (let i = 1; i < packet.layerCount; i++) {
      const layer = packet.layer(i);
      const { protocol, outcome, source, start, end } = layer;
      layers.push({
        name: protocol.name,
        outcome,
        bytes: source.bytes.slice(start, end),
        spans: source.trace(start, end),
      });
      for (let node = layer.firstNode; node < layer.endNode; node++) {
        const field = fieldById(packet.tree.id(node));
        if (field === protocol.heading) continue;
        const size = packet.tree.end(node) - packet.tree.start(node);
        const value = formatValue(field, readValue(field, packet.tree, node, source.bytes), size);
        values.set(field.abbrev, [...(values.get(field.abbrev) ?? []), value]);
      }
    }
    writeInfo(packet, infoLayer(packet), out);
    out.flush();
    const { tree } = packet;
    for (let node = 0; node < packet.layer(0).endNode; node++)
      if (fieldById(tree.id(node)).abbrev === 'frame.protocols') this.protocols = tree.value(node);
    this.layers = layers;
    this.info = info;
    this.values = values;
  }

  /** Names of its layers above the frame. */
  get path(): string {
    return this.layers.map(({ name }) => name).join(' ');
  }

  all(abbrev: string): readonly string[] {
    return this.values.get(abbrev) ?? [];
  }

  /** The field's only value, as `-T fields` has it. */
  one(abbrev: string): string {
    const values = this.all(abbrev);
    if (values.length > 1) throw new Error(`${abbrev} has ${values.length} values: ${values}`);
    return values[0] ?? 'none';
  }
}

export const registry: Registry = new Registry(protocols);

export interface Ran {
  readonly frames: readonly Seen[];
  /** Limits that were reached, in their order. */
  readonly limits: readonly string[];
}

export interface RunOptions {
  readonly linkType?: number;
  /** The fields asked for; all of them unless given. */
  readonly fields?: readonly string[];
}

export function run(frames: readonly (Frame | Bytes)[], options: RunOptions = {}): Ran {
  const { linkType = LINK.ETHERNET, fields } = options;
  const question = fields
    ? Question.fields(fields.flatMap((abbrev) => registry.fields.get(abbrev) ?? []))
    : Question.everything();
  const limits: string[] = [];
  const judge = new Judge([]).listen(limitReached, ({ limit }) => {
    limits.push(limit);
  });
  const pass = new Pass(registry, wiring, question, fields ? undefined : judge, true);
  const seen: Seen[] = [];
  const whole = frames.map((frame) => (frame instanceof Uint8Array ? { bytes: frame, time: 0 } : frame));
  const batch = batchOf(
    whole.map(({ bytes, wire = bytes.length, time }) => ({
      bytes,
      wire,
      linkType,
      seconds: Math.floor(time / 1000),
      nanoseconds: (time % 1000) * 1e6,
    })),
  );
  for (let i = 0; i < batch.count; i++) {
    pass.frame(batch, i, { linkType, snapLength: 0, section: 1 });
    inspect(pass.packet);
    judge.packet(pass.packet);
    judge.take();
    seen.push(new Seen(pass.packet));
  }
  pass.finish();
  judge.finish(pass.packet);
  return { frames: seen, limits };
}
