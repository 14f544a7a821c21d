import { NO_BYTES } from '../bytes/read.ts';
import { since } from '../bytes/time.ts';
import { empty } from './empty.ts';
import type { Direction, Flow } from './flow.ts';
import type { Layer } from './layer.ts';
import type { AddressNames } from './names.ts';
import { coverAll, coverIn, type SecretSpan } from './secrets.ts';
import { ByteSource } from './source.ts';
import { type Instant, Tree } from './tree.ts';

export type AddressKind = 'none' | 'ether' | 'ipv4' | 'ipv6';

/** One frame and what was found in it. There is one of these; it is filled anew for each frame. */
export class Packet {
  number = 0;
  seconds = 0;
  nanoseconds = 0;
  #began = false;
  /** When the frame before came, and the first. */
  readonly #before = { seconds: 0, nanoseconds: 0 };
  readonly #first = { seconds: 0, nanoseconds: 0 };
  readonly #delta = { seconds: 0, nanoseconds: 0 };
  readonly #relative = { seconds: 0, nanoseconds: 0 };
  /** Of the packet selected last, where a filter selects. */
  #selected: { seconds: number; nanoseconds: number } | undefined;
  captured = 0;
  wire = 0;
  linkType = 0;
  interface = 0;
  section = 1;
  /** Place of the frame's first byte in the file. */
  position = 0;
  /** Index of the file among those read. */
  file = 0;
  readonly source: ByteSource = new ByteSource('frame', NO_BYTES, 0, 0);
  readonly tree: Tree = new Tree();

  /** Source and Destination columns: where the innermost unquoted addresses lie. */
  addressKind: AddressKind = 'none';
  addressBytes = NO_BYTES;
  sourceAddress = 0;
  destinationAddress = 0;

  flow: Flow | undefined;
  direction: Direction = 0;

  /** What addresses are called, where they are shown by name. */
  names: AddressNames | undefined;

  /** Passwords and keys that were found in it; they are not shown unless `reveal` is set. */
  readonly secrets: SecretSpan[] = [];
  reveal = false;

  /** Our own bugs are thrown, not contained. */
  strict = false;

  /** Bytes of this packet that were copied, and where they lie: secrets may be found in them later on. */
  readonly #copies: { readonly source: ByteSource; readonly start: number; readonly bytes: Uint8Array }[] = [];

  readonly #layers: Layer[] = [];
  layerCount = 0;

  layer(index: number): Layer {
    return this.#layers[index]!;
  }

  push(layer: Layer): void {
    this.#layers[this.layerCount++] = layer;
  }

  /** The next frame came then. */
  arrive(seconds: number, nanoseconds: number): void {
    this.number++;
    if (this.#began) {
      this.#before.seconds = this.seconds;
      this.#before.nanoseconds = this.nanoseconds;
    } else {
      this.#began = true;
      for (const instant of [this.#first, this.#before]) Object.assign(instant, { seconds, nanoseconds });
    }
    this.seconds = seconds;
    this.nanoseconds = nanoseconds;
  }

  /** Since the frame before; overwritten with the next packet. */
  get delta(): Instant {
    const { seconds, nanoseconds } = this.#before;
    since(this.#delta, this.seconds, this.nanoseconds, seconds, nanoseconds);
    return this.#delta;
  }

  /** Since the first; overwritten with the next packet. */
  get relative(): Instant {
    const { seconds, nanoseconds } = this.#first;
    since(this.#relative, this.seconds, this.nanoseconds, seconds, nanoseconds);
    return this.#relative;
  }

  /** A filter selects from here on. */
  beginSelecting(): void {
    this.#selected = { seconds: Number.NaN, nanoseconds: 0 };
  }

  /** The filter has selected this packet. */
  select(): void {
    if (!this.#selected) return;
    this.#selected.seconds = this.seconds;
    this.#selected.nanoseconds = this.nanoseconds;
  }

  /** Time since the packet selected last; without a filter since the one before. */
  get sinceSelected(): Instant {
    if (!this.#selected) return this.delta;
    return Number.isNaN(this.#selected.seconds) ? { seconds: 0, nanoseconds: 0 } : this.since(this.#selected);
  }

  /** Time from an earlier instant to this packet's. */
  since({ seconds, nanoseconds }: Readonly<Instant>): Instant {
    const between = { seconds: 0, nanoseconds: 0 };
    since(between, this.seconds, this.nanoseconds, seconds, nanoseconds);
    return between;
  }

  /** Overwrites what is secret of the packet's bytes: before it is shown, and after it was judged. */
  conceal(): void {
    if (this.secrets.length === 0 || this.reveal) return;
    const sources = new Set<ByteSource>([this.source]);
    for (let i = 0; i < this.layerCount; i++) sources.add(this.layer(i).source);
    coverAll(this.secrets, [...sources]);
  }

  /** Takes note of a copy of bytes of this packet, which outlives it: what is secret of them is covered. */
  keep(source: ByteSource, start: number, bytes: Uint8Array): void {
    if (this.reveal) return;
    coverIn(bytes, source, start, this.secrets);
    this.#copies.push({ source, start, bytes });
  }

  /** Covers what was found to be secret after it was copied. */
  coverCopies(): void {
    if (this.secrets.length === 0) return;
    for (const { source, start, bytes } of this.#copies) coverIn(bytes, source, start, this.secrets);
  }

  clear(): void {
    empty(this.#copies);
    this.tree.clear();
    empty(this.secrets);
    this.layerCount = 0;
    this.addressKind = 'none';
    this.flow = undefined;
    this.direction = 0;
  }
}
