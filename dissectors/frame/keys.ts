import { routeTable } from '#sdk';

/** LINKTYPE_ numbers of the pcap registry. */
export const linkType = routeTable('frame.link_type');
