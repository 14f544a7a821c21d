/** What has a time, as ISO text, and some text besides. */
interface Told {
  readonly time: string;
  readonly text: string;
}

/** How many are held back at most, and how many characters of text. */
export const HELD = { number: 4096, characters: 1 << 22 } as const;

/**
 * Passes on in the order of their times what becomes known in another: a message is told when it is known whether it was
 * answered, and one that never was when its flow is over. Reaching a limit passes on the earliest.
 */
export class InOrder<T extends Told> {
  readonly #show: (it: T) => void;
  readonly #held: T[] = [];
  #characters = 0;

  constructor(show: (it: T) => void) {
    this.#show = show;
  }

  add(it: T): void {
    let at = this.#held.length;
    while (at > 0 && this.#held[at - 1]!.time > it.time) at--;
    this.#held.splice(at, 0, it);
    this.#characters += it.text.length;
    while (this.#held.length > HELD.number || this.#characters > HELD.characters) this.#pass();
  }

  flush(): void {
    while (this.#held.length > 0) this.#pass();
  }

  #pass(): void {
    const first = this.#held.shift();
    if (!first) return;
    this.#characters -= first.text.length;
    this.#show(first);
  }
}
