/**
 * Whether dist/ was built from the sources as they are. Names, sizes and modification times are compared, not
 * contents: that takes a few milliseconds for a thousand files, and this runs before each `npm start`. The list is
 * compared as it is: a hash would need node:crypto, which takes longer to load than all the rest.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['src', 'dissectors'];
const FILES = ['package.json', 'package-lock.json', 'scripts/build.mjs'];

const bundleFile = (root) => join(root, 'dist', 'specshark.cjs');
const stampFile = (root) => join(root, 'dist', '.sources');

export function fingerprint(root) {
  let list = '';
  const add = (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    list += `${path} ${size} ${mtimeMs}\n`;
  };
  for (const folder of FOLDERS) if (existsSync(join(root, folder))) walk(root, folder, add);
  for (const file of FILES) if (existsSync(join(root, file))) add(file);
  return list;
}

export function bundleIsCurrent(root, sources) {
  try {
    return existsSync(bundleFile(root)) && readFileSync(stampFile(root), 'utf8') === sources;
  } catch {
    return false;
  }
}

export function recordBundle(root, sources) {
  writeFileSync(stampFile(root), sources);
}

function walk(root, folder, add) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  // Directory order is the file system's affair.
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) walk(root, path, add);
    else if (!entry.name.endsWith('.md')) add(path);
  }
}
