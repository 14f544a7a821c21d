/**
 * Twins of the RPC sessions, each wrong in one thing: the bad examples of the rules, one after another.
 *
 *   node --import tsx scripts/twins.ts [FOLDER]
 *
 * wdsc-violations.pcap: one connection, on which each call is wrong in another way. msgsvc-violations.pcap: a connection
 * an example, each to a server of its own, because answers of one server are held against each other.
 */
import { fileURLToPath } from 'node:url';
import { messengerRules } from '../dissectors/ms-msrp/rules/index.ts';
import { bound } from '../dissectors/ms-wdsc/rules/bytes.ts';
import { wdscRules } from '../dissectors/ms-wdsc/rules/index.ts';
import { type Frame, hex, SERVER, session, sessionMessage, stamp, writePcap } from '../samples/make/index.ts';
import type { Example } from '../src/model/rule.ts';

const folder = process.argv[2] ?? fileURLToPath(new URL('../samples', import.meta.url));

/** Calls that need no bind of their own, on one connection. */
function wds(): Frame[] {
  const opening = bound();
  const conversation = session({ port: 5040 });
  const say = (turns: Example['turns']): void => {
    for (const { from, tcp } of turns ?? []) conversation.send(from, hex(tcp ?? ''));
  };
  say(opening);
  for (const { turns = [], close, closedBy } of wdscRules.flatMap((rule) => rule.bad as readonly Example[])) {
    const alike = opening.every((turn, i) => turns[i]?.tcp === turn.tcp);
    if (alike && !close && !closedBy) say(turns.slice(opening.length));
  }
  return conversation.fin().frames;
}

/** The first bad example of each rule of msgsvc. */
function names(): Frame[] {
  const frames: Frame['bytes'][] = [];
  let number = 10;
  for (const rule of messengerRules.filter(({ id }) => id.startsWith('msgsvc/'))) {
    const { turns = [], port } = rule.bad[0] as Example;
    const address = `192.0.2.${number++}`;
    const conversation = session({ port: port ?? 445, server: { ...SERVER, address }, clientPort: 49152 + number });
    for (const { from, smb, tcp } of turns) conversation.send(from, smb ? sessionMessage(hex(smb)) : hex(tcp ?? ''));
    frames.push(...conversation.fin().frames.map(({ bytes }) => bytes));
  }
  return stamp(frames);
}

writePcap(`${folder}/wdsc-violations.pcap`, wds());
writePcap(`${folder}/msgsvc-violations.pcap`, names());
