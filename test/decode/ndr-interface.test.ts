import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cursor } from '../../src/bytes/cursor.ts';
import { readIdl } from '../../src/decode/idl/index.ts';
import { type NdrProcedure, NdrStub, ndrFields, ndrInterface, type Refinements } from '../../src/decode/ndr/index.ts';
import { readValue } from '../../src/decode/value.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import { type Field, fieldById, nameOf } from '../../src/model/field.ts';
import { bit, layout, u8, u16 } from '../../src/model/layout.ts';
import type { Packet } from '../../src/model/packet.ts';
import { type Protocol, protocol } from '../../src/model/protocol.ts';
import { probeTable, routeTable } from '../../src/model/routes.ts';
import { DEFERRED, LITTLE } from '../../src/model/tree.ts';
import { MSGSVC, WDSC } from './idl-documents.ts';
import { SAMR, SRVSVC } from './ndr-interfaces.ts';
import { body, Octets, procedure, show } from './ndr-show.ts';

const abbrevs = (fields: readonly Field[]): string[] => [...new Set(fields.map(({ abbrev }) => abbrev))].sort();
const named = (fields: readonly Field[], abbrev: string): Field => fields.find((it) => it.abbrev === abbrev)!;

describe('the fields of an interface', () => {
  test('bear the names of its members and parameters', () => {
    const { fields } = ndrInterface(readIdl(MSGSVC));
    assert.deepEqual(
      abbrevs(fields).filter((it) => it.startsWith('msgsvc.')),
      [
        ...['Buffer', 'EntriesRead', 'InfoStruct', 'Level', 'Level0', 'Level1', 'MSG_INFO_0', 'MSG_INFO_1', 'MsgInfo'],
        ...[
          'MsgInfo.tag',
          'InfoStruct.tag',
          'MsgInfo0',
          'MsgInfo1',
          'MsgName',
          'PrefMaxLen',
          'ResumeHandle',
          'ServerName',
        ],
        ...['TotalEntries', 'msgi0_name', 'msgi1_forward', 'msgi1_forward_flag', 'msgi1_name', 'return'],
      ]
        .map((it) => `msgsvc.${it}`)
        .sort(),
    );
    assert.deepEqual(
      abbrevs(fields).filter((it) => !it.startsWith('msgsvc.')),
      ['dcerpc.null_pointer', 'dcerpc.referent_id', 'dcerpc.referent_id64'],
    );
    assert.equal(named(fields, 'msgsvc.MsgName').kind, 'string');
    assert.equal(named(fields, 'msgsvc.TotalEntries').kind, 'uint');
    assert.equal(named(fields, 'msgsvc.TotalEntries').label, 'TotalEntries');
  });

  test('are one for all uses that are alike', () => {
    const { fields } = ndrInterface(readIdl(MSGSVC));
    const keys = fields.map(({ abbrev, label, kind, base }) => [abbrev, label, kind, base].join());
    assert.deepEqual(keys, [...new Set(keys)]);
  });

  test('a prefix of one’s own', () => {
    const { fields } = ndrInterface(readIdl(WDSC), undefined, { prefix: 'wdsc' });
    assert.deepEqual(
      abbrevs(fields).filter((it) => it.startsWith('wdsc.')),
      ['wdsc.bRequestPacket', 'wdsc.pbReplyPacket', 'wdsc.puReplyPacketSize', 'wdsc.return', 'wdsc.uRequestPacketSize'],
    );
  });

  test('shared ones are Wireshark’s where it has them', () => {
    const known = abbrevs(ndrFields);
    for (const abbrev of [
      'dcerpc.array.max_count',
      'dcerpc.array.offset',
      'dcerpc.array.actual_count',
      'dcerpc.ndr_padding',
    ]) {
      assert.ok(known.includes(abbrev), abbrev);
    }
  });

  test('there is no such interface', () => {
    assert.throws(
      () => ndrInterface(readIdl(WDSC, { file: 'wdsc.idl' }), 'other'),
      /^Error: wdsc.idl: there is no interface other$/,
    );
  });
});

describe('refinements', () => {
  const refine: Refinements = {
    'SHARE_INFO_1.shi1_type': {
      base: 'hex',
      names: { 0: 'Disk', 0x80000003: 'IPC' },
      bits: [bit('srvsvc.shi1_type.special', 'STYPE_SPECIAL', 0x80000000, { size: 4 })],
    },
    'NetrShareEnum.return': { names: { 0: 'NERR_Success', 5: 'ERROR_ACCESS_DENIED' } },
    'NetrShareEnum.PreferedMaximumLength': { label: 'Preferred maximum length' },
    NET_API_STATUS: { names: { 0: 'success', 1: 'of all' }, base: 'hex' },
  };

  test('of members, parameters, results and types', () => {
    const { fields } = ndrInterface(readIdl(SRVSVC), 'srvsvc', { refine });
    const type = named(fields, 'srvsvc.shi1_type');
    assert.deepEqual([type.base, nameOf(type, 0x80000003)], ['hex', 'IPC']);
    assert.ok(named(fields, 'srvsvc.shi1_type.special'));
    assert.equal(named(fields, 'srvsvc.PreferedMaximumLength').label, 'Preferred maximum length');
    // The nearer word counts; what it does not say the type's says.
    const results = fields.filter(({ abbrev }) => abbrev === 'srvsvc.return');
    assert.deepEqual(
      results.map((it) => [nameOf(it, 0), nameOf(it, 5), nameOf(it, 1), it.base]),
      [
        ['NERR_Success', 'ERROR_ACCESS_DENIED', undefined, 'hex'],
        ['success', undefined, 'of all', 'hex'],
      ],
    );
  });

  test('are shown', () => {
    const of = ndrInterface(readIdl(SRVSVC), 'srvsvc', { refine }).procedures.get(0)!;
    const bytes = new Octets().u32(1, 1, 2, 1, 3, 1, 4, 0x80000003, 0).u32(2, 0, 2).wide('x').u32(1, 0, 5).bytes;
    const { lines } = show(bytes, of, { direction: 'response' });
    assert.ok(lines.includes('              shi1_type: IPC (0x80000003) @28-32'));
    assert.ok(lines.includes('                STYPE_SPECIAL: Set @28-32'));
    assert.equal(lines.at(-1), 'return: ERROR_ACCESS_DENIED (0x00000005) @60-64');
  });

  test('another reading of the same bytes', () => {
    const of = procedure(
      body('typedef struct { unsigned long addr; LARGE_INTEGER when; } S; void f([in] S s);', {
        refine: { 'S.addr': { kind: 'ipv4' }, LARGE_INTEGER: { kind: 'filetime' } },
      }),
    );
    const { lines, stub } = show(new Octets().u8(10, 0, 0, 1).zero(4).u64(116444736000000000n).bytes, of);
    assert.deepEqual(lines.slice(1), ['  addr: 10.0.0.1 @0-4', '  when: 1970-01-01T00:00:00.000000000Z @8-16']);
    assert.deepEqual(stub.arguments(), { s: { addr: '0a000001', when: '1970-01-01T00:00:00.000000000Z' } });
  });

  test('a SID is written out', () => {
    const of = ndrInterface(readIdl(SAMR)).procedures.get(2)!;
    const { lines } = show(new Octets().zero(20).u32(1, 2).u8(1, 2, 0, 0, 0, 0, 0, 5).u32(32, 544).bytes, of);
    assert.equal(lines[4], 'DomainId: S-1-5-32-544 @24-44 generated');
  });

  test('one that matches nothing is an error', () => {
    const wrong = { 'SHARE_INFO_1.shi1_tpye': { base: 'hex' as const }, 'NetrShareEnum.return': {}, toString: {} };
    assert.throws(
      () => ndrInterface(readIdl(SRVSVC), 'srvsvc', { refine: wrong }),
      /^Error: srvsvc: nothing is called SHARE_INFO_1.shi1_tpye, toString$/,
    );
  });
});

describe('in the engine', () => {
  const inner = layout({ prefix: 'inside' }, { one: u8('One'), two: u16('Two', { little: true }) });
  const payload = protocol({ name: 'payload', label: 'PAYLOAD', title: 'Payload', dissect: (d) => d.skip(d.left) });
  const data = protocol({ name: 'rest', label: 'REST', title: 'Rest', dissect: (d) => d.skip(d.left) });
  const IDL =
    'void f([in] long n, [in, size_is(n)] byte a[], [in, unique] GUID *g, [in, size_is(n)] byte b[], [in] short z);';
  const of = procedure(
    body(IDL, {
      prefix: 'engine',
      refine: { 'f.a': { carries: (d) => d.record(inner) }, 'f.b': { carries: payload } },
    }),
  );

  function run(
    bytes: Uint8Array,
    wanted: (all: readonly Field[]) => Question,
  ): { packet: Packet; stub: NdrStub; all: Field[] } {
    const stub = new NdrStub();
    const frame = protocol({
      name: 'stub',
      label: 'STUB',
      title: 'Stub',
      layouts: [inner],
      fields: [...of.interface.fields, ...ndrFields],
      dissect: (d) => stub.dissect(d, of, { direction: 'request', syntax: 'ndr', little: true }),
    });
    const table = routeTable('none');
    const probes = probeTable('none');
    const wiring = {
      frame,
      data,
      tcpPort: table,
      tcpPayload: probes,
      udpPort: table,
      udpPayload: probes,
      pipePayload: probes,
    };
    const all: Field[] = [frame.heading, ...of.interface.fields, ...ndrFields, ...Object.values(inner.fields)];
    const pass = new Pass(new Registry([frame, data, payload] as Protocol[]), wiring, wanted(all), undefined, true);
    const buffer = new Uint8Array(bytes.length + 5);
    buffer.set(bytes, 5);
    const batch = {
      bytes: buffer,
      count: 1,
      start: Int32Array.of(5),
      captured: Int32Array.of(bytes.length),
      wire: Uint32Array.of(bytes.length),
      seconds: Float64Array.of(0),
      nanoseconds: Int32Array.of(0),
      interface: Int32Array.of(0),
      position: Float64Array.of(0),
    };
    pass.frame(batch, 0, { linkType: 1, snapLength: 0, section: 0 });
    return { packet: pass.packet, stub, all };
  }

  const shown = ({ tree, source }: Packet): string[] =>
    Array.from({ length: tree.count }, (_, node) => {
      const field = fieldById(tree.id(node));
      const flags = (tree.flags(node) & DEFERRED ? ' deferred' : '') + (tree.flags(node) & LITTLE ? ' little' : '');
      return `${field.abbrev} ${String(readValue(field, tree, node, source.bytes))}${flags}`;
    });

  const whole = new Octets()
    .u32(3, 3)
    .u8(1, 2, 3)
    .zero(1)
    .u32(9)
    .u32(1)
    .u16(2, 3)
    .u8(4, 5, 6, 7, 8, 9, 10, 11)
    .u32(3)
    .u8(7, 8, 9)
    .zero(1)
    .u16(5).bytes;

  test('fields in order; bytes of others are handed on or read inside', () => {
    const { packet } = run(whole, () => Question.everything());
    assert.deepEqual(shown(packet), [
      'stub undefined',
      'engine.n 3 little',
      'dcerpc.array.max_count 3 little',
      'engine.a 1,2,3 little',
      'inside.one 1',
      'inside.two 770 little',
      'dcerpc.referent_id 9 little',
      'engine.g 00000001-0002-0003-0405-060708090a0b deferred little',
      'dcerpc.array.max_count 3 little',
      'engine.b 7,8,9 little',
      'engine.z 5 little',
      'payload undefined',
    ]);
    assert.equal(packet.layer(0).outcome, 'complete');
    assert.deepEqual(
      [packet.layer(1).protocol.name, packet.layer(1).start, packet.layer(1).end],
      ['payload', 5 + 36, 5 + 39],
    );
  });

  test('only what is asked for', () => {
    const { packet } = run(whole, (all) =>
      Question.fields(all.filter(({ abbrev }) => abbrev === 'engine.g' || abbrev === 'inside.two')),
    );
    assert.deepEqual(shown(packet), ['inside.two 770 little', 'engine.g 00000001-0002-0003-0405-060708090a0b little']);
  });

  test('running short ends the layer; what was read is there', () => {
    const { packet } = run(whole.subarray(0, 20), () => Question.everything());
    assert.equal(packet.layer(0).outcome, 'malformed');
    assert.deepEqual(shown(packet).slice(-2), ['inside.two 770 little', 'dcerpc.referent_id 9 little']);
  });

  test('what lies inside runs short: the layer is malformed, and the rest of it is recorded', () => {
    const bytes = new Octets().u32(1, 1).u8(1).zero(3).u32(0).u32(1).u8(7).zero(1).u16(5).bytes;
    const { packet, stub } = run(bytes, () => Question.everything());
    const { outcome, trouble } = packet.layer(0);
    assert.deepEqual([outcome, trouble], ['malformed', 'needs 3 bytes, 1 are there (engine.a)']);
    assert.deepEqual(shown(packet).slice(-7), [
      'engine.a 1 little',
      'inside.one 1',
      'dcerpc.null_pointer 0,0,0,0 little',
      'dcerpc.array.max_count 1 little',
      'engine.b 7 little',
      'engine.z 5 little',
      'payload undefined',
    ]);
    assert.equal(stub.arguments()['z'], 5);
  });

  test('without recording it is read all the same', () => {
    const { packet, stub } = run(whole, () => Question.nothing());
    assert.equal(packet.tree.count, 0);
    assert.equal(stub.arguments()['z'], 5);
  });
});

describe('a stub object', () => {
  test('serves one stub after the other', () => {
    const x = body('void f([in] long n, [in, size_is(n)] long a[]); long g([in, string] char *s);');
    const [f, g] = [...x.procedures.values()] as [NdrProcedure, NdrProcedure];
    const stub = new NdrStub();
    const read = (bytes: Uint8Array, of: NdrProcedure): unknown => {
      const { stub: other } = show(bytes, of);
      stub.read(cursorOver(bytes), of, { direction: 'request', syntax: 'ndr', little: true });
      assert.deepEqual(stub.arguments(), other.arguments());
      assert.equal(stub.observations.length, other.observations.length);
      return stub.arguments();
    };
    assert.deepEqual(read(new Octets().u32(2, 3, 7, 8, 9).bytes, f), { n: 2, a: [7, 8, 9] });
    assert.deepEqual(read(new Octets().u32(2, 0, 2).ascii('x').u8(0).bytes, g), { s: 'x' });
    assert.deepEqual(read(new Octets().u32(0, 0).bytes, f), { n: 0, a: [] });
  });
});

function cursorOver(bytes: Uint8Array): Cursor {
  const cursor = new Cursor();
  cursor.bytes = bytes;
  cursor.end = bytes.length;
  cursor.promised = bytes.length;
  return cursor;
}
