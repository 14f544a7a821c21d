/** What a question leaves unread: fields that lie elsewhere must not cost what carries them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { protocols, wiring } from '../../dissectors/index.ts';
import { Question } from '../../src/engine/question.ts';
import { Reach } from '../../src/engine/reach.ts';
import { Registry } from '../../src/engine/registry.ts';

const registry = new Registry(protocols);

function reached(abbrev: string, listed = false): (name: string) => boolean {
  const question = Question.fields(registry.fields.get(abbrev) ?? assert.fail(`no field ${abbrev}`), listed);
  const reach = new Reach(registry, question, question.asks(wiring.data));
  return (name) => reach.of(registry.protocol(name) ?? assert.fail(`no protocol ${name}`));
}

describe('a question reads', () => {
  for (const [abbrev, read, unread] of [
    ['ip.src', ['frame', 'eth', 'ip', 'tcp'], ['nbss', 'smb', 'smb2', 'dcerpc', 'srvsvc', 'data']],
    ['smb.cmd', ['tcp', 'nbss', 'smb'], ['smb2', 'dcerpc', 'srvsvc', 'mailslot', 'browser']],
    ['smb2.cmd', ['tcp', 'nbss', 'smb2'], ['smb', 'dcerpc', 'srvsvc']],
    ['srvsvc.opnum', ['nbss', 'smb', 'smb2', 'dcerpc', 'srvsvc'], ['mailslot', 'samr', 'browser']],
    ['ntlmssp.messagetype', ['nbss', 'smb', 'smb2', 'dcerpc', 'ntlmssp'], ['srvsvc', 'browser']],
    ['mailslot.name', ['smb', 'mailslot'], ['smb2', 'dcerpc', 'browser']],
    ['data.len', ['smb', 'smb2', 'dcerpc', 'srvsvc', 'browser', 'data'], []],
  ] as const) {
    test(abbrev, () => {
      const of = reached(abbrev);
      assert.deepEqual(
        read.filter((name) => !of(name)),
        [],
        'carry it; a protocol lacks one in what it carries',
      );
      assert.deepEqual(
        unread.filter(of),
        [],
        'do not; a protocol that carries nothing has to say so: carries: () => []',
      );
    });
  }

  test('everything where the list is shown, too', () => {
    const of = reached('ip.src', true);
    assert.deepEqual(
      protocols.filter(({ name }) => !of(name)),
      [],
    );
  });
});
