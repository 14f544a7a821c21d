/**
 * How fast the program is: `npm run bench [-- CAPTURE] [--mib 20] [--runs 3] [--modes summary,json]`. Without a capture
 * the samples are repeated. The bundle is timed, in processes of its own, output thrown away; figures are medians.
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { repeatSamples } from './bench/capture.ts';
import { framesOf } from './fuzz/frames.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  options: {
    mib: { type: 'string', default: '20' },
    runs: { type: 'string', default: '3' },
    modes: { type: 'string', default: 'start,summary,fields,detail,json,check,messages' },
  },
  allowPositionals: true,
});

const FIELDS = [
  'frame.number',
  'frame.time_epoch',
  'ip.src',
  'ip.dst',
  'tcp.srcport',
  'tcp.dstport',
  'smb.cmd',
  'smb.mid',
];
const MODES: Readonly<Record<string, readonly string[]>> = {
  start: ['read', '-c', '1'],
  summary: ['read'],
  fields: ['read', '-T', 'fields', ...FIELDS.flatMap((field) => ['-e', field])],
  detail: ['read', '-V', '--no-rules'],
  json: ['read', '-T', 'json', '--no-rules'],
  check: ['check', '--fail-on', 'never'],
  messages: ['messages'],
};

interface Taken {
  readonly seconds: number;
  readonly cpu: number;
  readonly mib: number;
}

function time(words: readonly string[]): Promise<Taken> {
  const out = openSync(devNull, 'w');
  const hook = fileURLToPath(new URL('bench/usage.mjs', import.meta.url));
  const begun = performance.now();
  const child = spawn(process.execPath, ['--import', hook, join(root, 'bin/specshark.js'), ...words], {
    stdio: ['ignore', out, 'inherit', 'pipe'],
  });
  closeSync(out);
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdio[3]!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on('close', (code) => {
      const seconds = (performance.now() - begun) / 1000;
      if (code !== 0) reject(new Error(`specshark ${words.join(' ')} ended with ${code}`));
      else resolve({ seconds, ...(JSON.parse(said) as { cpu: number; mib: number }) });
    });
  });
}

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;

const scratch = mkdtempSync(join(tmpdir(), 'specshark-bench-'));
try {
  const capture = positionals[0] ?? join(scratch, 'samples.pcap');
  const packets = positionals[0]
    ? (await framesOf(capture)).length
    : await repeatSamples(join(root, 'samples'), capture, Number(values.mib) * 2 ** 20);
  console.log(
    `${packets} packets, ${(statSync(capture).size / 2 ** 20).toFixed(1)} MiB; Node ${process.versions.node}`,
  );
  for (const mode of values.modes.split(',')) {
    const words = MODES[mode];
    if (!words) throw new Error(`no mode ${mode}; there are ${Object.keys(MODES).join(', ')}`);
    const runs: Taken[] = [];
    for (let i = 0; i < Number(values.runs); i++) runs.push(await time([...words, capture]));
    const seconds = median(runs.map((run) => run.seconds));
    const rate = mode === 'start' ? '' : `${Math.round(packets / seconds)} packets/s`;
    const figures = [
      `${seconds.toFixed(2)} s`,
      `${median(runs.map((run) => run.cpu)).toFixed(2)} s cpu`,
      `${Math.round(median(runs.map((run) => run.mib)))} MiB`,
    ];
    console.log(`${mode.padEnd(9)} ${rate.padStart(18)} ${figures.map((figure) => figure.padStart(12)).join('')}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
