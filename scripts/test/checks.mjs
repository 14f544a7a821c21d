/** Types and style, side by side. Says one line when all is well and the tools' own words when not. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const CHECKS = [
  { name: 'types', script: 'typescript/bin/tsc', args: ['--noEmit'] },
  { name: 'style', script: '@biomejs/biome/bin/biome', args: ['check', '--error-on-warnings', '.'] },
];

export async function runChecks(root) {
  const results = await Promise.all(CHECKS.map((check) => run(root, check)));
  for (const { name, passed, seconds, output } of results) {
    console.error(`specshark: ${name} ${passed ? 'right' : 'wrong'} (${seconds} s)`);
    if (!passed) console.error(output.trimEnd());
  }
  return results.every(({ passed }) => passed);
}

function run(root, { name, script, args }) {
  const start = performance.now();
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('close', (code) =>
      done({ name, passed: code === 0, seconds: ((performance.now() - start) / 1000).toFixed(1), output }),
    );
  });
}
