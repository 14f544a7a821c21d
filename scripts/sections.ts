/**
 * Writes what the documents in ../shared/specs demand, as counts and hashes, beside the catalogues that answer it:
 * `node --import tsx scripts/sections.ts`. With `--show` it prints the sentences.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { plain, sectionsOf, sentencesOf, wordsOf } from './sections/read.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const document of ['MS-WDSC', 'MS-MSRP']) {
  const text = readFileSync(`${root}../shared/specs/${document}.md`, 'utf8');
  if (process.argv.includes('--show')) show(text);
  else {
    const sections = Object.entries(sectionsOf(text)).map(
      ([section, sentences]) =>
        `  ${JSON.stringify(section)}: [\n${sentences.map((it) => `    ${JSON.stringify(it)}`).join(',\n')}\n  ]`,
    );
    writeFileSync(`${root}dissectors/${document.toLowerCase()}/sections.json`, `{\n${sections.join(',\n')}\n}\n`);
  }
}

function show(text: string): void {
  let section = '';
  for (const line of text.split('\n')) {
    section = /^#+ (\d+(?:\.\d+)*) /.exec(line)?.[1] ?? section;
    for (const it of sentencesOf(plain(line)))
      if (wordsOf(it).length > 0) console.log(section, wordsOf(it).join(','), it);
  }
}
