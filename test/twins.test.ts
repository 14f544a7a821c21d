/** Recorded sessions with one thing made wrong: that finding, on its field, frame and section, and no other. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { messengerRules } from '../dissectors/ms-msrp/rules/index.ts';
import { wdscRules } from '../dissectors/ms-wdsc/rules/index.ts';
import { rules } from '../dissectors/rules.ts';
import { messageTwins } from '../scripts/twins/messages.ts';
import { nameTwins } from '../scripts/twins/msgsvc.ts';
import { type Accusation, recorded, twinOf } from '../scripts/twins/twin.ts';
import { wdscTwins } from '../scripts/twins/wdsc.ts';
import type { Finding } from '../src/model/finding.ts';
import { judgeFrames } from './example.ts';

/** What no change of these sessions can make, and why; its examples are made by hand, or recorded as they are. */
const NO_TWIN: Readonly<Record<string, string>> = {
  'wdsc/transport': 'the sessions were recorded over TCP, and a field does not make a datagram of them',
  'messenger/wait-for-start-response': 'the order of frames is no field: messenger-hasty.pcap is such a sender’s',
  'messenger/wait-for-text-response': 'the same',
  'msgsvc/table-limit': 'the session has three names, not 257',
  'msgsvcsend/send-transport':
    'no field makes a pipe of a datagram: msgsvcsend-pipe.pcap and -tcp.pcap are recorded so',
};

const twins = [...wdscTwins, ...messageTwins, ...nameTwins];

const sessions = new Map<string, ReturnType<typeof recorded>>();
const sessionOf = (name: string): ReturnType<typeof recorded> => {
  const session = sessions.get(name) ?? recorded(fileURLToPath(new URL(`../samples/${name}`, import.meta.url)));
  sessions.set(name, session);
  return session;
};

const found = ({ rule, message, spec, anchor }: Finding): string =>
  `${rule.id} ${message} [${spec.section}] at ${anchor.field?.abbrev ?? '-'} of frame ${anchor.frame}`;
const listed = ({ rule, message, section, frame, field }: Accusation): string =>
  `${rule} ${message} [${section}] at ${field ?? '-'} of frame ${frame}`;

describe('a twin', () => {
  for (const twin of twins) {
    test(`${twin.finds[0]!.rule}: ${twin.shows}`, async () => {
      const frames = twinOf(await sessionOf(twin.of), twin);
      const { findings } = judgeFrames(frames, rules);
      assert.deepEqual(findings.map(found).sort(), [...twin.finds, ...(twin.also ?? [])].map(listed).sort());
    });
  }

  test('there is of every rule of both documents', () => {
    const broken = new Set(twins.flatMap(({ finds }) => finds.map(({ rule }) => rule)));
    assert.deepEqual(
      [...wdscRules, ...messengerRules].map(({ id }) => id).filter((id) => !broken.has(id)),
      Object.keys(NO_TWIN),
    );
  });

  test('there is of every message of every rule of MS-WDSC', () => {
    const broken = new Set(wdscTwins.flatMap(({ finds }) => finds.map(({ rule, message }) => `${rule} ${message}`)));
    const without = wdscRules
      .filter(({ id }) => !(id in NO_TWIN))
      .flatMap(({ id, messages }) => Object.keys(messages).filter((message) => !broken.has(`${id} ${message}`)));
    assert.deepEqual(without, []);
  });

  test('of a session without any change is the session', async () => {
    const session = await sessionOf('wdsc-impacket.pcap');
    const frames = twinOf(session, { of: '', shows: '', changes: [], finds: [] });
    assert.deepEqual(
      frames.map(({ bytes }) => bytes),
      session.map(({ bytes }) => bytes),
    );
    assert.deepEqual(judgeFrames(frames, rules).findings.map(found), []);
  });
});
