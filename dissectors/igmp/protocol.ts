import { type Dissection, field, ipv4, layout, on, protocol, specification, u8, u16, u16be } from '#sdk';
import { ipProtocol } from '../ipv4/keys.ts';

const rfc2236 = specification('RFC 2236', 'https://www.rfc-editor.org/rfc/rfc2236#section-{section}');
const rfc3376 = specification('RFC 3376', 'https://www.rfc-editor.org/rfc/rfc3376#section-{section}');

const QUERY = 0x11;
const REPORT_1 = 0x12;
const REPORT_2 = 0x16;
const LEAVE = 0x17;
const REPORT_3 = 0x22;

const TYPES: Readonly<Record<number, string>> = {
  [QUERY]: 'Membership Query',
  [REPORT_1]: 'Membership Report (version 1)',
  0x13: 'DVMRP',
  0x14: 'PIM version 1',
  [REPORT_2]: 'Membership Report (version 2)',
  [LEAVE]: 'Leave Group',
  [REPORT_3]: 'Membership Report (version 3)',
};
const RECORDS = {
  1: 'Mode Is Include',
  2: 'Mode Is Exclude',
  3: 'Change To Include Mode',
  4: 'Change To Exclude Mode',
  5: 'Allow New Sources',
  6: 'Block Old Sources',
};

const header = layout(
  { prefix: 'igmp', spec: rfc2236('2') },
  {
    type: u8('Type', { base: 'hex', names: TYPES }),
    max_resp: u8('Max Resp Time'),
    checksum: u16('Checksum', { base: 'hex' }),
  },
);
const group = field('igmp.maddr', 'Multicast Address', 'ipv4', { size: 4, spec: rfc2236('2') });
const source = field('igmp.saddr', 'Source Address', 'ipv4', { size: 4, spec: rfc3376('4') });

/** What version 3 appends to a query. */
const query = layout(
  { prefix: 'igmp', spec: rfc3376('4.1') },
  {
    s: { label: 'Suppress Router-Side Processing', kind: 'bool', size: 1, mask: 0x08, names: { 0: 'No', 1: 'Yes' } },
    qrv: u8("Querier's Robustness Variable", { at: 0, mask: 0x07 }),
    qqic: u8("Querier's Query Interval Code"),
    num_src: u16('Number of Sources'),
  },
);
const reserved = field('igmp.reserved', 'Reserved', 'bytes', { spec: rfc3376('4.2') });
const records = field('igmp.num_grp_recs', 'Number of Group Records', 'uint', { size: 2, spec: rfc3376('4.2') });
const record = layout(
  { prefix: 'igmp', root: field('igmp.group_record', 'Group Record', 'none'), spec: rfc3376('4.2.4') },
  {
    record_type: u8('Record Type', { names: RECORDS }),
    aux_data_len: u8('Aux Data Len'),
    num_src: u16('Number of Sources'),
    maddr: ipv4('Multicast Address'),
  },
);
const auxiliary = field('igmp.aux_data', 'Auxiliary Data', 'bytes', { spec: rfc3376('4.2.4') });

/** The internet group management protocol, versions 1 to 3. */
export const igmp = protocol({
  name: 'igmp',
  label: 'IGMP',
  title: 'Internet Group Management Protocol',
  layouts: [header, query, record],
  fields: [group, source, reserved, records, auxiliary],
  routes: [on(ipProtocol, 2)],
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const type = d.u8(header.offset.type);
    d.record(header);
    switch (type) {
      case QUERY:
        d.take(group, 4);
        if (d.left >= query.size) {
          const sources = d.u16be(query.offset.num_src);
          d.record(query);
          for (let i = 0; i < sources; i++) d.take(source, 4);
        }
        return;
      case REPORT_1:
      case REPORT_2:
      case LEAVE:
        return d.take(group, 4);
      case REPORT_3:
        return report(d);
    }
    d.data(d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const at = layer.start;
    if (layer.end - at < header.size + 4) return;
    const type = bytes[at]!;
    const name = TYPES[type];
    if (name === undefined) {
      out.ascii('Type 0x');
      return out.hex(type, 2);
    }
    out.ascii(name);
    if (type === REPORT_3) {
      out.ascii(', ');
      out.decimal(u16be(bytes, at + header.size + 2));
      return out.ascii(' group records');
    }
    if (type !== QUERY && type !== REPORT_1 && type !== REPORT_2 && type !== LEAVE) return;
    if (type === QUERY && bytes[at + header.size] === 0) return out.ascii(', general');
    out.ascii(type === LEAVE ? ' ' : ' group ');
    out.ipv4(bytes, at + header.size);
  },
});

function report(d: Dissection): void {
  d.take(reserved, 2);
  const count = d.u16be(0);
  d.take(records, 2);
  for (let i = 0; i < count; i++) {
    d.need(record.size);
    const extra = d.u8(record.offset.aux_data_len) * 4;
    const sources = d.u16be(record.offset.num_src);
    d.record(record);
    for (let s = 0; s < sources; s++) d.take(source, 4);
    if (extra > 0) d.take(auxiliary, extra);
  }
}
