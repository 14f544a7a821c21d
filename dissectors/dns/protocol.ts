import { type Framing, field, type Layer, on, protocol, u16be } from '#sdk';
import { tcpPort } from '../tcp/keys.ts';
import { udpPort } from '../udp/keys.ts';
import { fields, header, looksLikeDns, rfc1035, takeMessage, writeMessage } from './message.ts';

const PORT = 53;
const LENGTH = 2;
const length = field('dns.length', 'Length', 'uint', { size: 2, spec: rfc1035('4.2.2') });
const framing: Framing = {
  header: LENGTH,
  measure: (b, at) => (u16be(b, at) >= header.size ? LENGTH + u16be(b, at) : 0),
};

/** Domain names: the question, and the answers on one line. */
export const dns = protocol({
  name: 'dns',
  label: 'DNS',
  title: 'Domain Name System',
  layouts: [header],
  fields: [...fields, length],
  routes: [on(udpPort, PORT), on(tcpPort, PORT)],
  framing,
  // Over TCP with a length before it, which the port alone has to tell.
  accepts: (b, at, end) => looksLikeDns(b, at, end) || (end - at >= LENGTH && looksLikeDns(b, at + LENGTH, end)),
  spec: rfc1035('4.1'),
  carries: () => [],
  dissect(d) {
    if (!overTcp(d.layer)) return takeMessage(d);
    if (!d.whole) return d.data(d.at, d.end, d.promised);
    d.take(length, LENGTH);
    takeMessage(d);
  },
  info(layer, _packet, out) {
    const start = layer.start + (overTcp(layer) ? LENGTH : 0);
    writeMessage(layer.source.bytes, start, layer.end, out, false);
  },
});

const overTcp = ({ parent }: Layer): boolean => parent?.protocol.name === 'tcp';
