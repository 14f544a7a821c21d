import { randomBytes } from 'node:crypto';
import { interfaces } from '../../dissectors/index.ts';
import { rules } from '../../dissectors/rules.ts';
import { Judge } from '../conformance/judge.ts';
import type { Registry } from '../engine/registry.ts';
import { Addresses } from './anonymise/addresses.ts';
import { correct } from './anonymise/checksums.ts';
import { Reading } from './anonymise/reading.ts';
import { Sheet } from './anonymise/sheet.ts';
import { Words } from './anonymise/words.ts';
import type { Command } from './command.ts';
import { EXIT, UsageError } from './exit.ts';
import { type HeldFrame, hold, passOver, writeFrames } from './held.ts';
import { IDL, inputs, makeRegistry, READ_FILE } from './inputs.ts';

export const command: Command = {
  name: 'anonymise',
  takes: 'FILE',
  describe: 'a capture without addresses, names, texts and secrets, and with the same findings',
  options: [
    READ_FILE,
    { name: 'write', letter: 'w', takes: 'FILE', describe: 'where the packets go; - is standard output' },
    {
      name: 'key',
      takes: 'TEXT',
      describe: 'the same key replaces the same by the same; a new one each time without it',
    },
    IDL,
  ],
  examples: [['specshark anonymise session.pcap -w shown.pcap', 'what may be shown to others']],
  async run(args) {
    const [path, ...others] = inputs(args, 'anonymise');
    if (others.length > 0) throw new UsageError('anonymise takes one file');
    const to = args.one('write');
    if (to === undefined) throw new UsageError('anonymise needs -w FILE');
    const key = args.one('key') ?? randomBytes(32).toString('hex');
    if (key === '') throw new UsageError('--key is empty');
    const registry = makeRegistry(args);
    const { frames, code } = await hold(path!);
    if (code === EXIT.input) return code;
    const replaced = anonymise(frames, registry, key);
    writeFrames(to, replaced);
    const [before, after] = [frames, replaced].map((some) => findingsOf(some, registry));
    if (before === after) return code;
    process.stderr.write(`specshark: ${path}: not every finding stayed as it was\n`);
    return EXIT.partial;
  },
};

/** The same frames with everything replaced that tells of people and their machines. */
export function anonymise(frames: readonly HeldFrame[], registry: Registry, key: string): HeldFrame[] {
  const sheet = new Sheet(frames);
  const reading = new Reading(sheet, new Words(key, isKept), new Words(key), new Addresses(key));
  passOver(frames, registry, undefined, (packet) => reading.packet(packet));
  reading.finish();
  for (const sum of reading.sums()) correct(sheet, sum);
  return frames.map((frame, i) => ({ ...frame, bytes: sheet.after[i]! }));
}

/** Rules, messages, frames and fields: values may be those that were replaced. */
export function findingsOf(frames: readonly HeldFrame[], registry: Registry): string {
  const judge = new Judge(rules);
  passOver(frames, registry, judge);
  return judge.findings
    .map(({ rule, message, anchor, decidedAt }) =>
      [rule.id, message, anchor.frame, decidedAt, anchor.layer, anchor.field?.abbrev, anchor.offset].join(' '),
    )
    .sort()
    .join('\n');
}

/** What says where a secret is stays, so that it is still said; the secret itself is replaced whatever it is. */
const NAMES_A_SECRET = /PASSW(OR)?D|PWD|PRODUCTKEY|ACCOUNTDATA/;
const isKept = (word: string): boolean => KEPT_WORDS.has(word) || NAMES_A_SECRET.test(word);

/** Words by which protocols find each other; they tell of nobody. */
const KEPT_WORDS: ReadonlySet<string> = new Set([
  ...'PIPE MAILSLOT MAILSLOTS IPC LANMAN MESSNGR BROWSE NETLOGON NTLOGON NET GETDC NTLMSSP MSBROWSE'.split(' '),
  ...'GET POST PUT HEAD HTTP NT LM SAMR LSARPC LSASS SRVSVC WKSSVC SVCCTL WINREG SPOOLSS ATSVC EPMAPPER'.split(' '),
  ...'MSGSVC MSGSVCSEND INITSHUTDOWN EVENTLOG BROWSER NTSVCS PROTECTED STORAGE ROUTER CIFS HOST KRBTGT LDAP'.split(' '),
  ...interfaces.map(({ protocol }) => protocol.name.toUpperCase()),
]);
