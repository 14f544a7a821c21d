/** Stand-ins for dumpcap and tcpdump: they send a capture, and say what those say. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from './run.ts';
import { specshark } from './run.ts';

export interface Fake {
  /** Lines of the shell that run instead of the capture; `$capture` is what the file is called. */
  readonly does: string;
  readonly version?: string;
}

/** What dumpcap does when all is well: it sends the file and waits to be told to end. */
export const SENDS = `trap 'echo "Packets received/dropped on interface '"'x'"': 9/0 (pcap:\${kernel:-0}/dumpcap:\${own:-0}/flushed:0/ps_ifdrop:0) (100.0%)" >&2; exit 0' INT TERM
cat "$capture"
while :; do sleep 0.05; done`;

/** A folder with programs of these names. Every one writes its words to NAME.words first. */
export function fakes(folder: string, programs: Readonly<Record<string, Fake>>, capture: string): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, { does, version = '9.8.7' }] of Object.entries(programs)) {
    const path = join(folder, name);
    const title = name === 'tcpdump' ? `tcpdump version ${version}` : `Dumpcap (Wireshark) ${version}.`;
    writeFileSync(
      path,
      `#!/bin/sh
if [ "$1" = --version ]; then echo '${title}'; exit 0; fi
printf '%s\\n' "$@" >'${path}.words'
capture='${capture}'
${does}
`,
    );
    chmodSync(path, 0o755);
  }
  return folder;
}

/** The program with these in front of everything else that is installed. */
export const capturing = (folder: string, words: readonly string[], shell?: string): Promise<Run> =>
  specshark(['capture', ...words], {
    env: { PATH: `${folder}:${process.env['PATH']}` },
    ...(shell && { shell }),
  });
