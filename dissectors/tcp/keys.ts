import { probeTable, routeTable } from '#sdk';

export const tcpPort = routeTable('tcp.port');
/** What a stream's first bytes are recognised by. */
export const tcpPayload = probeTable('tcp');
