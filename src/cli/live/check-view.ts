import { requirements } from '../../../dissectors/rules.ts';
import { escapeText } from '../../bytes/text.ts';
import type { ByteWriter } from '../../bytes/writer.ts';
import { coverageOf, TallySum } from '../../conformance/coverage.ts';
import { Judge } from '../../conformance/judge.ts';
import { Policy } from '../../conformance/policy.ts';
import { type JudgedFile, judgedFindings, ruleResults, sectionsOf } from '../../conformance/record.ts';
import { Question } from '../../engine/question.ts';
import { FrameSet } from '../../filter/index.ts';
import { plural } from '../../output/reports/report.ts';
import { Reports, wantedRules } from '../check.ts';
import type { Arguments } from '../command.ts';
import { EXIT, worst } from '../exit.ts';
import { filterBefore } from '../filter.ts';
import { failureOf, makePass, makeRegistry, profileOf } from '../inputs.ts';
import { configurationOf, policyOf } from '../policy.ts';
import { version } from '../version.ts';
import type { LiveView } from './view.ts';

/**
 * Judges what is captured: as text, a line for each finding when it is made; the report at the end. What was not seen was
 * not judged, and a gate that says "passed" of it would lie: then the exit code is that of an input read in part.
 */
export function checkView(args: Arguments, out: ByteWriter, source: string): LiveView {
  const settings = policyOf(args, configurationOf(args));
  const wanted = wantedRules(settings);
  const policy = new Policy(settings, wanted);
  const profile = profileOf(args);
  const registry = makeRegistry(args);
  const filter = filterBefore(args, registry);
  const selected = filter && new FrameSet();
  const judge = new Judge(wanted, profile);
  const pass = makePass(registry, Question.everything(), judge);
  pass.packet.reveal = args.has('reveal');
  const reports = new Reports(args, out, { version, profile, rules: wanted, failOn: settings.failOn, all: false });
  const text = (args.one('format') ?? 'text') === 'text';
  let begins: number | null = null;
  return {
    pass,
    each(packet) {
      begins ??= packet.seconds;
      judge.packet(packet);
      if (filter?.matches(packet)) selected!.add(packet.number);
      for (const { rule, severity, anchor, text: message } of judge.take()) {
        if (!text || (selected && !selected.has(anchor.frame))) continue;
        out.utf8(`frame ${anchor.frame} ${severity} ${rule.id}: ${escapeText(message)}\n`);
        out.settle();
      }
    },
    finish({ trouble }, missed) {
      pass.finish('end of capture');
      judge.finish(pass.packet);
      if (selected) judge.keep((finding) => selected.has(finding.anchor.frame));
      const unseen = missed > 0 ? `${plural(missed, 'packet')} went by while others were judged` : '';
      const failure = failureOf(judge);
      const why = trouble || failure || unseen;
      const file: JudgedFile = {
        path: source,
        packets: pass.packet.number - missed,
        reach: why ? 'part' : 'whole',
        trouble: why || null,
        failure: failure !== undefined,
        begins,
        findings: judgedFindings(judge, false),
        rules: ruleResults(judge),
      };
      reports.file(policy.file(file, []));
      const outcome = policy.end(settings.minCoverage === undefined ? undefined : coverage(wanted, file, judge));
      reports.end(outcome);
      const codes = [outcome.verdict === 'failed' ? EXIT.findings : EXIT.ok, why ? EXIT.partial : EXIT.ok];
      return worst(failure ? [...codes, EXIT.software] : codes);
    },
  };
}

function coverage(
  wanted: ReturnType<typeof wantedRules>,
  file: JudgedFile,
  judge: Parameters<typeof sectionsOf>[0],
): ReturnType<typeof coverageOf> {
  const sum = new TallySum(wanted);
  sum.add(file.rules, sectionsOf(judge));
  return coverageOf(requirements, [sum.tallies]);
}
