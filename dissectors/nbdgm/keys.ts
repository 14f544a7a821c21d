import type { Layer } from '#sdk';
import type { NetbiosName } from '../nbss/keys.ts';

/** Who a datagram is from and for; undefined where a name could not be read. */
export interface Datagram {
  readonly source: NetbiosName | undefined;
  destination: NetbiosName | undefined;
}

/** The datagram that a layer lies in: of the nearest datagram service below it. */
export function datagramOf(layer: Layer | undefined): Datagram | undefined {
  for (let it = layer; it; it = it.parent) if (it.protocol.name === 'nbdgm') return it.note as Datagram | undefined;
  return undefined;
}

/** Whom a datagram is for, for those that read what it carries. */
export { destinationName, destinationType } from './layout.ts';
