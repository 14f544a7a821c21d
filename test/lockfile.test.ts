/** What npm gets wrong now and then when a dependency is added: the lockfile must serve every machine alike. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Entry {
  version?: string;
  resolved?: string;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
}

const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
const packages: Record<string, Entry> = JSON.parse(text).packages;

test('the lockfile names no registry', () => {
  const resolved = Object.keys(packages).filter((path) => packages[path]!.resolved !== undefined);
  assert.deepEqual(resolved, []);
});

test('the lockfile holds the packages of every platform, not only of the one it was made on', () => {
  const missing = Object.values(packages)
    .flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
    .filter((name) => packages[`node_modules/${name}`]?.version === undefined);
  assert.deepEqual(missing, []);
});
