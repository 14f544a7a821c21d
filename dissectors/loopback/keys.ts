import { routeTable } from '#sdk';

/** AF_ numbers: those of every system that was seen to write them. */
export const addressFamily = routeTable('null.family');
