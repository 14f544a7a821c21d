import type { NetbiosName } from '../nbss/keys.ts';

/** Who a datagram is from and for; undefined where a name could not be read. */
export interface Datagram {
  readonly source: NetbiosName | undefined;
  destination: NetbiosName | undefined;
}

/** Whom a datagram is for, for those that read what it carries. */
export { destinationName, destinationType } from './layout.ts';
