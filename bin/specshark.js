#!/usr/bin/env node
// Builds the bundle when there is none, then starts it. Nothing else belongs here: every line delays every start.
import { existsSync } from 'node:fs';

const bundle = new URL('../dist/specshark.js', import.meta.url);

let ready = true;
if (!existsSync(bundle)) {
  const { spawnSync } = await import('node:child_process');
  const { fileURLToPath } = await import('node:url');
  const script = fileURLToPath(new URL('../scripts/ready.mjs', import.meta.url));
  // Standard input may be a capture and standard output may be read by a program: the build gets neither.
  const { status } = spawnSync(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
  ready = status === 0;
  if (!ready) process.exitCode = status ?? 2;
}
if (ready) await import(bundle.href);
