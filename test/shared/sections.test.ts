/** What `sections.json` says of the documents, against the documents. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sectionsOf } from '../../scripts/sections/read.ts';

/** Words of sections 2 and 3, as they were counted by hand; MS-MSRP's lower-case one is among its MUST. */
const COUNTED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'MS-WDSC': { MUST: 75, 'MUST NOT': 2, SHOULD: 12, 'SHOULD NOT': 1, MAY: 12 },
  'MS-MSRP': { MUST: 227, 'MUST NOT': 9, SHOULD: 18, 'SHOULD NOT': 1, MAY: 17 },
};

for (const [document, counted] of Object.entries(COUNTED)) {
  const text = readFileSync(new URL(`../../../shared/specs/${document}.md`, import.meta.url), 'utf8');
  const sections = sectionsOf(text);

  test(`${document}: the sentences are those that the catalogue answers`, () => {
    const path = `../../dissectors/${document.toLowerCase()}/sections.json`;
    assert.deepEqual(sections, JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')));
  });

  test(`${document}: the words are as many as were counted`, () => {
    const found: Record<string, number> = {};
    for (const [section, sentences] of Object.entries(sections)) {
      if (!/^[23]/.test(section)) continue;
      for (const word of sentences.flatMap((it) => it.words)) found[word] = (found[word] ?? 0) + 1;
    }
    assert.deepEqual(found, counted);
  });
}
