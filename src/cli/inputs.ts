import { isatty } from 'node:tty';
import { protocols, rpcInterfaces, wiring } from '../../dissectors/index.ts';
import { escapeText } from '../bytes/text.ts';
import { CaptureError, openCapture } from '../capture/index.ts';
import { findings } from '../conformance/fields.ts';
import { Judge, PROFILES, type Profile } from '../conformance/judge.ts';
import { Pass } from '../engine/pass.ts';
import type { Question } from '../engine/question.ts';
import { Registry } from '../engine/registry.ts';
import { run } from '../engine/run.ts';
import type { CaptureEnd, CaptureReader } from '../model/frame.ts';
import type { Observer } from '../model/observer.ts';
import type { Packet } from '../model/packet.ts';
import type { Arguments, Option } from './command.ts';
import { EXIT, UsageError } from './exit.ts';
import { boundHeap } from './heap.ts';
import { idlOf } from './idl.ts';
import { Progress } from './progress.ts';

export const READ_FILE: Option = {
  name: 'read',
  letter: 'r',
  takes: 'FILE',
  many: true,
  describe: 'a file to read; - is standard input',
};
export const CODE_PAGE: Option = {
  name: 'code-page',
  takes: 'PAGE',
  describe: 'how OEM text is read: 437 (default), 850, 852, 866, 932 …',
};
export const REVEAL: Option = {
  name: 'reveal',
  describe: 'show passwords and keys; without it they are stars',
};
export const PROFILE: Option = {
  name: 'profile',
  letter: 'p',
  takes: 'PROFILE',
  choices: PROFILES,
  describe: 'strict: the text; windows: what Windows is known to do is a note',
};

export function inputs(args: Arguments, command: string): readonly string[] {
  const files = [...args.all('read'), ...args.files];
  if (files.length === 0) throw new UsageError(`${command}: no file named`);
  return files;
}

export const profileOf = (args: Arguments): Profile => (args.one('profile') as Profile | undefined) ?? 'strict';

export const IDL: Option = {
  name: 'idl',
  takes: 'FILE',
  many: true,
  describe: 'an RPC interface of your own, or one in place of a known one',
};

/** The protocols, with the interfaces that the user describes. */
export function makeRegistry(args?: Arguments): Registry {
  const described = (args?.all('idl') ?? []).flatMap((path) => rpcInterfaces.describe(idlOf(path)));
  const instead = new Set(described.map((it) => it.instead?.protocol));
  const all = [...protocols, ...described.map(({ made }) => made.protocol)];
  return new Registry([...all.filter((it) => !instead.has(it)), findings]);
}

/** Our own bugs are thrown where somebody wants to see them: in the tests. */
const strict = process.env['SPECSHARK_STRICT'] === '1';

export const makePass = (registry: Registry, question: Question, observer?: Observer): Pass =>
  new Pass(registry, wiring, question, observer, strict);

/** Judges by every rule; they are loaded by whoever asks for judgement. */
export async function makeJudge(profile: Profile): Promise<Judge> {
  const { rules } = await import('../../dissectors/rules.ts');
  return new Judge(rules, profile);
}

/** Which rules failed, by our own mistake; undefined where none did. */
export function failureOf(judge: Judge | undefined): string | undefined {
  if (!judge?.failures.size) return undefined;
  const failed = [...judge.failures].map(([id, why]) => `${id}: ${why}`);
  return `internal error, please report it: ${failed.join('; ')}`;
}

/** The same on standard error; gives the exit code. */
export function tellFailure(judge: Judge | undefined): number {
  const failure = failureOf(judge);
  tellTrouble(failure);
  return failure ? EXIT.software : EXIT.ok;
}

/** What became of one input. */
export interface Input {
  readonly path: string;
  /** EXIT.ok, EXIT.input or EXIT.partial. */
  readonly code: number;
  /** One line, where something was wrong. */
  readonly trouble: string | undefined;
  /** The reader's name for what it is: 'pcap', 'pcapng, gzip' … */
  readonly format?: string;
}

/** Reads one file through a pass; what goes wrong with the file is told on standard error and given back. */
export async function readInto(
  path: string,
  pass: Pass,
  each: (packet: Packet) => void,
  count?: number,
): Promise<Input> {
  const input = await readQuietly(path, pass, each, count);
  tellTrouble(input.trouble);
  return input;
}

/** Says what went wrong with a file, where something did. */
export function tellTrouble(trouble: string | null | undefined): void {
  if (trouble) process.stderr.write(`specshark: ${escapeText(trouble)}\n`);
}

/** Reads one file through a pass; what goes wrong with the file is given back. */
export async function readQuietly(
  path: string,
  pass: Pass,
  each: (packet: Packet) => void,
  count?: number,
): Promise<Input> {
  const progress = isatty(2) ? new Progress(path) : undefined;
  try {
    reading = await openCapture(path);
    boundHeap();
    const { names } = pass.packet;
    if (names) reading.hearNames?.((address, name) => names.tell(address, 0, address.length, name));
    const end = await run(reading, pass, each, {
      ...(count === undefined ? {} : { count }),
      between: (open) => {
        progress?.show(open.progress, pass.packet.number);
        boundHeap();
        return interrupted;
      },
    });
    progress?.clear();
    return { ...outcome(path, end), format: reading.format };
  } catch (error) {
    progress?.clear();
    if (!(error instanceof CaptureError)) throw error;
    return { path, code: EXIT.input, trouble: error.message };
  }
}

function outcome(path: string, end: CaptureEnd): Input {
  const name = path === '-' ? 'standard input' : path;
  if (interrupted) return { path, code: EXIT.partial, trouble: `${name}: interrupted` };
  if (end.state === 'complete') return { path, code: EXIT.ok, trouble: undefined };
  return { path, code: EXIT.partial, trouble: `${name}: ${end.message}` };
}

/** Ctrl-C ends the reading after the batch under way; what is known by then is still printed. */
export let interrupted = false;
let reading: CaptureReader | undefined;
const waiting: (() => void)[] = [];
export const onInterrupt = (act: () => void): void => void waiting.push(act);
process.once('SIGINT', () => {
  interrupted = true;
  // It may be waiting for what a pipe brings next.
  reading?.close();
  for (const act of waiting) act();
});
