/** Every sample: the findings and the messages that its manifest lists, no more and no less. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { protocols, wiring } from '../dissectors/index.ts';
import { textMessage } from '../dissectors/ms-msrp/keys.ts';
import { type MessageView, messageView } from '../dissectors/ms-msrp/view.ts';
import { rules } from '../dissectors/rules.ts';
import { toHex } from '../src/bytes/hex.ts';
import { setOemDecoder } from '../src/bytes/text.ts';
import { openCapture } from '../src/capture/index.ts';
import { Judge } from '../src/conformance/judge.ts';
import { Pass } from '../src/engine/pass.ts';
import { Question } from '../src/engine/question.ts';
import { Registry } from '../src/engine/registry.ts';
import { run } from '../src/engine/run.ts';
import type { Finding, Severity } from '../src/model/finding.ts';

interface Violation {
  readonly rule: string;
  readonly frame: number;
  /** Where another frame decided it. */
  readonly decidedAt?: number;
  readonly layer: string;
  /** Null for a finding on a whole layer. */
  readonly field: string | null;
  /** Of several fields of that name. */
  readonly occurrence?: number;
  /** In the frame, and the bytes there. */
  readonly offset?: number;
  readonly bytes?: string;
  readonly section: string;
  readonly text: string;
  /** Undecided: the rule looks at it and cannot say. */
  readonly expected: Severity | 'undecided';
  /** What the bytes are, read by a person. */
  readonly why?: string;
}

interface Sample {
  readonly file: string;
  readonly messages: readonly ListedMessage[];
  readonly violations: readonly Violation[];
}

interface ListedMessage {
  readonly from: string | null;
  readonly to: string | null;
  readonly text: string;
  readonly acknowledged: boolean | null;
  readonly complete?: boolean;
  readonly transport?: MessageView['transport'];
}

const folder = fileURLToPath(new URL('../samples/', import.meta.url));
const samples = JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as Sample[];

setOemDecoder((bytes, start, end) => iconv.decode(Buffer.from(bytes.subarray(start, end)), 'cp850'));

for (const sample of samples) {
  describe(sample.file, async () => {
    const { judge, messages, seen } = await check(`${folder}${sample.file}`);
    const listed = sample.violations.filter(({ expected }) => expected !== 'undecided');

    test('finds what is listed', () => {
      assert.deepEqual(judge.findings.map(summary).sort(), listed.map(expected).sort());
    });

    test('finds it at the bytes that are listed', () => {
      for (const violation of listed) {
        if (violation.offset === undefined) continue;
        const found = judge.findings.find(
          (finding) => summary(finding) === expected(violation) && at(finding, violation),
        );
        assert.ok(found, `${expected(violation)}, bytes ${violation.bytes} at ${violation.offset}`);
      }
    });

    test('leaves undecided what is listed as such', () => {
      for (const rule of new Set(sample.violations.filter((it) => it.expected === 'undecided').map((it) => it.rule))) {
        const { undecided } = judge.tallies.find((tally) => tally.rule.id === rule)!;
        assert.equal(
          undecided,
          sample.violations.filter((it) => it.expected === 'undecided' && it.rule === rule).length,
          rule,
        );
      }
    });

    const version = /-smb([12])\.pcap$/.exec(sample.file)?.[1];
    if (version !== undefined)
      test('goes over the SMB that its name says', () => {
        assert.equal(seen.has('smb2'), version === '2');
      });

    test('tells the messages that are listed', () => {
      // A message is told when it is known whether it was answered; the manifest has them as they were sent.
      const sent = messages.toSorted((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)));
      const told = sent.map(({ from, to, text, acknowledged, complete, transport }) => ({
        from,
        to,
        text,
        acknowledged,
        complete,
        transport,
      }));
      const all = sample.messages.map((it) => ({ complete: true, transport: 'smb' as const, ...it }));
      assert.deepEqual(told, all);
    });
  });
}

interface Checked {
  readonly judge: Judge;
  readonly messages: readonly MessageView[];
  /** Names of the protocols in it. */
  readonly seen: ReadonlySet<string>;
}

async function check(path: string): Promise<Checked> {
  const messages: MessageView[] = [];
  const seen = new Set<string>();
  const judge = new Judge(rules, 'strict').listen(textMessage, (it) => messages.push(messageView(it, path, 'cp850')));
  const pass = new Pass(new Registry(protocols), wiring, Question.everything(), judge, true);
  const end = await run(await openCapture(path), pass, (packet) => {
    judge.packet(packet);
    for (let i = 0; i < packet.layerCount; i++) seen.add(packet.layer(i).protocol.name);
  });
  assert.equal(end.state, 'complete');
  pass.finish();
  judge.finish(pass.packet);
  return { judge, messages, seen };
}

function summary({ rule, anchor, severity, spec, decidedAt }: Finding): string {
  const { frame, field, layer } = anchor;
  const occurrence = /\d*$/.exec(field?.label ?? '')![0];
  return line({
    rule: rule.id,
    frame,
    decidedAt,
    layer: layer.split('/').at(-1)!,
    field: field?.abbrev ?? null,
    ...(field?.abbrev === 'smb.buffer_format' ? { occurrence: Number(occurrence || 1) } : {}),
    section: spec.section,
    expected: severity,
  });
}

const expected = (violation: Violation): string => line(violation);

type Line = Pick<Violation, 'rule' | 'frame' | 'decidedAt' | 'layer' | 'field' | 'occurrence' | 'section' | 'expected'>;

function line({ rule, frame, decidedAt = frame, layer, field, occurrence, section, expected }: Line): string {
  const where = `${layer} ${field}${occurrence === undefined ? '' : ` (${occurrence})`}`;
  return `frame ${String(frame).padStart(3)}, decided at ${decidedAt}: ${expected} ${rule} [${section}] at ${where}`;
}

function at({ anchor }: Finding, { offset, bytes }: Violation): boolean {
  return anchor.spans[0]?.offset === offset && toHex(anchor.bytes) === (bytes ?? '').replaceAll(' ', '');
}
