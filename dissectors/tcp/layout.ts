import { bit, field, fieldGroup, layout, specification, u16, u32 } from '#sdk';
import { statusField } from '../ipv4/keys.ts';

export const rfc9293 = specification('RFC 9293', 'https://www.rfc-editor.org/rfc/rfc9293#section-{section}');
const spec = rfc9293('3.1');
const port = () => field('tcp.port', 'Source or Destination Port', 'uint', { size: 2, alias: true });

export const FIN = 0x001;
export const SYN = 0x002;
export const RST = 0x004;
export const PSH = 0x008;
export const ACK = 0x010;
export const URG = 0x020;

export const header = layout(
  { prefix: 'tcp', spec },
  {
    srcport: u16('Source Port', { also: [port()] }),
    dstport: u16('Destination Port', { also: [port()] }),
    seq: u32('Sequence Number (raw)', { abbrev: 'tcp.seq_raw' }),
    ack: u32('Acknowledgment number (raw)', { abbrev: 'tcp.ack_raw' }),
    flags: u16('Flags', {
      base: 'hex',
      mask: 0x0fff,
      bits: [
        bit('tcp.flags.res', 'Reserved', 0xe00),
        bit('tcp.flags.ae', 'Accurate ECN', 0x100),
        bit('tcp.flags.cwr', 'Congestion Window Reduced', 0x080),
        bit('tcp.flags.ece', 'ECN-Echo', 0x040),
        bit('tcp.flags.urg', 'Urgent', URG),
        bit('tcp.flags.ack', 'Acknowledgment', ACK),
        bit('tcp.flags.push', 'Push', PSH),
        bit('tcp.flags.reset', 'Reset', RST),
        bit('tcp.flags.syn', 'Syn', SYN),
        bit('tcp.flags.fin', 'Fin', FIN),
      ],
    }),
    window_size_value: u16('Window'),
    checksum: u16('Checksum', { base: 'hex' }),
    urgent_pointer: u16('Urgent Pointer'),
  },
);

const generated = { generated: true, size: 4 };
export const stream = field('tcp.stream', 'Stream index', 'uint', generated);
export const length = field('tcp.len', 'TCP Segment Len', 'uint', generated);
export const seq = field('tcp.seq', 'Sequence Number (relative)', 'uint', generated);
export const nextSeq = field('tcp.nxtseq', 'Next Sequence Number', 'uint', generated);
export const ack = field('tcp.ack', 'Acknowledgment Number (relative)', 'uint', generated);
export const ackNonzero = field(
  'tcp.ack.nonzero',
  'The acknowledgment number field is nonzero while the ACK flag is not set',
  'none',
  { generated: true },
);
export const headerLength = field('tcp.hdr_len', 'Header Length', 'uint', { generated: true, size: 1 });
export const windowSize = field('tcp.window_size', 'Calculated window size', 'uint', generated);
/** What trees show as the next layer, or as data. */
export const payload = field('tcp.payload', 'TCP payload', 'bytes', { alias: true });
export const checksumStatus = statusField('tcp.checksum.status');
export const retransmittedFrame = field('tcp.retransmission_of', 'Frame that had these bytes first', 'uint', generated);

/** Worked out of the header and what is known of the connection. */
export const derived = fieldGroup(stream, length, seq, nextSeq, ack, ackNonzero, headerLength, windowSize);

export const looseFields = [...derived.fields, payload, checksumStatus, retransmittedFrame];
