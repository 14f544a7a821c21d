#!/usr/bin/env node
// Builds the bundle when there is none, then starts it. Nothing else belongs here: every line delays every start. It is
// CommonJS (package.json beside it) for the same reason: Node looks for modules and loads them step by step.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const bundle = join(__dirname, '../dist/specshark.cjs');

let ready = true;
if (!existsSync(bundle)) {
  const { spawnSync } = require('node:child_process');
  const script = join(__dirname, '../scripts/ready.mjs');
  // Standard input may be a capture and standard output may be read by a program: the build gets neither.
  const { status } = spawnSync(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
  ready = status === 0;
  if (!ready) process.exitCode = status ?? 2;
}
if (ready) require(bundle);
