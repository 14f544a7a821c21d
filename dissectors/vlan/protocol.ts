import { type Dissection, field, layout, on, protocol, specification, u16, u16be } from '#sdk';
import { ETHER_TYPES, etherType, LONGEST_LENGTH, llcPayload } from '../ethernet/keys.ts';
import { surplus, wantsSurplus } from '../padding/keys.ts';

const ieee8021q = specification('IEEE 802.1Q', 'https://standards.ieee.org/ieee/802.1Q/10323/');
const spec = ieee8021q('9.6');

/** 802.1Q's table I-2. */
const PRIORITIES = {
  0: 'Best Effort (default)',
  1: 'Background',
  2: 'Excellent Effort',
  3: 'Critical Applications',
  4: 'Video, < 100ms latency and jitter',
  5: 'Voice, < 10ms latency and jitter',
  6: 'Internetwork Control',
  7: 'Network Control',
};

const tag = layout(
  { prefix: 'vlan', spec },
  {
    priority: u16('Priority', { mask: 0xe000, names: PRIORITIES }),
    dei: {
      label: 'DEI',
      kind: 'bool',
      size: 2,
      at: 0,
      mask: 0x1000,
      names: { 0: 'Ineligible', 1: 'Eligible' },
    },
    id: u16('ID', { at: 0, mask: 0x0fff }),
  },
);
const type = field('vlan.etype', 'Type', 'uint', { size: 2, base: 'hex', names: ETHER_TYPES, spec });
const length = field('vlan.len', 'Length', 'uint', { size: 2, spec });

/** A VLAN tag: 802.1Q, 802.1ad's service tag and its older EtherTypes; one layer a tag. */
export const vlan = protocol({
  name: 'vlan',
  label: 'VLAN',
  title: '802.1Q Virtual LAN',
  layouts: [tag],
  fields: [type, length],
  routes: [on(etherType, 0x8100, 0x88a8, 0x9100, 0x9200)],
  spec,
  dissect(d: Dissection) {
    d.record(tag);
    const next = d.u16be(0);
    if (next > LONGEST_LENGTH) {
      d.take(type, 2);
      d.route(etherType, next, d.at, d.end, d.promised);
      return;
    }
    d.take(length, 2);
    const { end, promised } = d;
    if (d.at + next <= promised) d.limitTo(next, length.abbrev);
    d.probe(llcPayload, d.at, d.end, d.promised);
    if (d.end < end && wantsSurplus(d)) d.route(surplus, 0, d.end, end, promised);
  },
  info(layer, _packet, out) {
    if (layer.end - layer.start < tag.size) return;
    out.ascii('VLAN ');
    out.decimal(u16be(layer.source.bytes, layer.start) & 0xfff);
  },
  summary(layer, _packet, out) {
    if (layer.end - layer.start < tag.size) return;
    const word = u16be(layer.source.bytes, layer.start);
    out.ascii(', PRI: ');
    out.decimal(word >> 13);
    out.ascii(', DEI: ');
    out.decimal((word >> 12) & 1);
    out.ascii(', ID: ');
    out.decimal(word & 0xfff);
  },
});
