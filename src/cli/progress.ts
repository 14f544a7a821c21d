/** How far a long file is, on a terminal's standard error: at most ten times a second, and nothing for short files. */
export class Progress {
  /** Somebody else has the terminal. */
  static #hidden = false;
  static #shown = false;
  readonly #path: string;
  readonly #begun = Date.now();
  #last = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** From now on nothing is shown. */
  static hide(): void {
    Progress.#clear();
    Progress.#hidden = true;
  }

  static #clear(): void {
    if (Progress.#shown) process.stderr.write('\r\u001b[K');
    Progress.#shown = false;
  }

  show({ read, total }: { read: number; total: number }, packets: number): void {
    if (Progress.#hidden) return;
    const now = Date.now();
    if (now - this.#begun < 500 || now - this.#last < 100) return;
    this.#last = now;
    Progress.#shown = true;
    const part = total > 0 ? ` ${Math.floor((100 * read) / total)} %` : '';
    process.stderr.write(`\r\u001b[K${this.#path}:${part} ${packets} packets`);
  }

  clear(): void {
    Progress.#clear();
  }
}
