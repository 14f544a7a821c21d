import type { Backend, BackendName, CaptureRequest } from './backend.ts';
import { cap, INSTALL_CAP } from './cap.ts';
import type { CaptureChild } from './child.ts';
import { dumpcap } from './dumpcap.ts';
import { LiveError } from './errors.ts';
import type { Identity } from './privilege.ts';
import { tcpdump } from './tcpdump.ts';

/**
 * In the order of preference. A dumpcap or tcpdump child loses nothing at rates where `cap`, whose callback runs in
 * JavaScript for each packet, loses up to a fifth.
 */
const BACKENDS: readonly (readonly [BackendName, () => Promise<Backend | undefined>])[] = [
  ['dumpcap', dumpcap],
  ['tcpdump', tcpdump],
  ['cap', cap],
];

export const BACKEND_NAMES: readonly BackendName[] = BACKENDS.map(([name]) => name);

const INSTALL: Readonly<Record<BackendName, string>> = {
  dumpcap: 'apt-get install wireshark-common',
  tcpdump: 'apt-get install tcpdump',
  cap: INSTALL_CAP,
};

/** Those that are installed, the best first; one alone where it is named. Throws a LiveError that says what to install. */
export async function* backends(named?: BackendName): AsyncGenerator<Backend> {
  let any = false;
  let denied: LiveError | undefined;
  for (const [name, find] of BACKENDS) {
    if (named !== undefined && name !== named) continue;
    try {
      const found = await find();
      if (!found) continue;
      any = true;
      yield found;
    } catch (error) {
      if (!(error instanceof LiveError) || error.kind !== 'rights') throw error;
      denied ??= error;
    }
  }
  if (any) return;
  if (denied) throw denied;
  if (named) throw new LiveError('missing', `${named} is not installed: ${INSTALL[named]}`);
  throw new LiveError('missing', `nothing that captures is installed: ${INSTALL_CAP} (or ${INSTALL.dumpcap})`);
}

export interface Started {
  readonly backend: Backend;
  readonly children: readonly CaptureChild[];
}

/**
 * Starts the first backend that may and can do it, and waits until each child sends its first bytes. Throws the first
 * one's LiveError where none does.
 */
export async function startCapture(
  request: CaptureRequest,
  identity: Identity | undefined,
  named?: BackendName,
): Promise<Started> {
  let first: LiveError | undefined;
  try {
    for await (const backend of backends(named)) {
      try {
        return { backend, children: await begin(backend, request, identity) };
      } catch (error) {
        if (!(error instanceof LiveError)) throw error;
        first ??= error;
        // Another one may have the right, or the option.
        if (error.kind !== 'rights' && error.kind !== 'option') break;
      }
    }
  } catch (error) {
    if (!first) throw error;
  }
  throw first ?? new LiveError('failed', 'nothing could be started');
}

async function begin(
  backend: Backend,
  request: CaptureRequest,
  identity: Identity | undefined,
): Promise<readonly CaptureChild[]> {
  const children = backend.start(request, identity);
  try {
    for (const child of children) {
      const ending = await child.begun();
      if (ending) throw backend.complaint(ending, request);
    }
    return children;
  } catch (error) {
    for (const child of children) {
      child.stop();
      child.input.close();
    }
    throw error;
  }
}
