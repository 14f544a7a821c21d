import type { Protocol } from '../model/protocol.ts';
import type { ProbeTable, RouteTable } from '../model/routes.ts';

/** The few names of protocols' keys that the engine itself has to know. */
export interface Wiring {
  /** The pseudo-protocol every packet begins with. */
  readonly frame: Protocol;
  /** What nobody claims. */
  readonly data: Protocol;
  readonly tcpPort: RouteTable;
  readonly tcpPayload: ProbeTable;
  readonly udpPort: RouteTable;
  readonly udpPayload: ProbeTable;
  readonly pipePayload: ProbeTable;
}
