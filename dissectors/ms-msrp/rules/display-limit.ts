import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, FULL, LONG, multi, textRequest } from './bytes.ts';
import { over } from './message.ts';
import { watched } from './watched.ts';

/** Appendix B <27>. */
const SHOWN = 4095;

export default pduRule({
  id: 'messenger/display-limit',
  title: 'A text is short enough to be shown',
  level: 'MAY',
  spec: msrp('3.2.4.5'),
  why:
    'A receiver may show as much as it likes; Windows shows 4,095 characters (Appendix B <27>). What lies beyond them is ' +
    'not read by anybody there. Such a text breaks messenger/text-length, too.',
  watches: watched(pdu.textRequest),
  needs: ['no gaps'],
  messages: { long: 'with this block the text has {bytes} bytes; Windows shows {most}' },
  check(it, report, undecided) {
    const bytes = over(SHOWN, it, undecided);
    if (bytes !== undefined) report('long', pdu.text, { bytes, most: SHOWN });
  },
  bad: [{ shows: '4,096 bytes', turns: multi(...Array<string>(32).fill(FULL)), finds: ['long'] }],
  good: [{ shows: 'two blocks', turns: multi(...LONG) }],
  undecided: [
    { shows: 'a block that was not captured', turns: multi(...Array<string>(33).fill(FULL)), missed: [4] },
    cutOff(client(textRequest({ data: FULL }))),
  ],
});
