import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { Backend, BackendName, Device, LinkType } from './backend.ts';
import { LiveError } from './errors.ts';
import { backends } from './start.ts';

/** Where Linux tells of its interfaces. */
const SYSTEM = '/sys/class/net';
/** IFF_UP. */
const UP = 1;

/** An interface as `interfaces` lists it. */
export interface ListedDevice extends Device {
  /** undefined: it is no network interface of the system (any, nflog, …). */
  readonly up: boolean | undefined;
  /** undefined: it takes more rights to know. */
  readonly linkTypes: readonly LinkType[] | undefined;
}

export interface Listed {
  /** Who could capture on them; undefined where nothing is installed that can. */
  readonly backend: Backend | undefined;
  /** Why not, in one line. */
  readonly trouble: string | undefined;
  readonly devices: readonly ListedDevice[];
}

/** The interfaces that the first backend lists; where there is none, those that the system has. */
export async function listDevices(named?: BackendName): Promise<Listed> {
  let trouble: string | undefined;
  try {
    for await (const backend of backends(named)) {
      const devices = await Promise.all(
        (await backend.devices()).map(
          async (device): Promise<ListedDevice> => ({
            ...device,
            up: isUp(device.name),
            linkTypes: await backend.linkTypes(device.name),
          }),
        ),
      );
      return { backend, trouble: undefined, devices };
    }
  } catch (error) {
    if (!(error instanceof LiveError)) throw error;
    trouble = error.message;
  }
  return { backend: undefined, trouble, devices: ofSystem() };
}

function isUp(name: string): boolean | undefined {
  try {
    return (Number(readFileSync(`${SYSTEM}/${name}/flags`, 'utf8')) & UP) !== 0;
  } catch {
    // Elsewhere only those that are up have addresses.
    return name in networkInterfaces() ? true : undefined;
  }
}

function ofSystem(): ListedDevice[] {
  const addresses = networkInterfaces();
  let names: string[];
  try {
    names = readdirSync(SYSTEM);
  } catch {
    names = Object.keys(addresses);
  }
  return names.map((name) => ({
    name,
    description: undefined,
    addresses: (addresses[name] ?? []).map(({ address }) => address),
    loopback: addresses[name]?.[0]?.internal ?? name === 'lo',
    up: isUp(name),
    linkTypes: undefined,
  }));
}
