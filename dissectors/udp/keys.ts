import { probeTable, routeTable } from '#sdk';

export const udpPort = routeTable('udp.port');
export const udpPayload = probeTable('udp');
