/** Nothing that a packet says steers the terminal of its reader. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { sendRequest, sendResponse, session, sessionMessage, stamp, writePcap } from '../../samples/make/index.ts';
import { program } from '../../scripts/golden/program.ts';

const scratch = mkdtempSync(join(tmpdir(), 'specshark-hostile-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** Clears the screen, sets a title, rings, goes back, begins a line, is a control character by itself. */
const HOSTILE = '\u001b[2J\u001b]0;title\u0007a\b\r\nspecshark: all is well\u009b31m\u007f\t';

const path = join(scratch, 'hostile.pcap');
const conversation = session({ port: 139, netbios: { called: '\u001b[2J\r\nCALLED', calling: '\u0007\u009bCALLING' } })
  .client(sessionMessage(sendRequest({ from: `F${HOSTILE}`, to: `T${HOSTILE}`, text: `X${HOSTILE}` })))
  .server(sessionMessage(sendResponse()))
  .fin();
writePcap(path, stamp(conversation.frames));

const FORMS: Readonly<Record<string, readonly string[]>> = {
  'the list': ['read'],
  'the tree': ['read', '-V'],
  'the tree and the bytes': ['read', '-V', '-x'],
  fields: [
    'read',
    '-T',
    'fields',
    '-E',
    'separator=|',
    '-e',
    'smb.message',
    '-e',
    'smb.originator_name',
    '-e',
    'nbss.called_name',
    '-e',
    '_ws.col.Info',
  ],
  json: ['read', '-T', 'json'],
  findings: ['check'],
  'findings as json': ['check', '-T', 'json'],
  messages: ['messages'],
  'messages as json': ['messages', '-T', 'json'],
};

describe('hostile text is shown escaped in', () => {
  for (const [name, words] of Object.entries(FORMS)) {
    test(name, async () => {
      const output = (await program([...words, path])).output.toString('utf8');
      assert.doesNotMatch(output, /[\0-\u0009\u000b-\u001f]/);
      // JSON escapes what JSON must; the rest of it is for machines.
      if (!words.includes('json')) assert.doesNotMatch(output, /[\u007f-\u009f]/);
      // A line of its own would be taken for ours; a message's own lines are indented.
      assert.doesNotMatch(output, /^specshark: all is well/m);
    });
  }

  test('and is all there', async () => {
    const { output } = await program(['read', '-T', 'fields', '-e', 'smb.originator_name', path]);
    assert.match(
      output.toString('utf8'),
      /^F\\x1b\[2J\\x1b\]0;title\\x07a\\x08\\r\\nspecshark: all is well.*\\x7f\\t$/m,
    );
  });
});
