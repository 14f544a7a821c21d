import { routeTable } from '#sdk';

/** What a PPPoE packet carries, by its code: 0 is a session's PPP (RFC 2516 5 and 6). */
export const pppoePayload = routeTable('pppoe.code');
