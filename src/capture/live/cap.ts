import { createRequire } from 'node:module';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Backend, CaptureRequest, Device, Drops, LinkType } from './backend.ts';
import { CaptureChild, type Ending } from './child.ts';
import { LiveError, type LiveTrouble } from './errors.ts';
import type { Identity } from './privilege.ts';

/** A program of its own, which holds nothing but what it needs. */
const CHILD = new URL('./cap-child.worker.ts', import.meta.url);

/** What brings the package back where libpcap's headers were missing when it was to be built. */
export const INSTALL_CAP = 'apt-get install libpcap-dev g++ make python3 && npm install';

/** What the child is told, as JSON. */
export interface CapTask {
  readonly interface: string;
  readonly filter: string;
  readonly snapLength: number;
  /** Bytes of the kernel's buffer. */
  readonly buffer: number;
  readonly identity: Identity | undefined;
}

/** What the child says on standard error when it cannot go on, as JSON. */
export interface CapTrouble {
  readonly kind: LiveTrouble;
  readonly message: string;
}

/** What the package offers, as far as it is used. */
export interface CapPackage {
  readonly Cap: new () => {
    open(device: string, filter: string, bufferSize: number, buffer: Buffer): string;
    close(): void;
    on(event: 'packet', hear: (length: number, truncated: boolean) => void): void;
  };
  deviceList(): readonly {
    readonly name: string;
    readonly description?: string;
    readonly addresses: readonly { readonly addr?: string }[];
    readonly flags?: string;
  }[];
}

/** Throws where the package was not built. */
export const loadCap = (): CapPackage => createRequire(import.meta.url)('cap') as CapPackage;

/** Larger buffers lose more, not less: they fill before the loop comes round, and then overflow at once. */
const BUFFER = 8 << 20;
/** libpcap's snap length as the package sets it. */
export const CAP_SNAP_LENGTH = 65535;

/** libpcap within a process of our own, where nothing better is installed. */
export async function cap(): Promise<Backend | undefined> {
  try {
    const version = createRequire(import.meta.url)('cap/package.json') as { version: string };
    return new CapBackend(`cap ${version.version}`, loadCap());
  } catch {
    return undefined;
  }
}

class CapBackend implements Backend {
  readonly name = 'cap';
  readonly title: string;
  readonly lacks = 'times are of receipt, and nobody counts what the kernel drops';
  readonly #package: CapPackage;

  constructor(title: string, found: CapPackage) {
    this.title = title;
    this.#package = found;
  }

  start(request: CaptureRequest, identity: Identity | undefined): readonly CaptureChild[] {
    if (!request.promiscuous)
      throw new LiveError('option', '-p needs dumpcap or tcpdump: cap always captures promiscuously');
    if (request.linkType !== undefined)
      throw new LiveError('option', '-y needs dumpcap or tcpdump: cap cannot choose the link type');
    return request.interfaces.map((name) => {
      const task: CapTask = {
        interface: name,
        filter: request.filter ?? '',
        snapLength: Math.min(request.snapLength ?? CAP_SNAP_LENGTH, CAP_SNAP_LENGTH),
        buffer: Math.min(request.buffer << 20, BUFFER),
        identity,
      };
      const words = [...process.execArgv, fileURLToPath(CHILD), JSON.stringify(task)];
      return new CaptureChild(process.execPath, words, identity, name);
    });
  }

  complaint({ said, code, signal }: Ending): LiveError {
    // libpcap may have warned before it.
    const line = said.split('\n').find((text) => text.startsWith('{'));
    // The package aborts where polling an interface fails.
    if (signal === 'SIGABRT') return new LiveError('failed', 'The interface disappeared');
    if (line === undefined) return new LiveError('failed', `cap ended with ${signal ?? `exit code ${code}`}`);
    const { kind, message } = JSON.parse(line) as CapTrouble;
    return new LiveError(kind, message);
  }

  drops(): Drops {
    return { kernel: undefined, child: 0 };
  }

  async devices(): Promise<readonly Device[]> {
    const own = networkInterfaces();
    return this.#package.deviceList().map(({ name, description, addresses, flags }) => {
      // Its list has holes where an interface has addresses of other families.
      const listed = Object.values(addresses).flatMap(({ addr }) => (addr === undefined ? [] : [addr]));
      return {
        name,
        description,
        addresses: listed.length > 0 ? listed : (own[name] ?? []).map(({ address }) => address),
        loopback: flags === 'PCAP_IF_LOOPBACK',
      };
    });
  }

  /** Only an open interface tells its own. */
  async linkTypes(): Promise<readonly LinkType[] | undefined> {
    return undefined;
  }
}
