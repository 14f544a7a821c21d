/** The README's commands that capture, as they stand there, on an interface of ours. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { PROGRAM, ROOT } from '../cli/run.ts';
import { Lab } from './lab.ts';

let lab: Lab;
before(async () => {
  lab = await Lab.make();
});
after(() => lab.end());
const scratch = mkdtempSync(join(tmpdir(), 'specshark-readme-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const [, block = ''] = /^```sh live\n(.*?)^```/ms.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? [];
const commands = block
  .split('\n')
  .filter(Boolean)
  .map((line) => line.replace(/\s+#.*$/, ''));

describe('the README’s live commands', () => {
  test('are there', () => assert.ok(commands.length >= 4));

  for (const command of commands) {
    test(command, async () => {
      const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
      assert.deepEqual(words.slice(0, 2), ['node', 'bin/specshark.js']);
      const file = join(scratch, 'live.pcapng');
      // A minute is long for a test.
      const own = words
        .slice(2)
        .map((word) =>
          word === 'eth0' ? lab.to : word === 'live.pcapng' ? file : word.replace('duration:60', 'duration:1'),
        );
      if (own[0] === 'interfaces') {
        assert.match(lab.run(process.execPath, PROGRAM, ...own), new RegExp(`^${lab.to}\\b`, 'm'));
        return;
      }
      const capturing = await lab.capture(...own.slice(1));
      await lab.replay(join(ROOT, 'samples/messenger-single.pcap'));
      if (!own.includes('duration:1')) await new Promise((done) => setTimeout(done, 1000));
      const { code, stderr } = own.includes('duration:1') ? await capturing.ended : await capturing.stop();
      assert.equal(code, 0, stderr);
      if (own.includes(file)) assert.ok(readdirSync(scratch).some((name) => /^live.*\.pcapng$/.test(name)));
    });
  }
});
