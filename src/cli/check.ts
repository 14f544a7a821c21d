import { requirements } from '../../dissectors/index.ts';
import { coverageOf } from '../conformance/coverage.ts';
import { Question } from '../engine/question.ts';
import { FrameSet } from '../filter/index.ts';
import type { RuleTally, Severity } from '../model/finding.ts';
import { type Checked, checkJson, checkText } from '../output/check.ts';
import { useCodePage } from './code-page.ts';
import type { Command, Option } from './command.ts';
import { EXIT, UsageError, worst } from './exit.ts';
import { FILTER, filterOf } from './filter.ts';
import {
  CODE_PAGE,
  IDL,
  inputs,
  interrupted,
  makeJudge,
  makePass,
  makeRegistry,
  PROFILE,
  profileOf,
  READ_FILE,
  REVEAL,
  readInto,
} from './inputs.ts';
import { matching } from './rules.ts';
import { COLOR, coloured, palette } from './terminal.ts';

const WEIGHT: Readonly<Record<Severity, number>> = { error: 3, warning: 2, note: 1 };
const FAIL_ON: Readonly<Record<string, number>> = { ...WEIGHT, never: 4 };

const options: readonly Option[] = [
  READ_FILE,
  PROFILE,
  {
    name: 'fail-on',
    takes: 'SEVERITY',
    choices: Object.keys(FAIL_ON),
    describe: 'the least severity that makes exit 1 (error)',
  },
  { name: 'rule', takes: 'PATTERN', many: true, describe: 'only rules of these ids; * stands for anything' },
  { name: 'format', letter: 'T', takes: 'FORMAT', choices: ['text', 'json'], describe: 'form of the report' },
  { name: 'coverage', describe: 'which requirements of the documents the captures exercised, and what became of them' },
  IDL,
  CODE_PAGE,
  REVEAL,
  FILTER,
  COLOR,
];

export const command: Command = {
  name: 'check',
  takes: 'FILE…',
  describe: 'judge captures against the specifications',
  options,
  examples: [
    ['specshark check session.pcap', 'every violation, and exit 1 where there is an error'],
    ['specshark check -p windows --fail-on warning -T json *.pcap', 'a stricter gate, for a machine'],
    ['specshark check --coverage samples/*.pcap', 'what of the documents these captures exercise'],
  ],
  outlivesOutput: true,
  async run(args, out) {
    const files = inputs(args, 'check');
    await useCodePage(args);
    const profile = profileOf(args);
    const failOn = FAIL_ON[args.one('fail-on') ?? 'error']!;
    const chosen = args.all('rule');
    const wanted = matching(chosen);
    if (chosen.length > 0 && wanted.length === 0) throw new UsageError(`--rule: no rule matches ${chosen.join(', ')}`);
    const registry = makeRegistry(args);
    const filter = filterOf(args, registry);
    const report = args.one('format') === 'json' ? checkJson(out, profile) : checkText(out, palette(coloured(args)));
    const codes: number[] = [];
    const tallies: (readonly RuleTally[])[] = [];
    report.begin();
    for (const path of files) {
      const judge = makeJudge(profile, wanted);
      const pass = makePass(registry, Question.everything(), judge);
      pass.packet.reveal = args.has('reveal');
      const selected = filter && new FrameSet();
      const input = await readInto(path, pass, (packet) => {
        judge.packet(packet);
        if (filter?.matches(packet)) selected!.add(packet.number);
      });
      pass.finish(interrupted ? 'interrupted' : 'end of capture');
      judge.finish(pass.packet);
      // State is followed through every packet; told is what concerns the selected ones.
      if (selected) judge.keep((finding) => selected.has(finding.anchor.frame));
      const checked: Checked = {
        path,
        packets: pass.packet.number,
        complete: input.code === EXIT.ok,
        trouble: input.trouble,
        judge,
      };
      report.file(checked);
      if (args.has('coverage')) tallies.push(judge.tallies);
      codes.push(input.code);
      if (judge.findings.some((finding) => WEIGHT[finding.severity] >= failOn)) codes.push(EXIT.findings);
      if (interrupted) break;
    }
    report.end(codes.includes(EXIT.findings), args.has('coverage') ? coverageOf(requirements, tallies) : undefined);
    out.flush();
    return interrupted ? EXIT.interrupted : worst(codes);
  },
};
