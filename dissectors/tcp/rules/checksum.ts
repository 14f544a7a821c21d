import { checksumRule } from '../../ipv4/keys.ts';
import { header, rfc9293 } from '../layout.ts';
import { tcp } from '../protocol.ts';
import { joined, noSum, offloaded, right, wrongSum } from './frames.ts';

export default checksumRule({
  id: 'tcp/checksum',
  title: 'The checksum fits the segment',
  spec: rfc9293('3.1'),
  pdu: tcp.heading,
  checksum: header.fields.checksum,
  protocol: 6,
  bad: [
    { shows: 'one wrong sum among right ones', frames: wrongSum, finds: ['wrong'] },
    {
      shows: 'a host whose only sum is wrong',
      frames: wrongSum.slice(1, 2).concat(wrongSum.slice(3)),
      finds: ['offload'],
    },
  ],
  good: [
    { shows: 'right sums', frames: right },
    { shows: 'a sum left to the network card', frames: offloaded },
    { shows: 'no sum at all, for the card to make', frames: noSum },
  ],
  undecided: [{ shows: 'segments that a card joined', frames: joined }],
});
