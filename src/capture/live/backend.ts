import type { CaptureChild, Ending } from './child.ts';
import type { LiveError } from './errors.ts';
import type { Identity } from './privilege.ts';

/** What is asked of whoever opens the interface. */
export interface CaptureRequest {
  readonly interfaces: readonly string[];
  /** BPF, in libpcap's language. */
  readonly filter?: string;
  /** Bytes kept of each packet; all of them unless given. */
  readonly snapLength?: number;
  readonly promiscuous: boolean;
  /** The kernel's buffer in MiB. */
  readonly buffer: number;
  /** A link type by its name, as `interfaces` lists them. */
  readonly linkType?: string;
  /** Somebody looks on: each packet at once rather than many together. */
  readonly immediate: boolean;
}

/** A network interface, as far as it is known. */
export interface Device {
  readonly name: string;
  readonly description: string | undefined;
  readonly addresses: readonly string[];
  readonly loopback: boolean;
}

export interface LinkType {
  /** DLT_ number of this system, where the backend tells it. */
  readonly number: number | undefined;
  readonly name: string;
  readonly description: string;
}

/** Packets that somebody lost; undefined where nobody counts. */
export interface Drops {
  readonly kernel: number | undefined;
  /** By the program or child that captures. */
  readonly child: number | undefined;
}

export type BackendName = 'dumpcap' | 'tcpdump' | 'cap';

/** A way to capture: a program or package, as it is installed here. */
export interface Backend {
  readonly name: BackendName;
  /** For people: its name and version. */
  readonly title: string;
  /** What its captures lack, in words. */
  readonly lacks?: string;
  /** Starts children, each of which writes one capture to its standard output. Throws a LiveError of kind 'option'. */
  start(request: CaptureRequest, identity: Identity | undefined): readonly CaptureChild[];
  /** What a child that ended by itself meant to say; `request` is what it did not even begin with. */
  complaint(ending: Ending, request?: CaptureRequest): LiveError;
  drops(ending: Ending): Drops;
  /** Throws a LiveError. */
  devices(): Promise<readonly Device[]>;
  /** undefined where only more rights would tell. */
  linkTypes(device: string): Promise<readonly LinkType[] | undefined>;
}
