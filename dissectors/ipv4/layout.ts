import { bit, bits, field, fieldGroup, ipv4, layout, specification, u8, u16 } from '#sdk';
import { statusField } from './checksum.ts';
import { DSCP, ECN, IP_PROTOCOLS } from './keys.ts';

export const rfc791 = specification('RFC 791', 'https://www.rfc-editor.org/rfc/rfc791#section-{section}');
const spec = rfc791('3.1');

const address = () => field('ip.addr', 'Source or Destination Address', 'ipv4', { size: 4, alias: true });

export const header = layout(
  { prefix: 'ip', spec },
  {
    first: u8('Version', { abbrev: 'ip.version', mask: 0xf0 }),
    dsfield: u8('Differentiated Services Field', {
      base: 'hex',
      bits: [
        bits('ip.dsfield.dscp', 'Differentiated Services Codepoint', 0xfc, { names: DSCP }),
        bits('ip.dsfield.ecn', 'Explicit Congestion Notification', 0x03, { names: ECN }),
      ],
    }),
    len: u16('Total Length'),
    id: u16('Identification', { base: 'hex' }),
    flags: u8('Flags', {
      base: 'hex',
      mask: 0xe0,
      bits: [
        bit('ip.flags.rb', 'Reserved bit', 0x80),
        bit('ip.flags.df', "Don't fragment", 0x40),
        bit('ip.flags.mf', 'More fragments', 0x20),
      ],
    }),
    frag_offset: u16('Fragment Offset (8-byte units)', { at: 6, mask: 0x1fff }),
    ttl: u8('Time to Live'),
    proto: u8('Protocol', { names: IP_PROTOCOLS }),
    checksum: u16('Header Checksum', { base: 'hex' }),
    src: ipv4('Source Address', { also: [address()] }),
    dst: ipv4('Destination Address', { also: [address()] }),
  },
);

/** Worked out of the header's units of four bytes. */
export const headerLength = field('ip.hdr_len', 'Header Length', 'uint', { size: 1, generated: true });

export const checksumStatus = statusField('ip.checksum.status');
/** Remarks that Wireshark makes on unusual times to live. */
export const timeToLiveControl = field('ip.ttl.lncb', 'Unusual for the local network control block', 'none', {
  generated: true,
});
export const timeToLiveSmall = field('ip.ttl.too_small', 'Nearly used up', 'none', { generated: true });

/** Worked out of a whole header. */
export const remarks = fieldGroup(checksumStatus, timeToLiveControl, timeToLiveSmall);

export const looseFields = [headerLength, ...remarks.fields];
