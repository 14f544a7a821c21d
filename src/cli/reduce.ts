import { rules } from '../../dissectors/rules.ts';
import { toHex } from '../bytes/hex.ts';
import { Judge } from '../conformance/judge.ts';
import { minimise } from '../conformance/minimise.ts';
import type { Registry } from '../engine/registry.ts';
import type { Finding } from '../model/finding.ts';
import type { Flow } from '../model/flow.ts';
import type { AnyRule } from '../model/rule.ts';
import type { Command } from './command.ts';
import { EXIT, nearest, UsageError } from './exit.ts';
import { type HeldFrame, hold, passOver, writeFrames } from './held.ts';
import { IDL, inputs, makeRegistry, PROFILE, profileOf, READ_FILE } from './inputs.ts';
import { positive } from './parse.ts';

export const command: Command = {
  name: 'reduce',
  takes: 'FILE',
  describe: 'the smallest capture that still shows a finding, for a bug report',
  options: [
    READ_FILE,
    { name: 'rule', takes: 'ID', describe: 'the rule whose finding is to be kept' },
    { name: 'frame', takes: 'N', describe: 'the finding that accuses this frame (the first there is)' },
    { name: 'write', letter: 'w', takes: 'FILE', describe: 'where the packets go; - is standard output' },
    PROFILE,
    IDL,
  ],
  examples: [['specshark reduce big.pcap --rule messenger/word-count -w small.pcap', 'a few packets instead of all']],
  async run(args, out) {
    const [path, ...others] = inputs(args, 'reduce');
    if (others.length > 0) throw new UsageError('reduce takes one file');
    const to = args.one('write');
    if (to === undefined) throw new UsageError('reduce needs -w FILE');
    const rule = ruleOf(args.one('rule'));
    const frame = positive('--frame', args.one('frame'));
    const registry = makeRegistry(args);
    const { frames, code } = await hold(path!);
    if (code === EXIT.input) return code;
    const reduced = reduce(frames, registry, rule, frame, () => new Judge([rule], profileOf(args)));
    if (!reduced) throw new UsageError(`${path} shows no finding of ${rule.id}${frame ? ` in frame ${frame}` : ''}`);
    writeFrames(to, reduced);
    if (to !== '-') {
      const numbers = reduced.map(({ number }) => number).join(' ');
      out.utf8(`${reduced.length} of ${frames.length} packets show ${rule.id}: frame ${numbers}\n`);
      out.flush();
    }
    return code;
  },
};

function ruleOf(id: string | undefined): AnyRule {
  if (id === undefined) throw new UsageError('reduce needs --rule ID');
  const rule = rules.find((it) => it.id === id);
  if (rule) return rule;
  const close = nearest(
    id,
    rules.map((it) => it.id),
  );
  throw new UsageError(`no rule '${id}'${close.length > 0 ? `; did you mean ${close.join(', ')}?` : ''}`);
}

/** The fewest of the frames that still show the rule's finding; undefined where there is none. */
export function reduce(
  frames: readonly HeldFrame[],
  registry: Registry,
  rule: AnyRule,
  frame: number | undefined,
  judge: () => Judge = () => new Judge([rule]),
): readonly HeldFrame[] | undefined {
  const first = judge();
  const flows: (Flow | undefined)[] = [];
  passOver(frames, registry, first, (packet) => flows.push(packet.flow));
  const target = first.findings.find(({ anchor }) => frame === undefined || anchor.frame === frame);
  if (!target) return undefined;
  const shows = (some: readonly HeldFrame[]): boolean => {
    const again = judge();
    passOver(some, registry, again);
    return again.findings.some((finding) => same(finding, target));
  };
  // Whole conversations first; frames that are of none, such as fragments, are a group each.
  const groups = new Map<unknown, HeldFrame[]>();
  frames.forEach((it, i) => {
    const group = groups.get(flows[i] ?? it) ?? [];
    groups.set(flows[i] ?? it, group);
    group.push(it);
  });
  const inOrder = (some: readonly HeldFrame[][]): HeldFrame[] => some.flat().sort((a, b) => a.number - b.number);
  const accused = flows[target.anchor.frame - 1];
  const alone = accused ? groups.get(accused)! : [];
  const conversations = shows(alone) ? [alone] : minimise([...groups.values()], (some) => shows(inOrder(some)));
  return minimise(inOrder([...conversations]), shows);
}

/** The same message about the same field and bytes. */
const same = (a: Finding, b: Finding): boolean =>
  a.message === b.message && a.anchor.field === b.anchor.field && toHex(a.anchor.bytes) === toHex(b.anchor.bytes);
