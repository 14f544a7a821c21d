import { type Dissection, on, protocol } from '#sdk';
import { linkType } from '../frame/keys.ts';
import { ipVersion } from '../ipv4/keys.ts';

/** Frames that begin with an IP header of either version; three numbers, because systems disagreed on DLT_RAW. */
export const rawIp = protocol({
  name: 'raw',
  label: 'Raw',
  title: 'Raw packet data',
  routes: [on(linkType, 12, 14, 101)],
  dissect(d: Dissection) {
    d.route(ipVersion, d.u8(0) >> 4, d.at, d.end, d.promised);
  },
  info(_layer, _packet, out) {
    out.ascii('Raw packet data');
  },
});
