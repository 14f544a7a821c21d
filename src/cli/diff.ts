import { type Call, rpcCall, rpcStub } from '../../dissectors/dcerpc/keys.ts';
import { type Arguments, type CallView, callView } from '../../dissectors/dcerpc/view.ts';
import { escapeText } from '../bytes/text.ts';
import { Judge } from '../conformance/judge.ts';
import { Question } from '../engine/question.ts';
import { align } from '../stats/align.ts';
import { useCodePage } from './code-page.ts';
import type { Command } from './command.ts';
import { EXIT, UsageError, worst } from './exit.ts';
import { CODE_PAGE, IDL, interrupted, makePass, makeRegistry, REVEAL, readInto } from './inputs.ts';
import { Masks } from './masks.ts';
import { PAGER } from './pager.ts';
import { COLOR, chalkFor, coloured } from './terminal.ts';

export const DIFF_SCHEMA = 'specshark.diff/1';

interface Difference {
  readonly operation: string;
  /** Frames of the requests. */
  readonly left: number | null;
  readonly right: number | null;
  /** Path of what differs, and both values; none where a call has no counterpart. */
  readonly path: string | null;
  readonly leftValue: unknown;
  readonly rightValue: unknown;
}

export const command: Command = {
  name: 'diff',
  takes: 'A B',
  describe: "two captures' calls, aligned: where arguments and results differ",
  options: [
    { name: 'format', letter: 'T', takes: 'FORMAT', choices: ['text', 'json'], describe: 'form of the output' },
    { name: 'mask', describe: 'take times, handles, ids and nonces for equal; --no-mask compares them, too' },
    { name: 'first', describe: 'stop at the first difference' },
    IDL,
    CODE_PAGE,
    REVEAL,
    COLOR,
    PAGER,
  ],
  examples: [['specshark diff windows.pcap ours.pcap', 'where our server answers otherwise than Windows']],
  // Its exit code is a verdict.
  outlivesOutput: true,
  async run(args, out) {
    const [left, right, ...more] = args.files;
    if (left === undefined || right === undefined || more.length > 0) throw new UsageError('diff takes two captures');
    await useCodePage(args);
    const reveal = args.has('reveal');
    const [a, b] = [await callsOf(left, args, reveal), await callsOf(right, args, reveal)];
    const masked = !args.off('mask');
    const [masksA, masksB] = [new Masks(masked), new Masks(masked)];
    const found: Difference[] = [];
    for (const [i, j] of align(a.calls.map(operation), b.calls.map(operation))) {
      const [one, other] = [a.calls[i], b.calls[j]];
      const frames = {
        operation: operation((one ?? other)!),
        left: one?.request ?? null,
        right: other?.request ?? null,
      };
      if (!one || !other) {
        // Of what was not read nothing is missing.
        if (!interrupted) found.push({ ...frames, path: null, leftValue: null, rightValue: null });
      } else {
        const [x, y] = [masksA.call(one), masksB.call(other)];
        for (const path of new Set([...x.keys(), ...y.keys()])) {
          if (x.get(path) !== y.get(path))
            found.push({ ...frames, path, leftValue: x.get(path) ?? null, rightValue: y.get(path) ?? null });
        }
      }
      if (args.has('first') && found.length > 0) break;
    }
    const shown = args.has('first') ? found.slice(0, 1) : found;
    if (args.one('format') === 'json') {
      out.utf8(
        `${JSON.stringify({ schema: DIFF_SCHEMA, left: { file: left, calls: a.calls.length }, right: { file: right, calls: b.calls.length }, differences: shown }, null, 1)}\n`,
      );
    } else {
      const chalk = chalkFor(coloured(args));
      for (const it of shown) {
        out.utf8(`${chalk.bold(it.operation)} (frames ${it.left ?? '-'} and ${it.right ?? '-'})`);
        if (it.path === null) out.utf8(`: only in ${escapeText(it.left === null ? right : left)}\n`);
        else {
          const text = (value: unknown): string => escapeText(value === null ? '(none)' : String(value)).slice(0, 200);
          out.utf8(
            ` ${it.path}\n  ${chalk.red(`- ${text(it.leftValue)}`)}\n  ${chalk.green(`+ ${text(it.rightValue)}`)}\n`,
          );
        }
        out.settle();
      }
      out.utf8(
        `${a.calls.length} and ${b.calls.length} calls: ${found.length === 0 ? 'no difference' : `${found.length} differences`}\n`,
      );
    }
    out.flush();
    const codes = [a.code, b.code, found.length > 0 ? EXIT.findings : EXIT.ok];
    return interrupted ? EXIT.interrupted : worst(codes);
  },
};

const operation = (call: CallView): string =>
  `${call.interface ?? call.uuid ?? '?'} ${call.operation ?? `opnum ${call.opnum}`}`;

async function callsOf(path: string, args: Parameters<Command['run']>[0], reveal: boolean) {
  const calls: CallView[] = [];
  const known = new WeakMap<Call, { in: Arguments | null; out: Arguments | null }>();
  const judge = new Judge([])
    .listen(rpcStub, ({ call, request, stub }) => {
      const both = known.get(call) ?? { in: null, out: null };
      both[request ? 'in' : 'out'] = stub.arguments({ reveal, named: false });
      known.set(call, both);
    })
    .listen(rpcCall, (call) => {
      const both = known.get(call);
      calls.push(callView(call, path, both?.in ?? null, both?.out ?? null));
    });
  const pass = makePass(makeRegistry(args), Question.nothing(), judge);
  const { code } = await readInto(path, pass, () => {});
  pass.finish(interrupted ? 'interrupted' : 'end of capture');
  // In the order in which they were made.
  return { calls: calls.sort((x, y) => x.request - y.request), code };
}
