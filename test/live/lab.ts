/**
 * Where live capture is tested for real: a network namespace of its own with a veth pair, so that nothing else is heard.
 * Where no namespace may be made, the loopback interface serves, and it is said.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { ended, PROGRAM, type Run } from '../cli/run.ts';

/** Programs that the tests need; `.ci/run` installs them. */
const NEEDED = ['dumpcap', 'tcpdump', 'tcpreplay', 'capinfos', 'tshark', 'ip', 'setpriv'];
/** What packets of others on a loopback interface are kept out by. */
export const ONLY = 'tcp port 139';

export class Lab {
  /** Where it captures, and where packets are put in. */
  readonly to: string;
  readonly from: string;
  readonly #namespace: string | undefined;

  constructor() {
    if (process.getuid!() !== 0) throw new Error('live capture is tested as root');
    const missing = NEEDED.filter((name) => !installed(name));
    if (missing.length > 0) throw new Error(`not installed: ${missing.join(', ')}`);
    this.#namespace = namespace();
    this.to = this.#namespace ? 'receives' : 'lo';
    this.from = this.#namespace ? 'sends' : 'lo';
    if (this.#namespace) this.pair();
    else console.log('# no namespace can be made here: the loopback interface serves');
  }

  get alone(): boolean {
    return this.#namespace !== undefined;
  }

  /** Makes the pair of interfaces (again). */
  pair(): void {
    this.run('ip', 'link', 'set', 'lo', 'up');
    this.run('ip', 'link', 'add', this.from, 'type', 'veth', 'peer', 'name', this.to);
    for (const name of [this.from, this.to]) {
      // Neighbour discovery is not what is tested.
      this.run('sysctl', '-qw', `net.ipv6.conf.${name}.disable_ipv6=1`);
      this.run('ip', 'link', 'set', name, 'mtu', '65000', 'up');
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

  /** Sends a capture's packets, so many a second. */
  replay(path: string, rate = 2000, loops = 1): void {
    this.run('tcpreplay', '-q', '-K', '-i', this.from, `--pps=${rate}`, `--loop=${loops}`, path);
  }

  /** The program, once it captures. */
  async capture(...words: string[]): Promise<Capturing> {
    const capturing = new Capturing(this.start(process.execPath, PROGRAM, 'capture', '--user', 'root', ...words));
    await capturing.says(/capturing on /);
    return capturing;
  }

  start(...words: string[]): ChildProcess {
    const [program, rest] = this.inside(...words);
    return spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  }

  end(): void {
    if (this.#namespace) execFileSync('ip', ['netns', 'delete', this.#namespace]);
  }
}

/** A capture under way. */
export class Capturing {
  readonly child: ChildProcess;
  readonly ended: Promise<Run>;
  #stderr = '';
  #stdout = '';

  constructor(child: ChildProcess) {
    this.child = child;
    this.ended = ended(child);
    child.stderr!.on('data', (text: Buffer) => (this.#stderr += text));
    child.stdout!.on('data', (text: Buffer) => (this.#stdout += text));
  }

  /** Waits for words on standard error. */
  says(words: RegExp): Promise<void> {
    return this.#until(this.child.stderr!, () => words.test(this.#stderr));
  }

  shows(words: RegExp): Promise<void> {
    return this.#until(this.child.stdout!, () => words.test(this.#stdout));
  }

  async #until(stream: NodeJS.ReadableStream, done: () => boolean): Promise<void> {
    const over = this.ended.then((run) => {
      if (!done()) throw new Error(`it ended with ${run.code}: ${run.stderr}`);
    });
    while (!done()) await Promise.race([once(stream, 'data'), over]);
  }

  /** Ends it with a signal, after what is on its way has come. */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<Run> {
    await new Promise((resolve) => setTimeout(resolve, 700));
    this.child.kill(signal);
    return this.ended;
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
