/** `--idl`: an interface of the user's own, written as such texts often are, and what becomes of a wrong one. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { specshark } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'specshark-idl-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** NetrSendMessage under other names: an import that is nowhere, a stray semicolon, a type that nobody declares. */
const POPUP = `
import "ms-dtyp.idl", "nowhere.idl";
#define NET_API_FUNCTION __stdcall
[ uuid(5a7b91f8-ff00-11d0-a9b2-00c04fb6e6fc), version(1.0), pointer_default(unique) ]
interface popup
{
  typedef [string] LPSTR TEXT_TYPE;;
  error_status_t NET_API_FUNCTION Pop([in] handle_t h, [in, string] LPSTR Who, [in] TEXT_TYPE Whom, [in, string] char *What);
}
`;
const SAMPLE = 'samples/linktypes-ethernet.pcap';

describe('--idl', () => {
  test('takes the place of what is known', async () => {
    const path = file('popup.idl', POPUP);
    const { code, stdout, stderr } = await specshark(['read', '--idl', path, SAMPLE]);
    assert.equal(code, 0);
    assert.match(stdout, /Pop request, Who: PRINTSERVER, Whom: WORKSTATION, What: Print Job Completed\n/);
    assert.match(stderr, /popup\.idl:2:\d+: "nowhere\.idl" is not at hand/);
    const fields = await specshark(['read', '--idl', path, '-T', 'fields', '-e', 'msgsvcsend.What', SAMPLE]);
    assert.equal(fields.stdout.split('\n')[0], 'Print Job Completed');
    const calls = await specshark(['calls', '--idl', path, '-T', 'ndjson', SAMPLE]);
    const { operation, in: sent, undecoded } = JSON.parse(calls.stdout.split('\n')[0]!);
    assert.deepEqual(
      [operation, sent, undecoded],
      ['Pop', { Who: 'PRINTSERVER', Whom: 'WORKSTATION', What: 'Print Job Completed' }, 0],
    );
  });

  test('two texts of one interface are one interface', async () => {
    const head = '[ uuid(5a7b91f8-ff00-11d0-a9b2-00c04fb6e6fc), version(1.0) ] interface popup {\n';
    const first = file(
      'first.idl',
      `${head}error_status_t Pop([in] handle_t h, [in, string] char *Who);\nvoid Gone(); }`,
    );
    const second = file('second.idl', `${head}void Opnum0NotUsedOnWire();\nvoid Second([in] long a); }`);
    const both = ['--idl', first, '--idl', second];
    const { code, stdout } = await specshark(['calls', ...both, SAMPLE]);
    assert.equal(code, 0);
    assert.match(stdout, / Pop\(Who: PRINTSERVER\)/);
    const known = await specshark(['fields', ...both, 'msgsvcsend.a', 'msgsvcsend.Who']);
    assert.match(known.stdout, /msgsvcsend\.a\b[\s\S]*msgsvcsend\.Who\b|msgsvcsend\.Who\b[\s\S]*msgsvcsend\.a\b/);
  });

  test('serves `messages`, too', async () => {
    const path = file('popup.idl', POPUP);
    const { code, stderr } = await specshark(['messages', '--idl', path, '-Y', 'msgsvcsend.What', SAMPLE]);
    assert.equal(code, 0);
    assert.match(stderr, /nowhere\.idl/);
  });

  test('finds what is imported beside it', async () => {
    file('types.idl', 'typedef [string] char *NAME;');
    const path = file('main.idl', POPUP.replace('"nowhere.idl"', '"types.idl"').replace('TEXT_TYPE Whom', 'NAME Whom'));
    const { code, stdout, stderr } = await specshark(['calls', '--idl', path, SAMPLE]);
    assert.equal(code, 0);
    assert.doesNotMatch(stderr, /not at hand/);
    assert.match(stdout, /Whom: WORKSTATION/);
  });

  test('that cannot be read says where and what was expected, and ends with 2', async () => {
    const path = file('wrong.idl', 'interface x\n{\n  long F([in] long a;\n}\n');
    const { code, stdout, stderr } = await specshark(['read', '--idl', path, SAMPLE]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^specshark: .*wrong\.idl:3:\d+: expected .*\n$/);
  });

  test('that is not there, or describes nothing, ends with 2', async () => {
    assert.match(
      (await specshark(['read', '--idl', 'no.idl', SAMPLE])).stderr,
      /--idl: no\.idl cannot be read: no such file/,
    );
    const { code, stderr } = await specshark(['read', '--idl', file('none.idl', 'typedef long X;'), SAMPLE]);
    assert.equal(code, 2);
    assert.match(stderr, /describes no interface with a UUID/);
  });
});
