import { type Dissection, on, protocol } from '#sdk';
import { ipProtocol } from '../ipv4/keys.ts';
import { rfc8200 } from './layout.ts';
import { dissectOptions, extension, octets, optionFields } from './options.ts';

/** A header of options: the hop-by-hop one and the destination's differ in name only, and share the options' fields. */
function optionsHeader(name: string, number: number, title: string, section: string) {
  const header = extension(name);
  const lengthInOctets = octets(name);
  return protocol({
    name,
    label: 'IPv6',
    title,
    layouts: [header],
    fields: [lengthInOctets, ...optionFields],
    routes: [on(ipProtocol, number)],
    spec: rfc8200(section),
    dissect(d: Dissection) {
      if (d.left < header.size) return d.record(header);
      const start = d.at;
      const next = d.u8(header.offset.nxt);
      const size = (d.u8(header.offset.len) + 1) * 8;
      d.record(header);
      d.generate(lengthInOctets, size, start + header.offset.len, start + header.offset.len + 1);
      dissectOptions(d, start + size);
      d.route(ipProtocol, next, d.at, d.end, d.promised);
    },
  });
}

export const hopByHop = optionsHeader('ipv6.hopopts', 0, 'IPv6 Hop-by-Hop Options', '4.3');
export const destinationOptions = optionsHeader('ipv6.dstopts', 60, 'IPv6 Destination Options', '4.6');
