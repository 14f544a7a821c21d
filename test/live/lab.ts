/**
 * Where live capture is tested for real: a network namespace of its own with a veth pair, so that nothing else is heard.
 * Where no namespace may be made the pair stands beside the system's own interfaces; where none of those may be made
 * either, as in most containers, the loopback interface serves, for one file of tests after the other. It is said which.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended, PROGRAM } from '../cli/run.ts';
import { Capturing } from './capturing.ts';

/** Programs that the tests need; `.ci/run` installs them. */
const NEEDED = ['dumpcap', 'tcpdump', 'tcpreplay', 'capinfos', 'tshark', 'ip', 'ss', 'setpriv', 'prlimit', 'smbd'];
/** What packets of others on a loopback interface are kept out by. */
export const ONLY = 'tcp port 139';
/** Whose turn it is on the loopback interface. */
const TURN = join(tmpdir(), 'specshark-live.turn');

export class Lab {
  /** Where it captures, and where packets are put in. */
  readonly to: string;
  readonly from: string;
  readonly #namespace: string | undefined;
  /** The pair is ours: it may be taken away. */
  readonly own: boolean;

  private constructor() {
    if (process.getuid!() !== 0) throw new Error('live capture is tested as root');
    const missing = NEEDED.filter((name) => !installed(name));
    if (missing.length > 0) throw new Error(`not installed: ${missing.join(', ')}`);
    this.#namespace = namespace();
    const pair = this.#namespace ? ['receives', 'sends'] : [`ssr${process.pid}`, `sss${process.pid}`];
    [this.to, this.from] = pair as [string, string];
    this.own = this.#pairs();
    if (!this.own) this.to = this.from = 'lo';
    if (!this.#namespace) console.log(`# no namespace can be made here: ${this.own ? 'a veth pair' : 'lo'} serves`);
  }

  static async make(): Promise<Lab> {
    const lab = new Lab();
    if (!lab.own) await turn();
    return lab;
  }

  #pairs(): boolean {
    try {
      this.pair();
      return true;
    } catch (error) {
      if (this.#namespace) throw error;
      return false;
    }
  }

  /** Makes the pair of interfaces (again). */
  pair(): void {
    if (this.#namespace) this.run('ip', 'link', 'set', 'lo', 'up');
    this.run('ip', 'link', 'add', this.from, 'type', 'veth', 'peer', 'name', this.to);
    for (const name of [this.from, this.to]) {
      // Neighbour discovery is not what is tested.
      this.run('ip', 'link', 'set', name, 'addrgenmode', 'none', 'mtu', '65000', 'up');
    }
  }

  /** A command's words, in the namespace. */
  inside(...words: string[]): [string, string[]] {
    const [first, ...rest] = this.#namespace ? ['ip', 'netns', 'exec', this.#namespace, ...words] : words;
    return [first!, rest];
  }

  run(...words: string[]): string {
    const [program, rest] = this.inside(...words);
    return execFileSync(program, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Sends a capture's packets, so many a second; resolves when the last is out. */
  async replay(path: string, rate = 2000, loops = 1): Promise<void> {
    const words = ['-q', '-K', '-i', this.from, `--pps=${rate}`, `--loop=${loops}`, path];
    const run = await ended(this.start('tcpreplay', ...words));
    if (run.code !== 0) throw new Error(`tcpreplay: ${run.stderr}`);
  }

  /** The program, once it captures. */
  async capture(...words: string[]): Promise<Capturing> {
    return this.captureAs(process.env, '--user', 'root', ...words);
  }

  async captureAs(env: NodeJS.ProcessEnv, ...words: string[]): Promise<Capturing> {
    const [program, rest] = this.inside(process.execPath, PROGRAM, 'capture', ...words);
    const capturing = new Capturing(spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], env }));
    await capturing.says(/capturing on /);
    return capturing;
  }

  start(...words: string[]): ChildProcess {
    const [program, rest] = this.inside(...words);
    return spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  }

  end(): void {
    if (this.#namespace) execFileSync('ip', ['netns', 'delete', this.#namespace]);
    else if (this.own) this.run('ip', 'link', 'delete', this.to);
    else rmSync(TURN, { force: true });
  }
}

const installed = (name: string): boolean =>
  [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'].some((folder) => existsSync(`${folder}/${name}`));

function namespace(): string | undefined {
  const name = `specshark-live-${process.pid}`;
  try {
    execFileSync('ip', ['netns', 'add', name], { stdio: 'ignore' });
    return name;
  } catch {
    return undefined;
  }
}

/** Waits until no other file of tests is on the loopback interface. */
async function turn(): Promise<void> {
  for (;;) {
    try {
      const fd = openSync(TURN, 'wx');
      writeSync(fd, String(process.pid));
      closeSync(fd);
      return;
    } catch {
      if (!alive()) rmSync(TURN, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** Whether those whose turn it is are still there. */
function alive(): boolean {
  try {
    process.kill(Number(readFileSync(TURN, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}
