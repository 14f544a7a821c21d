import { routeTable } from '#sdk';

/** Destination service access points, without the group bit (ISO/IEC 8802-2). */
export const llcSap = routeTable('llc.dsap');
