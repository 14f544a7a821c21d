import { routeTable } from '#sdk';

/** PPP's protocol numbers (RFC 1661 2). */
export const pppProtocol = routeTable('ppp.protocol');
