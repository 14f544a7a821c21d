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
const KNOWN = new Set([QUERY, REPORT_1, REPORT_2, LEAVE, REPORT_3]);
/** From here on a time is a code. */
const FLOATING = 128;
const RECORDS = {
  1: 'Mode Is Include',
  2: 'Mode Is Exclude',
  3: 'Change To Include Mode',
  4: 'Change To Exclude Mode',
  5: 'Allow New Sources',
  6: 'Block Old Sources',
};

const header = layout({ prefix: 'igmp', spec: rfc2236('2') }, { type: u8('Type', { base: 'hex', names: TYPES }) });
const response = field('igmp.max_resp', 'Max Resp Time', 'uint', { size: 1, spec: rfc2236('2.2') });
const checksum = field('igmp.checksum', 'Checksum', 'uint', { size: 2, base: 'hex', spec: rfc2236('2.3') });
/** Type, time and checksum. */
const COMMON = 4;
const GROUP = 4;
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
  fields: [response, checksum, group, source, reserved, records, auxiliary],
  routes: [on(ipProtocol, 2)],
  dissect(d: Dissection) {
    const length = d.promised - d.at;
    const type = d.u8(0);
    d.record(header);
    if (!KNOWN.has(type)) return d.data(d.at, d.end, d.promised);
    const time = d.u8(0);
    // Version 1 has no time in its messages, version 3 none in its reports (RFC 3376 7.1, 4.2.1).
    const timed = type === QUERY ? time > 0 || length > COMMON + GROUP : type === REPORT_2 || type === LEAVE;
    if (!timed) d.take(reserved, 1);
    else if (type === QUERY && time >= FLOATING && length >= COMMON + GROUP + query.size) {
      d.generate(response, floating(time), d.at, d.at + 1);
      d.skip(1);
    } else d.take(response, 1);
    d.take(checksum, 2);
    switch (type) {
      case QUERY:
        d.take(group, GROUP);
        if (d.left >= query.size) {
          const sources = d.u16be(query.offset.num_src);
          d.record(query);
          for (let i = 0; i < sources; i++) d.take(source, 4);
        }
        return;
      case REPORT_1:
      case REPORT_2:
      case LEAVE:
        return d.take(group, GROUP);
      case REPORT_3:
        return report(d);
    }
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const at = layer.start;
    if (layer.end - at < COMMON + GROUP) return;
    const type = bytes[at]!;
    const name = TYPES[type];
    if (name === undefined) {
      out.ascii('Type 0x');
      return out.hex(type, 2);
    }
    out.ascii(name);
    if (type === REPORT_3) {
      out.ascii(', ');
      out.decimal(u16be(bytes, at + COMMON + 2));
      return out.ascii(' group records');
    }
    if (!KNOWN.has(type)) return;
    if (type === QUERY && bytes[at + COMMON] === 0) return out.ascii(', general');
    out.ascii(type === LEAVE ? ' ' : ' group ');
    out.ipv4(bytes, at + COMMON);
  },
});

/** A code of version 3: a mantissa of four bits and their exponent (RFC 3376 4.1.1). */
const floating = (code: number): number => ((code & 15) | 16) << (((code >> 4) & 7) + 3);

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
