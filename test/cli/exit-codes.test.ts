/** Which exit code is a run's, where there are several reasons. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT, worst } from '../../src/cli/exit.ts';

test('our own mistake is told before what was found, and what could not be read', () => {
  assert.equal(worst([EXIT.ok, EXIT.software, EXIT.findings, EXIT.input, EXIT.partial]), EXIT.software);
  assert.equal(worst([EXIT.software]), EXIT.software);
});

test('findings are told before what could not be read', () => {
  assert.equal(worst([EXIT.partial, EXIT.input, EXIT.findings, EXIT.ok]), EXIT.findings);
  assert.equal(worst([EXIT.partial, EXIT.input]), EXIT.input);
  assert.equal(worst([EXIT.ok]), EXIT.ok);
  assert.equal(worst([]), EXIT.ok);
});

test('no code is passed over', () => {
  for (const code of [EXIT.findings, EXIT.usage, EXIT.input, EXIT.partial, EXIT.capture, EXIT.software]) {
    assert.equal(worst([EXIT.ok, code]), code);
  }
});
