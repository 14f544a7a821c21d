import { isatty } from 'node:tty';
import { escapeText } from '../bytes/text.ts';
import { BACKEND_NAMES } from '../capture/live/index.ts';
import type { Command, Option } from './command.ts';
import { FORMATS, planOf } from './live/plan.ts';
import { Session } from './live/session.ts';
import { POLICY } from './policy.ts';
import { READ_OPTIONS } from './read.ts';

/** What of `check`'s policy makes sense of traffic that is gone when it was judged. */
const GATE = new Set(['fail-on', 'rule', 'require', 'min-coverage', 'baseline', 'policy', 'today']);
/** Of what `read` takes; what it writes to files, `capture` writes as it came. */
const ONLY_FILES = new Set(['read', 'file-format', 'two-pass', 'pager']);

const own: readonly Option[] = [
  {
    name: 'interface',
    letter: 'i',
    takes: 'IF',
    many: true,
    describe: 'where to capture; any is all of them (specshark interfaces lists them)',
  },
  {
    name: 'capture-filter',
    letter: 'f',
    takes: 'BPF',
    describe: "capture filter, in libpcap's language: 'tcp port 445'",
  },
  { name: 'snapshot-length', letter: 's', takes: 'BYTES', describe: 'bytes kept of each packet (all)' },
  { name: 'not-promiscuous', letter: 'p', describe: 'only what is meant for this machine' },
  {
    name: 'buffer',
    letter: 'B',
    takes: 'MIB',
    describe: "the kernel's buffer in MiB (128, less where memory is scarce)",
  },
  { name: 'link-type', letter: 'y', takes: 'TYPE', describe: 'link type, where the interface offers several' },
  {
    name: 'backend',
    takes: 'BACKEND',
    choices: ['auto', ...BACKEND_NAMES],
    describe: 'what opens the interface: auto takes the first that is there',
  },
  { name: 'user', takes: 'USER', describe: "started by root: whom dissection runs as (sudo's user)" },
  {
    name: 'write',
    letter: 'w',
    takes: 'FILE',
    describe: 'write the packets as they came, as pcapng; - is standard output',
  },
  { name: 'flush', describe: '-w: each packet is in the file as soon as it arrived' },
  {
    name: 'ring',
    letter: 'b',
    takes: 'NAME:N',
    many: true,
    describe: '-w: the next file after duration:SECONDS, filesize:KB or packets:N; files:N are kept',
  },
  {
    name: 'autostop',
    letter: 'a',
    takes: 'NAME:N',
    many: true,
    describe: 'end after duration:SECONDS, filesize:KB, packets:N or files:N',
  },
  { name: 'count', letter: 'c', takes: 'N', describe: 'end after N packets' },
  { name: 'print', letter: 'P', describe: 'show packets though they are written to a file' },
  { name: 'quiet', letter: 'q', describe: 'show nothing' },
  { name: 'messages', describe: 'show messenger texts, as the command messages does' },
  { name: 'calls', describe: 'show remote procedure calls, as the command calls does' },
  { name: 'check', describe: 'judge, as the command check does; its exit codes' },
  ...POLICY.filter(({ name }) => GATE.has(name)),
  { name: 'report', takes: 'FORMAT=FILE', many: true, describe: '--check: write a report to a file, too' },
  {
    name: 'format',
    letter: 'T',
    takes: 'FORMAT',
    choices: [...new Set(Object.values(FORMATS).flat())],
    describe: 'form of the output',
  },
];

/** Of what `read` takes: everything that is about showing packets, with its letter unless it means something else here. */
const inherited = READ_OPTIONS.filter(({ name }) => !ONLY_FILES.has(name) && !own.some((o) => o.name === name)).map(
  (option): Option => {
    const { letter, ...rest } = option;
    return own.some((o) => o.letter === letter) ? rest : option;
  },
);

export const command: Command = {
  name: 'capture',
  takes: '-i IF',
  describe: 'capture on an interface: show, judge and write while it runs',
  options: [...own, ...inherited],
  examples: [
    ["specshark capture -i eth0 -f 'tcp port 445'", 'the list of packets'],
    ['specshark capture -i any --messages', 'messenger texts as they are sent'],
    ['specshark capture -i eth0 --check -a duration:60', 'a gate: exit 1 where the specification is broken'],
    ['specshark capture -i eth0 -w ring.pcapng -b filesize:100000 -b files:10', 'the last gigabyte, for days'],
  ],
  async run(args) {
    const plan = planOf(args);
    const say = (line: string): void => {
      process.stderr.write(`specshark: ${escapeText(line)}\n`);
    };
    // The words of the command line: the thread that dissects reads them for itself.
    return new Session(plan, process.argv.slice(3), say, isatty(2)).run();
  },
};
