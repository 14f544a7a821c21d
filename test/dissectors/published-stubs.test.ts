/** Stubs of interfaces that are described in part: enumerations of both sizes, DCOM's own headers, unions of pointers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bytes, concat, u16le, u32le } from '../../samples/make/index.ts';
import { bind, bindAck, conversation, NDR, NDR64, only, request, response, see } from './rpc-frames.ts';

const LSARPC = '12345778-1234-abcd-ef00-0123456789ab';
const SPOOLSS = '12345678-1234-abcd-ef00-0123456789ab';
const TYPE_INFO = '00020401-0000-0000-c000-000000000046';

const zeros = (n: number): Bytes => new Uint8Array(n);
const wide = (...numbers: number[]): Bytes => concat(...numbers.flatMap((n) => [u32le(n), u32le(0)]));
const narrow = (...numbers: number[]): Bytes => concat(...numbers.map(u32le));
const text = (it: string): Bytes => concat(...Array.from(`${it}\0`, (c) => u16le(c.charCodeAt(0))));

/** The last frame of a call: its request, or the answer to it. */
function last(uuid: string, opnum: number, syntax: string, sent: Bytes, answer?: Bytes): readonly string[] {
  const call = conversation({ port: 49664 })
    .client(bind([{ id: 0, interface: uuid, version: 1, transfers: [syntax] }]))
    .server(bindAck([syntax]))
    .client(request(opnum, sent));
  if (answer) call.server(response(answer));
  return see(call.frames.map(({ bytes }) => bytes)).frames.at(-1)!;
}

test('LsarLookupNames3: an enumeration has 16 bits in NDR and 32 in NDR64', () => {
  const fields = ['lsarpc.LookupLevel', 'lsarpc.MappedCount', 'lsarpc.ClientRevision', 'dcerpc.long_frame'];
  const read = ['lsarpc.LookupLevel 1', 'lsarpc.MappedCount 0', 'lsarpc.ClientRevision 2'];
  const name = concat(u16le(2), u16le(4));
  const inNdr = concat(
    ...[zeros(20), narrow(1, 1), name, narrow(0x20000, 2, 0, 1), u16le(0x41), u16le(0), narrow(0, 0)],
    ...[u16le(1), u16le(0), narrow(0, 0, 2)],
  );
  assert.deepEqual(only(last(LSARPC, 68, NDR, inNdr), ...fields), read);
  const inNdr64 = concat(
    ...[zeros(20), narrow(1), wide(1), name, zeros(4), wide(0x20000, 2, 0, 1), u16le(0x41), zeros(6), wide(0, 0)],
    narrow(1, 0, 0, 2),
  );
  assert.deepEqual(only(last(LSARPC, 68, NDR64, inNdr64), ...fields), read);
});

test('RpcOpenPrinterEx: the client behind the union', () => {
  const string = (it: string): Bytes => {
    const count = it.length + 1;
    return concat(narrow(count, 0, count), text(it), zeros((count & 1) * 2));
  };
  const stub = concat(
    ...[narrow(1), string('\\\\S\\P'), narrow(0), narrow(0, 0), narrow(8)],
    ...[narrow(1, 1, 2), narrow(28, 3, 4, 2600, 3, 0), u16le(0), zeros(2), string('\\\\C'), string('anne')],
  );
  assert.deepEqual(
    only(
      last(SPOOLSS, 69, NDR, stub),
      'spoolss.pPrinterName',
      'spoolss.pUserName',
      'dcerpc.referent_id',
      'spoolss.Level',
    ),
    [
      'dcerpc.referent_id 0x00000001',
      'spoolss.pPrinterName \\\\S\\P',
      'spoolss.Level 1',
      'dcerpc.referent_id 0x00000002',
      'dcerpc.referent_id 0x00000003',
      'dcerpc.referent_id 0x00000004',
      'spoolss.pUserName anne',
    ],
  );
});

test('ITypeInfo::GetFuncDesc: behind ORPCTHIS and ORPCTHAT', () => {
  const orpcThis = concat(u16le(5), u16le(7), narrow(0, 0), zeros(16), narrow(0));
  assert.deepEqual(
    only(
      last(TYPE_INFO, 5, NDR, concat(orpcThis, narrow(3))),
      'typeinfo.MinorVersion',
      'dcom.pointer_val',
      'typeinfo.index',
    ),
    ['typeinfo.MinorVersion 7', 'dcom.pointer_val 0x00000000', 'typeinfo.index 3'],
  );
  /** An ELEMDESC: a union of which only some arms are there, its type again, no default value, flags. */
  const element = (type: number, ...pointer: number[]): Bytes => {
    const arm = pointer.length > 0 ? concat(zeros(2), narrow(...pointer), u16le(type), zeros(2)) : u16le(type);
    return concat(u16le(type), arm, narrow(0), u16le(1));
  };
  const described = concat(
    ...[narrow(0, 0), narrow(0x20000, 0x60000000, 0, 0x20004, 4, 1, 4), u16le(1), zeros(6), element(24), zeros(2)],
    ...[narrow(1), element(26, 0x20008), zeros(2), u16le(3), u16le(3), narrow(0, 0)],
  );
  assert.deepEqual(
    only(
      last(TYPE_INFO, 5, NDR, concat(orpcThis, narrow(3)), described),
      ...[
        'dcom.pointer_val',
        'dcerpc.referent_id',
        'typeinfo.cParams',
        'typeinfo.vt',
        'typeinfo.return',
        'dcerpc.long_frame',
      ],
    ),
    [
      'dcom.pointer_val 0x00000000',
      'dcerpc.referent_id 0x00020000',
      'dcom.pointer_val 0x00000000',
      'dcerpc.referent_id 0x00020004',
      'dcerpc.referent_id 0x00020008',
      'typeinfo.vt 3',
      'typeinfo.vt 26',
      'typeinfo.cParams 1',
      'typeinfo.vt 24',
      'typeinfo.return 0x00000000',
    ],
  );
});

test('ITypeInfo::GetTypeAttr: what kind of type it is', () => {
  const orpcThis = concat(u16le(5), u16le(7), narrow(0, 0), zeros(16), narrow(0));
  const attributes = concat(
    ...[narrow(0, 0), narrow(0x20000), zeros(16), narrow(0x0409, 0, 0, 0, 0, 8, 5), zeros(16)],
    ...[u16le(0), u16le(0), narrow(0), u16le(0), zeros(2), narrow(0, 0)],
  );
  assert.deepEqual(only(last(TYPE_INFO, 3, NDR, orpcThis, attributes), 'typeinfo.lcid', 'typeinfo.typekind'), [
    'typeinfo.lcid 0x00000409',
    'typeinfo.typekind 0x00000005',
  ]);
});
