/**
 * Makes the files of a new protocol or rule, in the shape that this project gives them, and says which line names them:
 *
 *   npm run scaffold -- protocol NAME        dissectors/NAME/ and a test
 *   npm run scaffold -- rule FOLDER/ID       dissectors/FOLDER/rules/ID.ts
 *
 * Nothing that exists is written over.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Files, isName } from './scaffold/names.ts';
import { protocolFiles, protocolLines } from './scaffold/protocol.ts';
import { folderOf, ruleFiles, ruleLines } from './scaffold/rule.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

class Refused extends Error {}

function main([kind, what = '']: readonly string[]): void {
  if (kind === 'protocol') {
    if (!isName(what)) throw new Refused(`a protocol's name is small letters, digits and single dashes, not '${what}'`);
    make(protocolFiles(what));
    console.log(protocolLines(what));
  } else if (kind === 'rule') {
    const [folder = '', id = ''] = what.split('/');
    if (!isName(id))
      throw new Refused(`a rule is FOLDER/ID, its id small letters, digits and single dashes, not '${what}'`);
    if (!existsSync(join(root, 'dissectors', folder))) throw new Refused(`there is no dissectors/${folder}`);
    const known = folderOf(root, folder);
    make(ruleFiles(known, id));
    console.log(ruleLines(known, id));
  } else throw new Refused('usage: npm run scaffold -- protocol NAME, or rule FOLDER/ID');
}

function make(files: Files): void {
  const there = Object.keys(files).find((path) => existsSync(join(root, path)));
  if (there) throw new Refused(`${there} exists`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(path);
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(`specshark: ${error.message}`);
  process.exitCode = 2;
}
