import { networkInterfaces } from 'node:os';
import type { Backend, CaptureRequest, Device, Drops, LinkType } from './backend.ts';
import { CaptureChild, type Ending } from './child.ts';
import { LiveError } from './errors.ts';
import { CONTAINED, confined, containedRoot, type Identity, isRoot } from './privilege.ts';
import { ask, findProgram, mayRun } from './programs.ts';

/** tcpdump: one pcap stream, and so one process, an interface. */
export async function tcpdump(): Promise<Backend | undefined> {
  const program = findProgram('tcpdump');
  if (program === undefined) return undefined;
  if (!mayRun(program)) throw new LiveError('rights', `no right to run ${program}`);
  const { stdout, stderr } = await ask(program, ['--version']);
  const version = /tcpdump version (\S+)/.exec(stdout + stderr)?.[1];
  return version === undefined ? undefined : new Tcpdump(program, `tcpdump ${version}`);
}

class Tcpdump implements Backend {
  readonly name = 'tcpdump';
  readonly title: string;
  readonly #program: string;

  constructor(program: string, title: string) {
    this.#program = program;
    this.title = title;
  }

  start(request: CaptureRequest, identity: Identity | undefined): readonly CaptureChild[] {
    return request.interfaces.map((name) => {
      const words = [this.#program, '-i', name, ...optionsOf(request)];
      // Without setpriv tcpdump gives up root by itself, once it has opened the interface.
      const whole = identity
        ? (confined(identity, [...words, ...filterOf(request)]) ?? [
            ...words,
            '-Z',
            identity.name,
            ...filterOf(request),
          ])
        : [...words, ...(isRoot() ? ['-Z', 'root'] : []), ...filterOf(request)];
      const [program, ...rest] = whole;
      return new CaptureChild(program!, rest, identity, name);
    });
  }

  complaint({ said, code, signal }: Ending, request?: CaptureRequest): LiveError {
    const lines = said
      .split('\n')
      .filter((line) => line !== '' && !/^tcpdump: listening on |^\d+ packets? /.test(line));
    const told = (lines.find((line) => line.startsWith('tcpdump: ')) ?? lines[0] ?? '').replace(/^tcpdump: /, '');
    if (/Operation not permitted|CAP_NET_RAW|don't have permission/i.test(said)) {
      if (containedRoot()) return new LiveError('rights', CONTAINED);
      const command = `sudo setcap cap_net_raw,cap_net_admin=eip ${this.#program}`;
      return new LiveError('rights', `no right to capture; give it to tcpdump: ${command}`);
    }
    // Of what it does before it captures, only compiling the filter fails without naming the interface or a link type.
    const elsewhere =
      request?.interfaces.some((name) => told.startsWith(`${name}: `)) || /\bDLT|data link type/.test(told);
    if (told !== '' && request?.filter !== undefined && !elsewhere) return new LiveError('filter', told);
    return new LiveError('failed', told || `tcpdump ended with ${signal ?? `exit code ${code}`}`);
  }

  drops({ said }: Ending): Drops {
    const dropped = (by: string): number | undefined => {
      const found = new RegExp(`^(\\d+) packets? dropped by ${by}`, 'm').exec(said);
      return found ? Number(found[1]) : undefined;
    };
    const kernel = dropped('kernel');
    return { kernel: kernel === undefined ? undefined : kernel + (dropped('interface') ?? 0), child: 0 };
  }

  /** Lines of "3.lo (description) [Up, Running, Loopback]". */
  async devices(): Promise<readonly Device[]> {
    const { stdout, stderr, code } = await ask(this.#program, ['-D']);
    if (code !== 0) throw this.complaint({ said: stderr, code, signal: null });
    const addresses = networkInterfaces();
    return stdout.split('\n').flatMap((line) => {
      const parts = /^\d+\.(\S+)(?: \((.*)\))?(?: \[(.*)\])?$/.exec(line);
      if (!parts) return [];
      const [, name, description, flags] = parts;
      return [
        {
          name: name!,
          description,
          addresses: (addresses[name!] ?? []).map(({ address }) => address),
          loopback: /Loopback/.test(flags ?? ''),
        },
      ];
    });
  }

  /** Lines of "  EN10MB (Ethernet)" below a heading. */
  async linkTypes(device: string): Promise<readonly LinkType[] | undefined> {
    const { stdout, stderr, code } = await ask(this.#program, ['-L', '-i', device]);
    if (code !== 0) return undefined;
    // It lists them on standard error.
    return (stdout + stderr).split('\n').flatMap((line) => {
      const parts = /^ +(\S+)(?: \((.*?)\))?/.exec(line);
      return parts ? [{ number: undefined, name: parts[1]!, description: parts[2] ?? '' }] : [];
    });
  }
}

function optionsOf({ snapLength, promiscuous, buffer, linkType, immediate }: CaptureRequest): string[] {
  return [
    '-n',
    '-v',
    ...['-w', '-'],
    // Even its file header waits in a buffer otherwise.
    '-U',
    '--time-stamp-precision=nano',
    ...['-B', String(buffer * 1024)],
    ...(snapLength === undefined ? [] : ['-s', String(snapLength)]),
    ...(promiscuous ? [] : ['-p']),
    ...(linkType === undefined ? [] : ['-y', linkType]),
    ...(immediate ? ['--immediate-mode'] : []),
  ];
}

const filterOf = ({ filter }: CaptureRequest): string[] => (filter === undefined ? [] : ['--', filter]);
