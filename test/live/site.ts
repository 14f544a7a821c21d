import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { collect } from '../capture/collect.ts';
import { ROOT } from '../cli/run.ts';
import { Lab, ONLY } from './lab.ts';

export const SAMPLE = join(ROOT, 'samples/messenger-multiblock.pcap');

/** Whether the package `cap` was built here; where it was not, what it should do is skipped, and counted as skipped. */
const capBuilt = (() => {
  try {
    return statSync(join(ROOT, 'node_modules/cap/build/Release/cap.node')).isFile();
  } catch {
    return false;
  }
})();

/** For a test of each: why it cannot be run here, if it cannot. */
export const BACKENDS: readonly { readonly name: string; readonly skip: string | false }[] = [
  { name: 'dumpcap', skip: false },
  { name: 'tcpdump', skip: false },
  { name: 'cap', skip: capBuilt ? false : 'the package cap was not built: install libpcap-dev, g++, make and python3' },
];

/** What a file of tests has to itself, from its first test to its last. */
export class Site {
  lab!: Lab;
  /** The packets of SAMPLE. */
  sent!: Buffer[];
  readonly scratch = mkdtempSync(join(tmpdir(), 'specshark-live-'));
  #folders = 0;

  constructor() {
    chmodSync(this.scratch, 0o755);
    before(async () => {
      execFileSync(process.execPath, [join(ROOT, 'scripts/ready.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
      this.lab = await Lab.make();
      this.sent = (await collect(SAMPLE)).frames.map(({ data }) => data);
    });
    after(() => {
      this.lab?.end();
      rmSync(this.scratch, { recursive: true, force: true });
    });
  }

  folder(): string {
    const path = join(this.scratch, String(++this.#folders));
    mkdirSync(path);
    return path;
  }

  /** Words of a capture of what is sent and nothing else. */
  on(...words: string[]): string[] {
    return ['-i', this.lab.to, '-f', ONLY, ...words];
  }

  /** A file's packets. */
  async packets(path: string): Promise<Buffer[]> {
    return (await collect(path)).frames.map(({ data }) => data);
  }
}

/** What another program says of a file. */
export const tool = (...words: string[]): string =>
  execFileSync(words[0]!, words.slice(1), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
