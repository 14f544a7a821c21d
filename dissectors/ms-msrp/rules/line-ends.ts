import { type Anchor, decodeText, type PduView } from '#sdk';
import { blockOf } from '../keys.ts';
import * as pdu from '../layout.ts';
import { textOf } from './text.ts';

/** The text, one character a byte. */
const latin1 = (it: PduView): string => {
  const text = textOf(it);
  return decodeText(text, 0, text.length, 'ascii');
};

/** Line ends as they were typed: where, and which. A pair is one. */
export function* rawLineEnds(it: PduView): Generator<{ at: number; length: number; name: string }> {
  for (const { 0: found, index } of latin1(it).matchAll(/\r\n|\n\r|\r|\n/g)) {
    yield { at: index, length: found.length, name: found.replace('\r', 'CR ').replace('\n', 'LF ').trim() };
  }
}

/** What the rules on pairs have in common: one is a SHOULD, the other a MUST. */
export const PAIRS = {
  why:
    'Two line ends for one make every other line blank. CR beside 0x14 was CR LF to a sender that converts LF only, and ' +
    'the other way round. Two 0x14 may be such a pair, or a blank line that was meant: undecided. A pair that was left ' +
    'as it is concerns messenger/text-line-ends.',
  messages: { half: 'one of CR and LF became 0x14, and the other is still beside it' },
  check(it: PduView, report: (message: 'half', where: Anchor) => void, undecided: () => never): void {
    // The end of the block before belongs to it: a pair may lie on the edge.
    const before = blockOf(it)?.before;
    if (before?.whole === false) return undecided();
    const last = before?.text?.at(-1);
    const edge = last === undefined ? '' : String.fromCharCode(last);
    const runs = [...(edge + latin1(it)).matchAll(/[\r\n\x14]{2,}/g)].filter(
      (run) => run.index + run[0].length > edge.length,
    );
    const halves = runs.filter(([run]) => run.includes('\x14') && run.includes('\r') !== run.includes('\n'));
    for (const { index } of halves) report('half', it.anchor(pdu.text, Math.max(0, index - edge.length), 2));
    if (halves.length === 0 && runs.some(([run]) => /^\x14+$/.test(run))) undecided();
  },
};
