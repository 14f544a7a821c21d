import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { interfaces } from '../../dissectors/index.ts';
import { publishedInterfaces } from '../../dissectors/rpc-interfaces/published.ts';
import { fieldsOf } from '../../src/model/protocol.ts';

const published = publishedInterfaces([]);
const named = (name: string) => published.find(({ protocol }) => protocol.name === name)!;

describe('published interfaces', () => {
  test('every line is whole', () => {
    for (const { uuid, version, document, protocol, operations } of published) {
      assert.match(uuid, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/, protocol.name);
      assert.ok(Number.isInteger(version), protocol.name);
      assert.match(protocol.name, /^[a-z][a-z\d_]*$/);
      assert.notEqual(document, '', protocol.name);
      assert.ok(operations.length > 0, protocol.name);
      for (const name of operations) assert.match(name!, /^[A-Za-z_]\w*$/, `${protocol.name}: ${name}`);
    }
    assert.ok(published.length > 400);
  });

  test('each has its UUID and version, and its name, for itself', () => {
    const keys = interfaces.map(({ uuid, version }) => `${uuid} ${version}`);
    assert.deepEqual(
      keys.filter((key, i) => keys.indexOf(key) !== i),
      [],
    );
    const names = interfaces.map(({ protocol }) => protocol.name);
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
    );
  });

  test('operations have the documents’ numbers', () => {
    assert.equal(named('samr').operations[64], 'SamrConnect5');
    assert.equal(named('lsarpc').operations[1], 'LsarDelete');
    assert.equal(named('lsarpc').operations[44], 'LsarOpenPolicy2');
    assert.equal(named('lsarpc').operations[58], 'LsarLookupNames2');
    assert.equal(named('winreg').operations[24], 'BaseInitiateSystemShutdown');
    assert.equal(named('rpc_netlogon').operations[26], 'NetrServerAuthenticate3');
    assert.equal(named('drsuapi').operations[3], 'IDL_DRSGetNCChanges');
    assert.equal(named('svcctl').operations[64], 'ROpenSCManager2');
  });

  test('objects’ methods come after those that all objects have', () => {
    assert.deepEqual(named('remunk').operations, [
      ...['QueryInterface', 'AddRef', 'Release'],
      ...['RemQueryInterface', 'RemAddRef', 'RemRelease'],
    ]);
    const services = named('iwbemservices').operations;
    assert.equal(services[20], 'ExecQuery');
    assert.equal(services[24], 'ExecMethod');
    assert.equal(named('ifsrmfilescreen').operations[8], 'get_Description');
  });

  test('a number without a name is shown as the documents do', () => {
    assert.equal(named('samr').operations[4], 'Opnum4NotUsedOnWire');
  });

  test('Wireshark’s names where it has them', () => {
    const facts: [string, string, string][] = [
      ['oxid', 'oxid.opnum', 'IOXIDResolver'],
      ['rpc_netlogon', 'netlogon.opnum', 'RPC_NETLOGON'],
      ['mapi', 'mapi.opnum', 'MAPI'],
      ['pn_io_device', 'pn_io.opnum', 'PNIO-CM'],
      ['taskschedulerservice', 'taskschedulerservice.opnum', 'TaskSchedulerService'],
    ];
    for (const [name, field, label] of facts) {
      const { protocol } = named(name);
      assert.ok(fieldsOf(protocol).some(({ abbrev }) => abbrev === field));
      assert.equal(protocol.label, label);
    }
  });

  test('one that is known in full is left out', () => {
    const full = named('srvsvc');
    assert.ok(!publishedInterfaces([full]).some(({ uuid }) => uuid === full.uuid));
  });
});
