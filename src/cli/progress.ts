/** How far a long file is, on a terminal's standard error: at most ten times a second, and nothing for short files. */
export class Progress {
  readonly #path: string;
  readonly #begun = Date.now();
  #last = 0;
  #shown = false;

  constructor(path: string) {
    this.#path = path;
  }

  show({ read, total }: { read: number; total: number }, packets: number): void {
    const now = Date.now();
    if (now - this.#begun < 500 || now - this.#last < 100) return;
    this.#last = now;
    this.#shown = true;
    const part = total > 0 ? ` ${Math.floor((100 * read) / total)} %` : '';
    process.stderr.write(`\r\u001b[K${this.#path}:${part} ${packets} packets`);
  }

  clear(): void {
    if (this.#shown) process.stderr.write('\r\u001b[K');
    this.#shown = false;
  }
}
