import { Short } from '../bytes/cursor.ts';
import { wordOf } from '../decode/interpret.ts';
import type { Dissection } from '../model/dissection.ts';
import { empty } from '../model/empty.ts';
import type { CloseReason } from '../model/flow.ts';
import type { CaptureInterface, FrameBatch } from '../model/frame.ts';
import type { Layer } from '../model/layer.ts';
import { limits } from '../model/limits.ts';
import type { Observer } from '../model/observer.ts';
import { Conversing } from './context/conversing.ts';
import type { Question } from './question.ts';
import type { Registry } from './registry.ts';
import type { Wiring } from './wiring.ts';

const NO_OBSERVER: Observer = { watching: false, watches: () => false, observed: () => {} };

/**
 * One forward pass over the frames of a run. Each frame is dissected from its link layer up; what a layer hands on waits
 * until the layer is done, so that a packet's layers and nodes lie in preorder without any sorting. The pass is itself
 * the context that dissectors are given: `context/` has its parts.
 */
export class Pass extends Conversing implements Dissection {
  constructor(registry: Registry, wiring: Wiring, question: Question, observer = NO_OBSERVER, strict = false) {
    super(registry, wiring, question, observer);
    this.packet.strict = strict;
  }

  /** Dissects frame `i` of a batch; `packet` holds the result until the next call. */
  frame(batch: FrameBatch, i: number, from: CaptureInterface): void {
    const { packet } = this;
    packet.clear();
    packet.arrive(batch.seconds[i]!, batch.nanoseconds[i]!);
    packet.captured = batch.captured[i]!;
    packet.wire = batch.wire[i]!;
    packet.interface = batch.interface[i]!;
    packet.linkType = from.linkType;
    packet.section = from.section;
    packet.position = batch.position[i]!;
    const { source } = packet;
    source.bytes = batch.bytes;
    source.base = batch.start[i]!;
    source.end = source.base + packet.captured;
    source.frame = packet.number;
    this.flow = undefined;
    this.direction = 0;
    this.quoted = false;
    this.pendingCount = 0;
    this.pooled = 0;
    this.cutter.recycle();
    this.push(
      this.wiring.frame,
      source,
      source.base,
      source.end,
      Math.max(source.end, source.base + packet.wire),
      'capture',
      true,
    );
    this.#run(this.pending[0]!, undefined);
    if (this.delayed.length > 0) this.#actLate();
    packet.coverCopies();
    if (this.closing) {
      this.endFlow(this.closing, this.closing.closed!);
      this.closing = undefined;
    }
  }

  /** So many frames went by unseen: whatever any conversation said meanwhile is a gap in it. */
  missed(frames: number): void {
    this.packet.number += frames;
    for (const flow of this.tcpFlows.flows()) flow.sides[0].gaps++;
    for (const flow of this.udpFlows.flows()) flow.sides[0].gaps++;
  }

  /** The end of the capture: every open flow's state ends. */
  finish(reason: CloseReason = 'end of capture'): void {
    for (const flow of this.tcpFlows.flows()) if (!flow.closed) this.endFlow(flow, reason);
    for (const flow of this.udpFlows.flows()) this.endFlow(flow, reason);
  }

  /** Dissects a layer, then what it hands on, depth first. */
  #run(layer: Layer, parent: Layer | undefined): void {
    const { protocol, source, start, end } = layer;
    const { tree } = this.packet;
    this.packet.push(layer);
    layer.parent = parent;
    layer.outcome = 'complete';
    layer.trouble = '';
    layer.depth = parent ? parent.depth + 1 : 0;
    layer.note = undefined;
    this.layer = layer;
    this.source = source;
    this.bytes = source.bytes;
    this.at = start;
    this.end = end;
    this.promised = layer.promised;
    this.limit = 'frame';
    this.whole = layer.whole;
    this.quoted = layer.quoted;
    this.flow = layer.flow;
    this.direction = layer.direction;
    this.recording = this.question.asks(protocol);
    layer.firstNode = tree.count;
    const node =
      this.recording && this.wanted[protocol.heading.id] ? tree.add(wordOf(protocol.heading), start, end) : -1;
    const first = this.pendingCount;
    empty(this.unclosed);
    try {
      protocol.dissect(this);
    } catch (signal) {
      this.#failed(layer, signal);
    }
    if (node >= 0) this.endNode(node, layer.end);
    layer.endNode = tree.count;
    const last = this.pendingCount;
    if (last === first) return;
    if (layer.depth >= limits.layers) this.reached('layers');
    else for (let i = first; i < last; i++) this.#runAll(this.pending[i]!, layer);
    this.pendingCount = first;
  }

  /** A payload, and the messages of the same protocol that it says lie beside it. */
  #runAll(child: Layer, parent: Layer): void {
    const { end, promised } = child;
    let layer = child;
    for (let more: number = limits.messagesBeside; ; more--) {
      const handed = this.pendingCount;
      this.#run(layer, parent);
      this.pendingCount = handed;
      if (layer.beside < 0 || layer.beside >= end) return;
      if (more === 0) return this.reached('messagesBeside');
      this.quoted = layer.quoted;
      this.flow = layer.flow;
      this.direction = layer.direction;
      this.push(layer.protocol, layer.source, layer.beside, end, promised, layer.how, layer.whole);
      layer = this.pending[--this.pendingCount]!;
    }
  }

  /** What dissectors left until the packet is done; each finds its own layer and conversation again. */
  #actLate(): void {
    for (const { layer, act } of this.delayed.splice(0)) {
      this.layer = layer;
      this.source = layer.source;
      this.flow = layer.flow;
      this.direction = layer.direction;
      try {
        act();
      } catch (error) {
        this.#failed(layer, error);
      }
    }
  }

  #failed(layer: Layer, signal: unknown): void {
    // What was under way ends with what there was of it.
    this.endOpened(0);
    if (signal instanceof Short) {
      layer.outcome = signal.cut ? 'truncated' : 'malformed';
      layer.trouble = `needs ${signal.needed} bytes, ${signal.had} are there (${signal.limit})`;
      return;
    }
    if (this.packet.strict) throw signal;
    layer.fail(signal);
  }
}
