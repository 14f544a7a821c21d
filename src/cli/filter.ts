import { asksFindings } from '../conformance/fields.ts';
import type { Registry } from '../engine/registry.ts';
import { type Filter, FilterError, FrameSet, makeFilter, mark } from '../filter/index.ts';
import type { Packet } from '../model/packet.ts';
import type { Arguments, Option } from './command.ts';
import { nearest, UsageError } from './exit.ts';

export const FILTER: Option = {
  name: 'filter',
  letter: 'Y',
  takes: 'FILTER',
  describe: "only packets that a display filter selects, in Wireshark 4.0's language",
};

/** The filter of what judges packets: it chooses packets by what they are, not by what will be found in them. */
export function filterBefore(args: Arguments, registry: Registry): Filter | undefined {
  const filter = filterOf(args, registry);
  if (filter && asksFindings(filter.fields))
    throw new UsageError('-Y: check takes no finding.*: --rule chooses the rules, --fail-on the severity');
  return filter;
}

/** The display filter that was asked for; several are taken together. What is wrong with it is shown at its place. */
export function filterOf(args: Arguments, registry: Registry): Filter | undefined {
  const text = args.one('filter');
  if (text === undefined) return undefined;
  const { fields } = registry;
  try {
    return makeFilter(text, {
      get: (name) => fields.get(name),
      nearest: (name) => nearest(name, fields.keys()),
    });
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const lines = mark(text, error).replaceAll('\n', '\n    ');
    throw new UsageError(`-Y: ${error.message}\n    ${lines}`);
  }
}

/**
 * What a command shows of things that span packets: those of which the filter selects a frame. They become known while a
 * packet is dissected, before the filter can be asked about it, so they wait for its end.
 */
export class Selection {
  readonly #filter: Filter | undefined;
  readonly #frames = new FrameSet();
  #waiting: { readonly frames: readonly number[]; readonly show: () => void }[] = [];

  constructor(filter: Filter | undefined) {
    this.#filter = filter;
  }

  tell(frames: readonly number[], show: () => void): void {
    if (this.#filter) this.#waiting.push({ frames, show });
    else show();
  }

  /** A packet is dissected; gives whether it is selected. */
  packet(packet: Packet): boolean {
    const selected = this.#filter?.matches(packet) ?? true;
    if (this.#filter && selected) this.#frames.add(packet.number);
    this.release();
    return selected;
  }

  /** Shows what waits, and was selected. */
  release(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { frames, show } of waiting) if (frames.some((frame) => this.#frames.has(frame))) show();
  }
}
