import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { interfaces } from '../../dissectors/index.ts';
import { fieldsOf } from '../../src/model/protocol.ts';

describe('interfaces of DCE/RPC', () => {
  test('have a version and a UUID of their own', () => {
    const keys = interfaces.map(({ uuid, version }) => `${uuid} ${version}`);
    assert.deepEqual([...new Set(keys)], keys);
    for (const { uuid } of interfaces) assert.match(uuid, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  for (const it of interfaces) {
    test(`${it.protocol.name}: the IDL is that of the interface, needs no repair, and every refinement has its place`, () => {
      const described = it.operations.map((_, opnum) => it.procedure?.(opnum)).find((found) => found !== undefined);
      if (!described) return assert.ok(it.operations.length > 0);
      const { uuid, version, schema } = described.interface;
      assert.deepEqual([uuid, version.major], [it.uuid, it.version]);
      assert.deepEqual(schema.warnings, []);
      assert.ok(fieldsOf(it.protocol).some(({ abbrev }) => /\.(return|rc)$/.test(abbrev)));
    });
  }

  test('srvsvc is whole: opnums 0 to 57', () => {
    const srvsvc = interfaces.find(({ protocol }) => protocol.name === 'srvsvc')!;
    assert.equal(srvsvc.operations.length, 58);
    assert.deepEqual(
      [8, 15, 21, 28, 41, 53, 57].map((n) => srvsvc.operations[n]),
      [
        'NetrConnectionEnum',
        'NetrShareEnum',
        'NetrServerGetInfo',
        'NetrRemoteTOD',
        'NetrServerTransportAddEx',
        'NetrServerTransportDelEx',
        'NetrShareDelEx',
      ],
    );
  });
});
