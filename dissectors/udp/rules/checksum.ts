import { checksumRule } from '../../ipv4/keys.ts';
import { header, rfc768, udp } from '../protocol.ts';

/** A datagram "Hi" to port 9, with the sum given. */
const frame = (sum: string): string =>
  `02000000000202000000000108004500001e000140004011b6cac0000201c000020200090009000a${sum}486900000000000000000000000000000000`;

export default checksumRule({
  id: 'udp/checksum',
  title: 'The checksum fits the datagram',
  spec: rfc768('Fields'),
  pdu: udp.heading,
  checksum: header.fields.checksum,
  protocol: 17,
  optional: true,
  bad: [
    { shows: 'a wrong sum and a right one', frames: [frame('335c'), frame('335b')], finds: ['wrong'] },
    { shows: 'a host whose only sum is wrong', frames: [frame('335c')], finds: ['offload'] },
  ],
  good: [{ shows: 'a right sum', frames: [frame('335b')] }],
});
