import type { Direction, Flow } from './flow.ts';
import type { Protocol } from './protocol.ts';
import type { ByteSource } from './source.ts';

/**
 * How a layer's dissection ended: read to its end; cut, because bytes were not captured; malformed, because a length
 * promises more than its window holds; opaque, because our own code failed on it.
 */
export type Outcome = 'complete' | 'truncated' | 'malformed' | 'opaque';

/** One protocol's part of one packet. Layers are pooled: valid until the next packet. */
export class Layer {
  protocol!: Protocol;
  parent: Layer | undefined;
  source!: ByteSource;
  /** First byte and the byte after the last, as positions in the source's bytes. */
  start = 0;
  end = 0;
  /** Where `end` would be had everything been captured. */
  promised = 0;
  /** Its nodes in the packet's tree: the heading's index, and the index after the last. */
  firstNode = 0;
  endNode = 0;
  outcome: Outcome = 'complete';
  /** What was missing, where the outcome is not 'complete'. */
  trouble = '';
  /** Inside an ICMP error's quotation: shown, but it changes no state and counts nowhere. */
  quoted = false;
  /** How it was recognised: 'ip.proto 6', 'tcp.port 445', 'content' … */
  how = '';
  depth = 0;
  /** False for bytes of a stream that are no whole message. */
  whole = true;
  /** The conversation it belongs to, and which way it goes. */
  flow: Flow | undefined;
  direction: Direction = 0;
  /** Where another message of the same protocol begins in the same payload, -1 for none. */
  beside = -1;
  /** Whatever its own protocol wants its writers and children to know; owned by the protocol. */
  note: unknown;

  /** Our own code failed on it. */
  fail(error: unknown): void {
    this.outcome = 'opaque';
    this.trouble = `specshark failed here: ${error instanceof Error ? error.message : String(error)}`;
  }
}
