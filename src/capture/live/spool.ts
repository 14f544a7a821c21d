import { execFileSync, spawn } from 'node:child_process';
import { closeSync, fchownSync, fstatSync, openSync, readSync, statfsSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Input } from '../input.ts';
import type { Identity } from './privilege.ts';
import { findProgram } from './programs.ts';

/** In memory if there is room, else on a disk. */
const FOLDERS: readonly string[] = ['/dev/shm', tmpdir()];
/** Bytes of a backlog at most … */
const MOST = 512 << 20;
/** … and at least: where there is no room for so much, a pipe does as well. */
const LEAST = 32 << 20;
/** What was read is given back in pieces of so many bytes. */
const PIECE = 16 << 20;
/** A file does not tell when something is put into it: how soon one looks again after there was something … */
const SOON_MS = 4;
/** … and at last, when there was nothing for long. */
const LATE_MS = 32;

/** Who fills it: told to wait when there is too much. */
export interface Filler {
  pause(): void;
  resume(): void;
}

/**
 * What lies between a child that captures and us: a file without a name. A pipe holds a hundred packets, and then the
 * child waits for us while the kernel's buffer fills: on a busy machine, or with dissection beside it, packets are lost.
 * Into a file it writes without waiting for anybody. What was read is cut out of the file at its beginning, so that it
 * takes only what we are behind.
 */
export class Spool implements Input {
  /** For the child's standard output. */
  readonly fd: number;
  readonly #cutter: string;
  readonly #most: number;
  #filler: Filler | undefined;
  #over = false;
  #closed = false;
  #paused = false;
  #read = 0;
  #cut = 0;
  #cutting = false;
  #wait = SOON_MS;
  /** The last look did not find its end. */
  #more = false;

  private constructor(fd: number, cutter: string, most: number) {
    this.fd = fd;
    this.#cutter = cutter;
    this.#most = most;
  }

  /** One that `owner` may cut; undefined where files have no holes, or there is no room. */
  static make(owner: Identity | undefined, folders = FOLDERS): Spool | undefined {
    const cutter = process.platform === 'linux' ? findProgram('fallocate') : undefined;
    if (cutter === undefined) return undefined;
    for (const folder of folders) {
      let fd = -1;
      try {
        const { bavail, bsize } = statfsSync(folder);
        const most = Math.min(MOST, (bavail * bsize) / 4);
        if (most < LEAST) continue;
        fd = openNameless(folder);
        if (owner) fchownSync(fd, owner.uid, owner.gid);
        execFileSync(cutter, hole(0, 4096), { stdio: [fd, 'ignore', 'ignore'] });
        return new Spool(fd, cutter, most);
      } catch {
        // This folder's file system cannot do it, or is not ours.
        if (fd >= 0) closeSync(fd);
      }
    }
    return undefined;
  }

  /** `filled` resolves when nothing more is put into it. */
  follow(filler: Filler, filled: Promise<unknown>): void {
    this.#filler = filler;
    const over = (): void => {
      this.#over = true;
    };
    filled.then(over, over);
  }

  /** Resolves when there is something in it, or nothing will be. */
  async begun(): Promise<boolean> {
    while (this.#size === 0 && !this.#over) await setTimeout(SOON_MS);
    return this.#size > 0;
  }

  get progress(): { read: number; total: number } {
    return { read: this.#read, total: 0 };
  }

  /**
   * Each piece in a turn of its own, so that signals and timers come between them; and packets that come one by one are
   * waited for together, because looking costs more than reading.
   */
  async read(into: Uint8Array, from: number, to: number): Promise<number> {
    for (;;) {
      await (this.#more ? setImmediate() : setTimeout(this.#wait));
      if (this.#closed) return 0;
      // What it put in before it ended is there by now.
      const over = this.#over;
      const n = readSync(this.fd, into, from, to - from, this.#read);
      this.#more = n === to - from;
      if (n > 0) {
        this.#took(n);
        return n;
      }
      if (over) return 0;
      this.#wait = Math.min(this.#wait * 2, LATE_MS);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.fd);
  }

  get #size(): number {
    return this.#closed ? 0 : fstatSync(this.fd).size;
  }

  #took(n: number): void {
    this.#read += n;
    this.#wait = SOON_MS;
    if (this.#read - this.#cut >= PIECE) this.#cutOut();
    const behind = this.#more ? this.#size - this.#read : 0;
    if (!this.#paused && behind > this.#most) {
      this.#paused = true;
      this.#filler?.pause();
    } else if (this.#paused && behind < this.#most / 2) {
      this.#paused = false;
      this.#filler?.resume();
    }
  }

  #cutOut(): void {
    if (this.#cutting) return;
    this.#cutting = true;
    const end = this.#read;
    const child = spawn(this.#cutter, hole(this.#cut, end - this.#cut), { stdio: [this.fd, 'ignore', 'ignore'] });
    const done = (code: number | null): void => {
      this.#cutting = false;
      // What could not be cut is tried again with what follows.
      if (code !== 0) return;
      this.#cut = end;
      // What was read meanwhile, on a busy machine, waits for no further reading.
      if (!this.#closed && this.#read - end >= PIECE) this.#cutOut();
    };
    child.on('error', () => done(null)).on('exit', done);
  }
}

/** Words of fallocate (util-linux): the blocks of that part are free again, the positions of all others stay. */
const hole = (offset: number, length: number): string[] => [
  '--punch-hole',
  `--offset=${offset}`,
  `--length=${length}`,
  '/dev/stdin',
];

function openNameless(folder: string): number {
  const path = join(folder, `specshark-${process.pid}-${Date.now().toString(36)}`);
  // Nobody else may read it, and nobody's file or link is taken for it.
  const fd = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  return fd;
}
