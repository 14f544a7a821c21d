import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { posix, relative, resolve } from 'node:path';
import { glob, isGlob } from '../bytes/pattern.ts';

/** One capture to judge, or what was named and holds none. */
export interface Named {
  /** As the reports have it: relative where it lies below the current folder, and without what means nothing. */
  readonly path: string;
  readonly size: number;
  /** Why nothing can be judged there. */
  readonly unmatched?: string;
}

/** What captures are called; a file that is named itself may be called anything. */
const CAPTURE = /\.(pcap|pcapng|cap|dmp|snoop|ntar)(\.(gz|zst|lz4|xz))?$/i;

/**
 * The captures that words name: files, folders with all that lies in them, patterns that the shell left alone; `-` is
 * standard input. By path, each once: the order of the words means nothing, so that the same captures give one report.
 */
export function namedCaptures(words: readonly string[]): Named[] {
  const found = new Map<string, Named>();
  for (const word of words) for (const named of expand(word)) found.set(named.path, named);
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function expand(word: string): Named[] {
  if (word === '-') return [{ path: '-', size: 0 }];
  const path = shown(word);
  const kind = statSync(word, { throwIfNoEntry: false });
  if (kind?.isDirectory()) {
    const all = walk(path, kind).filter((it) => CAPTURE.test(it.path));
    return all.length > 0 ? all : [{ path, size: 0, unmatched: `${path} holds no capture` }];
  }
  if (kind || !isGlob(word)) return [{ path, size: kind?.size ?? 0 }];
  // The folders before the first name that is a pattern.
  const names = path.split('/');
  const plain =
    names
      .slice(
        0,
        names.findIndex((name) => isGlob(name)),
      )
      .join('/') || (path.startsWith('/') ? '/' : '.');
  const base = statSync(plain, { throwIfNoEntry: false });
  const matches = glob(path);
  const all = base?.isDirectory() ? walk(plain, base).filter((it) => matches(it.path)) : [];
  return all.length > 0 ? all : [{ path, size: 0, unmatched: `no file matches ${path}` }];
}

/** All files below a folder, without hidden ones. A folder that links lead back to is entered once on each way down. */
function walk(folder: string, kind: Stats, above: readonly string[] = []): Named[] {
  const real = realpathSync(folder);
  if (!kind.isDirectory() || above.includes(real)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => {
      const path = folder === '.' ? name : posix.join(folder, name);
      const of = statSync(path, { throwIfNoEntry: false });
      if (!of) return [];
      return of.isDirectory() ? walk(path, of, [...above, real]) : of.isFile() ? [{ path, size: of.size }] : [];
    });
}

/** A path as reports have it. */
function shown(word: string): string {
  const below = relative('.', resolve(word)).replaceAll('\\', '/');
  if (below === '') return '.';
  if (!below.startsWith('..')) return below;
  return posix.normalize(word.replaceAll('\\', '/')).replace(/(.)\/$/, '$1');
}

/** The file beside a capture: of 'x.pcap' and '.expect.json' it is 'x.expect.json'. */
export const beside = (path: string, ending: string): string => path.replace(CAPTURE, '') + ending;
