/**
 * No rule fires on what it cannot know. Every rule of the two documents is shown captures that lack something, made by
 * machine from its own examples: what it accuses cut off, the capture begun inside it, its call sealed. It must find
 * nothing. And no capture that lacks anything may show what the whole one does not.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rules } from '../dissectors/rules.ts';
import type { Frame } from '../samples/make/index.ts';
import type { Finding } from '../src/model/finding.ts';
import type { AnyRule, Example } from '../src/model/rule.ts';
import { framesOf, judgeFrames } from './example.ts';
import { begunInside, cutWhereAccused, encryptedSession, type Lacking, lacking, sealed } from './unseen.ts';

const DOCUMENTS: ReadonlySet<string> = new Set(['wdsc', 'msgsvc', 'msgsvcsend', 'mailslot', 'messenger']);
const documentOf = ({ id }: AnyRule): string => id.slice(0, id.indexOf('/'));
const ours = rules.filter((rule) => DOCUMENTS.has(documentOf(rule)));

/** What is never encrypted, and why: there is no such example, and there could be none. */
const NEVER_SEALED: Readonly<Record<string, string>> = {
  messenger: 'SMB 1 commands and mailslot datagrams: neither SMB 1 nor the NetBIOS datagram service encrypts',
};

/** Rules that a sealed call tells enough (`clear`). Each more needs a reason that a sceptical reader accepts. */
const CLEAR = [
  'msgsvc/msgsvc-transport',
  'msgsvcsend/dynamic-endpoint',
  'msgsvcsend/send-transport',
  'wdsc/authentication-type',
  'wdsc/call-completed',
  'wdsc/client-authenticates',
  'wdsc/privacy',
  'wdsc/privacy-enforced',
  'wdsc/security-providers',
  'wdsc/transport',
  'wdsc/unauthenticated-refused',
];

/** Rules whose finding may lie elsewhere in what is left of a message, and be true: the part that is seen is too much. */
const MAY_MOVE: ReadonlySet<string> = new Set(['messenger/text-length', 'messenger/display-limit']);

const examplesOf = ({ bad, good }: AnyRule): Example[] => [...bad, ...good].filter(({ idl }: Example) => !idl);
const told = (findings: readonly Finding[]): string[] => findings.map(({ rule, text }) => `${rule.id}: ${text}`);

/** A finding by what it says of which bytes; frames by their time, because numbers change when others are missed. */
function identity({ rule, message, data, anchor }: Finding, frames: readonly Frame[]): string {
  if (MAY_MOVE.has(rule.id)) return `${rule.id} ${message}`;
  const said = Object.entries(data).filter(([name]) => name !== 'frame' && name !== 'since');
  const where = anchor.spans.map(({ frame, offset }) => `${frames[frame - 1]?.time}+${offset}`);
  return `${rule.id} ${message} ${JSON.stringify(said)} at ${anchor.field?.abbrev} ${where}`;
}

for (const rule of ours) {
  describe(rule.id, () => {
    const broken = (rule.bad as readonly Example[]).map((example) => {
      const frames = framesOf(example);
      return { example, frames, findings: judgeFrames(frames, [rule]).findings };
    });
    const silent = (shows: string, { shows: how, frames }: Lacking): void =>
      assert.deepEqual(told(judgeFrames(frames, [rule]).findings), [], `${shows}: ${how}`);

    test('truncated: finds nothing in what the capture cut off', () => {
      for (const { example, frames, findings } of broken)
        for (const cut of cutWhereAccused(frames, findings)) silent(example.shows, cut);
    });

    test('mid-session: finds nothing where the capture begins inside it', () => {
      for (const { example, frames, findings } of broken)
        for (const begun of begunInside(frames, findings)) silent(example.shows, begun);
    });

    test('encrypted: finds nothing, and counts it', () => {
      for (const { example, findings } of broken) {
        const session = encryptedSession(example);
        if (session) silent(example.shows, session);
        const calls = sealed(example);
        if (documentOf(rule) in NEVER_SEALED) assert.equal(calls, undefined, NEVER_SEALED[documentOf(rule)]);
        else judgeSealed(rule, example.shows, calls, findings);
      }
    });

    test('less seen, nothing more found', () => {
      for (const example of examplesOf(rule)) {
        const frames = framesOf(example);
        const known = new Set(judgeFrames(frames, ours).findings.map((it) => identity(it, frames)));
        for (const less of lacking(frames))
          for (const finding of judgeFrames(less.frames, ours).findings)
            assert.ok(known.has(identity(finding, less.frames)), `${example.shows}, ${less.shows}: ${told([finding])}`);
      }
    });
  });
}

/** Undecided, and counted; or, where sealing hides nothing of it, what it says of the call in the clear, or that all is right. */
function judgeSealed(rule: AnyRule, shows: string, calls: Lacking | undefined, open: readonly Finding[]): void {
  assert.ok(calls, `${shows}: there is a call to seal`);
  const judged = judgeFrames(calls.frames, [rule]);
  const { undecided, examined } = judged.tallies[0]!;
  if (rule.clear === undefined) {
    assert.deepEqual(told(judged.findings), [], shows);
    assert.ok(undecided > 0, `${shows}: the sealed call is counted as undecided`);
  } else {
    assert.ok(examined > 0 && undecided === 0, `${shows}: ${rule.clear}`);
    if (judged.findings.length > 0) assert.deepEqual(told(judged.findings), told(open), shows);
  }
}

test('few rules see through sealing, and say why', () => {
  const clear = rules.filter((rule) => rule.clear !== undefined).map(({ id }) => id);
  assert.deepEqual(clear.toSorted(), CLEAR);
});

test('what is never sealed is said of documents that there are', () => {
  for (const name of Object.keys(NEVER_SEALED))
    assert.ok(
      ours.some((rule) => documentOf(rule) === name),
      name,
    );
});
