import { userInfo } from 'node:os';
import type { Backend, CaptureRequest, Device, Drops, LinkType } from './backend.ts';
import { CaptureChild, type Ending } from './child.ts';
import { LiveError } from './errors.ts';
import { CONTAINED, confined, containedRoot, type Identity } from './privilege.ts';
import { ask, findProgram, mayRun } from './programs.ts';

/** Wireshark's own capture program: several interfaces in one pcapng stream. */
export async function dumpcap(): Promise<Backend | undefined> {
  const program = findProgram('dumpcap');
  if (program === undefined) return undefined;
  if (!mayRun(program)) throw new LiveError('rights', remedy(program));
  const { stdout, code } = await ask(program, ['--version']);
  const version = /\d+(\.\d+)+/.exec(stdout.split('\n')[0] ?? '')?.[0];
  if (code !== 0 || version === undefined) return undefined;
  return new Dumpcap(program, `dumpcap ${version}`);
}

/** Debian lets a group run it; elsewhere the file itself has to be given the right. */
function remedy(program: string): string {
  if (containedRoot()) return CONTAINED;
  return mayRun(program)
    ? `no right to capture; give it to dumpcap: sudo setcap cap_net_raw,cap_net_admin=eip ${program}`
    : `no right to run ${program}; join its group and log in again: sudo usermod -aG wireshark ${userInfo().username}`;
}

/** With several interfaces dumpcap queues packets between its threads, 1,000 of them unless told, and drops the rest. */
const QUEUE = ['-N', '200000', '-C', String(32 << 20)];

/** Where root has not all rights, as in a container, it says so and goes on. */
const GRUMBLE = /^dumpcap: cap_set_proc\(\) .*\n/gm;

class Dumpcap implements Backend {
  readonly name = 'dumpcap';
  readonly title: string;
  readonly #program: string;

  constructor(program: string, title: string) {
    this.#program = program;
    this.title = title;
  }

  start(request: CaptureRequest, identity: Identity | undefined): readonly CaptureChild[] {
    const { interfaces, filter, snapLength, promiscuous, buffer, linkType } = request;
    const words = [
      this.#program,
      '-n',
      ...(filter === undefined ? [] : ['-f', filter]),
      ...(snapLength === undefined ? [] : ['-s', String(snapLength)]),
      ...(promiscuous ? [] : ['-p']),
      ...['-B', String(buffer)],
      ...(linkType === undefined ? [] : ['-y', linkType]),
      ...(interfaces.length > 1 ? QUEUE : []),
      ...interfaces.flatMap((name) => ['-i', name]),
      ...['-w', '-'],
    ];
    const whole = identity ? confined(identity, words) : words;
    if (!whole)
      throw new LiveError('option', 'setpriv (util-linux) is needed to run dumpcap without the rights of root');
    const [program, ...rest] = whole;
    return [new CaptureChild(program!, rest, identity)];
  }

  complaint({ said: all, code, signal }: Ending): LiveError {
    const said = all.replace(GRUMBLE, '');
    const told = said.slice(Math.max(0, said.indexOf('dumpcap: '))).replace(/^dumpcap: /, '');
    // "Invalid capture filter … That string isn't a valid capture filter (can't parse filter expression: …)."
    const filter = /isn't a valid capture filter \(([\s\S]*?)\)\.\n/.exec(said);
    if (filter) return new LiveError('filter', filter[1]!.replaceAll('\n', ' '));
    if (/Operation not permitted|CAP_NET_RAW|do not have permission/i.test(said)) {
      return new LiveError('rights', remedy(this.#program));
    }
    const line = told.split('\n').find((text) => text.trim() !== '' && !/^(Capturing on|File:|Packets )/.test(text));
    return new LiveError('failed', line ?? `dumpcap ended with ${signal ?? `exit code ${code}`}`);
  }

  /** "Packets received/dropped on interface 'lo': 10/3 (pcap:2/dumpcap:1/flushed:0/ps_ifdrop:0) (76.9%)", one each. */
  drops({ said }: Ending): Drops {
    let kernel = 0;
    let child = 0;
    let any = false;
    for (const [, pcap, own, flushed, device] of said.matchAll(
      /\(pcap:(\d+)\/dumpcap:(\d+)\/flushed:(\d+)\/ps_ifdrop:(\d+)\)/g,
    )) {
      any = true;
      kernel += Number(pcap) + Number(device);
      child += Number(own) + Number(flushed);
    }
    return any ? { kernel, child } : { kernel: undefined, child: undefined };
  }

  /** Lines of "1. eth0<tab>vendor's<tab>friendly<tab>type<tab>addresses<tab>loopback or network<tab>". */
  async devices(): Promise<readonly Device[]> {
    const { stdout, stderr, code } = await ask(this.#program, ['-D', '-M']);
    if (code !== 0) throw this.complaint({ said: stderr, code, signal: null });
    return stdout.split('\n').flatMap((line) => {
      const [name, vendor, friendly, , addresses, kind] = line.replace(/^\d+\. /, '').split('\t');
      if (!name || kind === undefined) return [];
      return [
        {
          name,
          description: vendor || friendly || undefined,
          addresses: addresses ? addresses.split(',') : [],
          loopback: kind === 'loopback',
        },
      ];
    });
  }

  /** A line that says whether it can do monitor mode, then "1<tab>EN10MB<tab>Ethernet". */
  async linkTypes(device: string): Promise<readonly LinkType[] | undefined> {
    const { stdout, code } = await ask(this.#program, ['-L', '-M', '-i', device]);
    if (code !== 0) return undefined;
    return stdout.split('\n').flatMap((line) => {
      const [number, name, description] = line.split('\t');
      return name ? [{ number: Number(number), name, description: description ?? '' }] : [];
    });
  }
}
