/** Writes the pages that are made from the sources: `npm run docs`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { consoleOutput, inClone } from './docs/console.ts';
import { pages } from './docs/pages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const [path, text] of Object.entries(pages())) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(path);
}

const readme = join(root, 'README.md');
const before = readFileSync(readme, 'utf8');
writeFileSync(readme, await inClone(root, (folder) => consoleOutput(before, folder)));
console.log('README.md');
