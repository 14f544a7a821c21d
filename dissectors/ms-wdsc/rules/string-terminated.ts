import { pduRule } from '#sdk';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, requested, string, ulong, unknowable, utf16, variable, wstring } from './bytes.ts';
import { sealed } from './watched.ts';

const VERSION = ulong('VERSION', 1);
const valued = (type: number, value: string, length?: number, size?: number) => {
  const counts = length === undefined ? {} : { length, size: size ?? 0 };
  return requested({ variables: [VERSION, variable({ name: 'A', type, value, ...counts })] });
};
const STRINGS = [fields.valueString, fields.valueWide];

export default pduRule({
  id: 'wdsc/string-terminated',
  title: 'A string ends with a null',
  level: 'MUST',
  spec: wds('2.2.1.3.2.1'),
  why: 'The null lies within Value-Length: one byte of a STRING, two of a WSTRING; each element of an array has its own.',
  watches: STRINGS.map((pdu) => ({ pdu })),
  hidden: sealed,
  messages: { unterminated: 'no null is among the {bytes} bytes of this string' },
  check(it, report, undecided) {
    if (it.layer.outcome !== 'complete') return undecided();
    const bytes = it.bytes(it.heading);
    const step = it.heading === fields.valueWide ? 2 : 1;
    for (let i = 0; i + step <= bytes.length; i += step)
      if (bytes[i] === 0 && (step === 1 || bytes[i + 1] === 0)) return;
    report('unterminated', it.heading, { bytes: bytes.length });
  },
  bad: [
    bad('a STRING without', valued(0x10, '616263'), 'unterminated'),
    bad('a WSTRING without', valued(0x20, utf16('abc')), 'unterminated'),
    bad('a WSTRING with one zero byte', valued(0x20, '6100620000'), 'unterminated'),
    bad('one element of two', valued(0x1000_0020, utf16('a\0bc'), 4, 2), 'unterminated'),
  ],
  good: [
    good('a call', exchange()),
    good('both kinds', requested({ variables: [VERSION, string('A', 'a'), wstring('B', 'b')] })),
    good('an empty string', requested({ variables: [VERSION, wstring('B', '')] })),
  ],
  undecided: unknowable,
});
