/**
 * Writes the golden files anew, in test/golden: `npm run golden`. What changed is listed; `git diff test/golden` shows
 * how, and is to be read before it is committed.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contents, goldens } from './golden/views.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'test/golden');
process.chdir(root);

const wanted = goldens(root);
let changed = 0;
for (const golden of wanted) {
  const path = join(folder, golden.path);
  const bytes = await contents(golden);
  const before = existsSync(path) ? readFileSync(path) : undefined;
  if (before?.equals(bytes)) continue;
  changed++;
  console.log(`${before ? 'changed' : 'new    '} ${golden.path}`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
const paths = new Set(wanted.map((golden) => golden.path));
const there = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
for (const path of there.filter((name) => /\.\w+$/.test(name) && !paths.has(name))) {
  changed++;
  console.log(`gone    ${path}`);
  rmSync(join(folder, path));
}
console.log(`${wanted.length} golden files, ${changed} written or removed`);
