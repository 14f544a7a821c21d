import { totalmem } from 'node:os';
import type { BackendName, Bounds, CaptureRequest } from '../../capture/live/index.ts';
import { REPORTS } from '../../output/reports/index.ts';
import type { Arguments } from '../command.ts';
import { UsageError } from '../exit.ts';
import { FORM_OPTIONS } from '../forms.ts';
import { positive } from '../parse.ts';

/** What is shown while it captures. */
export type Shows = 'packets' | 'messages' | 'calls' | 'check' | 'nothing';

/** What `capture` is to do. */
export interface Plan {
  readonly request: CaptureRequest;
  readonly backend: BackendName | undefined;
  readonly user: string | undefined;
  readonly shows: Shows;
  /** -w: the file, or '-'. */
  readonly file: string | undefined;
  readonly ring: Bounds | undefined;
  /** Each packet is in the file as soon as it arrived. */
  readonly flush: boolean;
  /** When it ends by itself. */
  readonly stop: Bounds;
}

/** MiB of the kernel's buffer at most: at 50,000 packets a second of 600 bytes, four seconds of being late. */
const BUFFER = 128;
/** All interfaces together take so much of the machine's memory at most, unless they are told more. */
const SHARE = 1 / 32;
/** What is enough for an interface where memory is scarce. */
const LEAST_BUFFER = 8;
/** Options that ask for packets to be shown, though they are written to a file. */
const SHOWING = ['print', 'detail', 'only', 'hex', 'format', 'field', 'filter'];
const VIEWS = ['messages', 'calls', 'check'] as const;
/** Forms of each view; the first is what it has unless told. */
export const FORMATS: Readonly<Partial<Record<Shows, readonly string[]>>> = {
  packets: FORM_OPTIONS.find(({ name }) => name === 'format')!.choices!,
  messages: ['text', 'json', 'ndjson'],
  calls: ['text', 'json', 'ndjson', 'csv'],
  check: Object.keys(REPORTS),
};

/** Throws a UsageError where options contradict each other. */
export function planOf(args: Arguments): Plan {
  const interfaces = args.all('interface');
  if (interfaces.length === 0) {
    throw new UsageError('capture: -i names no interface; specshark interfaces lists them');
  }
  if (args.files.length > 0) {
    throw new UsageError(`capture reads no files; a filter goes behind -f: -f '${args.files.join(' ')}'`);
  }
  const file = args.one('write');
  const shows = showsOf(args, file);
  const ring = bounds('-b', args.all('ring'));
  if (ring && (file === undefined || file === '-')) throw new UsageError('-b needs a file: -w FILE');
  const rotates = ring && (ring.bytes ?? ring.seconds ?? ring.packets) !== undefined;
  if (ring && !rotates) throw new UsageError('-b files: needs filesize:, duration: or packets: beside it');
  const stop = bounds('-a', args.all('autostop')) ?? {};
  if (stop.bytes !== undefined && file === undefined) throw new UsageError('-a filesize: needs -w FILE');
  if (stop.files !== undefined && !ring) throw new UsageError('-a files: needs -b');
  const stray = ['fail-on', 'rule', 'require', 'min-coverage', 'baseline', 'report'].find((name) => args.has(name));
  if (stray !== undefined && shows !== 'check') throw new UsageError(`--${stray} belongs to --check`);
  const count = positive('-c', args.one('count'));
  const filter = args.one('capture-filter');
  const snapLength = positive('-s', args.one('snapshot-length'));
  const linkType = args.one('link-type');
  return {
    request: {
      interfaces,
      ...(filter === undefined || filter.trim() === '' ? {} : { filter }),
      ...(snapLength === undefined ? {} : { snapLength }),
      promiscuous: !args.has('not-promiscuous'),
      buffer: positive('-B', args.one('buffer')) ?? bufferFor(interfaces.length),
      ...(linkType === undefined ? {} : { linkType }),
      // A ring of many small packets is kept in full only where nobody has to see each at once.
      immediate: (shows !== 'nothing' && shows !== 'check' && file === undefined) || args.has('flush'),
    },
    backend: args.one('backend') === 'auto' ? undefined : (args.one('backend') as BackendName | undefined),
    user: args.one('user'),
    shows,
    file,
    ring,
    flush: args.has('flush'),
    stop: { ...stop, packets: Math.min(count ?? Number.POSITIVE_INFINITY, stop.packets ?? Number.POSITIVE_INFINITY) },
  };
}

function bufferFor(interfaces: number): number {
  const share = Math.floor((totalmem() * SHARE) / 2 ** 20);
  return Math.max(LEAST_BUFFER, Math.floor(Math.min(BUFFER, share) / interfaces));
}

function showsOf(args: Arguments, file: string | undefined): Shows {
  const views = VIEWS.filter((name) => args.has(name));
  if (views.length > 1) throw new UsageError(`--${views.join(' and --')} exclude each other`);
  const asked = SHOWING.some((name) => args.has(name));
  const shows: Shows = views[0] ?? (file === undefined || asked ? 'packets' : 'nothing');
  if (args.has('quiet')) {
    if (views.length > 0 || asked) throw new UsageError('-q shows nothing: it excludes what is to be shown');
    return 'nothing';
  }
  if (file === '-' && shows !== 'nothing')
    throw new UsageError('-w - takes standard output: nothing else can be shown');
  const format = args.one('format');
  const known = FORMATS[shows];
  if (format !== undefined && known && !known.includes(format)) {
    const what = views[0] ? `--${views[0]}` : 'the packets';
    throw new UsageError(`-T ${format}: ${what} can be had as ${known.join(', ')}`);
  }
  return shows;
}

/** tshark's: duration in seconds, filesize in units of 1,000 bytes. */
const UNITS: Readonly<Record<string, readonly [keyof Bounds, number]>> = {
  duration: ['seconds', 1],
  filesize: ['bytes', 1000],
  packets: ['packets', 1],
  files: ['files', 1],
};

function bounds(option: string, settings: readonly string[]): Bounds | undefined {
  if (settings.length === 0) return undefined;
  const found: { -readonly [name in keyof Bounds]: Bounds[name] } = {};
  for (const setting of settings) {
    const [, name, value] = /^(\w+):(\d+(?:\.\d+)?)$/.exec(setting) ?? [];
    const unit = UNITS[name ?? ''];
    const number = Number(value);
    if (!unit || !(number > 0) || (unit[0] !== 'seconds' && !Number.isInteger(number))) {
      throw new UsageError(`${option} takes ${Object.keys(UNITS).join(':N, ')}:N, not '${setting}'`);
    }
    found[unit[0]] = number * unit[1];
  }
  return found;
}
