import { on, protocol, writeNamed } from '#sdk';
import { etherType } from '../ethernet/keys.ts';
import { linkType } from '../frame/keys.ts';
import { llcSap } from '../llc/keys.ts';
import { addressFamily } from '../loopback/keys.ts';
import { pppProtocol } from '../ppp/keys.ts';
import { dissect } from './dissect.ts';
import { IP_PROTOCOLS, ipProtocol, ipVersion } from './keys.ts';
import * as fields from './layout.ts';
import { optionFields } from './options.ts';

export const ipv4 = protocol({
  name: 'ip',
  label: 'IPv4',
  title: 'Internet Protocol Version 4',
  layouts: [fields.header],
  fields: [...fields.looseFields, ...optionFields],
  routes: [
    on(etherType, 0x0800),
    on(ipProtocol, 4),
    on(ipVersion, 4),
    on(linkType, 228),
    on(pppProtocol, 0x0021),
    on(addressFamily, 2),
    on(llcSap, 0x06),
  ],
  dissect,
  summary(layer, { names }, out) {
    const { bytes } = layer.source;
    if (layer.end - layer.start < fields.header.size) return;
    out.ascii(', Src: ');
    writeNamed(out, names, bytes, layer.start + fields.header.offset.src, 4);
    out.ascii(', Dst: ');
    writeNamed(out, names, bytes, layer.start + fields.header.offset.dst, 4);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const at = layer.start;
    if (layer.end - at < fields.header.size) return out.ascii('Bogus IPv4');
    const number = bytes[at + fields.header.offset.proto]!;
    const word = ((bytes[at + 6]! & 0x1f) << 8) | bytes[at + 7]!;
    if (word !== 0 || bytes[at + 6]! & 0x20) {
      out.ascii(`Fragmented IP protocol (proto=${IP_PROTOCOLS[number] ?? 'Unknown'} ${number}, off=${word * 8}, ID=`);
      out.hex((bytes[at + 4]! << 8) | bytes[at + 5]!, 4);
      out.ascii(')');
    } else out.ascii(`${IP_PROTOCOLS[number] ?? 'Unknown'} (${number})`);
  },
});
