import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * What pages show of a terminal is what a terminal shows: blocks of ```console hold commands after `$ ` and what they
 * print. A line with nothing but … stands for lines left out, a … at a line's end for the rest of a long one.
 */

const BLOCK = /^```console\n(.*?)^```$/gms;
const PROMPT = '$ ';
const LEFT_OUT = '…';
const WIDEST = 132;

/** A page with what its commands print now. The commands of a page follow one another in a copy of the checkout. */
export async function consoleOutput(page: string, folder: string): Promise<string> {
  let done = '';
  let at = 0;
  for (const block of page.matchAll(BLOCK)) {
    done += page.slice(at, block.index);
    at = block.index + block[0].length;
    done += `\`\`\`console\n${await blockOutput(block[1]!, folder)}\`\`\``;
  }
  return done + page.slice(at);
}

async function blockOutput(block: string, folder: string): Promise<string> {
  const parts = block.split(/^(?=\$ )/m);
  let code = 0;
  let text = '';
  for (const part of parts) {
    const [first, ...shown] = part.split('\n').slice(0, -1);
    if (!first!.startsWith(PROMPT)) throw new Error(`no command before '${first}'`);
    const ran = await run(first!.slice(PROMPT.length), code, folder);
    code = ran.code;
    text += [first, ...excerpt(ran.lines, shown)].map((line) => `${line}\n`).join('');
  }
  return text;
}

/** As many of the first and last lines as the page has now. */
function excerpt(lines: readonly string[], shown: readonly string[]): string[] {
  const gap = shown.indexOf(LEFT_OUT);
  const before = gap < 0 ? lines.length : gap;
  const after = gap < 0 ? 0 : shown.length - gap - 1;
  const all = before + after >= lines.length;
  const chosen = all ? lines : [...lines.slice(0, before), LEFT_OUT, ...lines.slice(lines.length - after)];
  return chosen.map((line) => (line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}${LEFT_OUT}` : line));
}

/** Runs a command as a shell does whose last one ended with `before`. */
function run(command: string, before: number, folder: string): Promise<{ lines: string[]; code: number }> {
  const env: NodeJS.ProcessEnv = { ...process.env, XDG_CONFIG_HOME: folder };
  // It may run under Node's test runner, which would have its children report to it.
  delete env['NODE_TEST_CONTEXT'];
  const child = spawn('bash', ['-c', `exec 2>&1; (exit ${before}); ${command}`], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    child.on('error', reject);
    child.on('close', (code) => {
      const lines = Buffer.concat(pieces).toString('utf8').split('\n').slice(0, -1);
      resolve({ lines: lines.map((line) => line.trimEnd()), code: code ?? 1 });
    });
  });
}

/** What a clone of the checkout as it lies there would be, built and with its packages; `use` is given its folder. */
export async function inClone<T>(root: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'specshark-clone-'));
  try {
    const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      maxBuffer: 1 << 26,
    });
    for (const path of files.toString('utf8').split('\0')) {
      if (path === '' || /^(test|docs)\//.test(path)) continue;
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      copyFileSync(join(root, path), join(folder, path));
    }
    mkdirSync(join(folder, 'node_modules'));
    for (const name of readdirSync(join(root, 'node_modules'))) {
      if (name === '.package-lock.json')
        copyFileSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
      else symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    }
    execFileSync(process.execPath, [join(folder, 'scripts/ready.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
