import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CONSTRUCTS } from './ndr-constructs.ts';
import { body, Octets, procedure, seen, show } from './ndr-show.ts';

const SYNTAXES = ['ndr', 'ndr64'] as const;

describe('every construct, both syntaxes, both byte orders', () => {
  for (const it of CONSTRUCTS) {
    const of = procedure(body(it.idl, it.attributes ? { attributes: it.attributes } : {}));
    const direction = it.direction ?? 'request';
    for (const syntax of SYNTAXES) {
      for (const little of [true, false]) {
        const bytes = it[syntax](new Octets(little)).bytes;
        test(`${it.name}: ${syntax}, ${little ? 'little' : 'big'}-endian`, () => {
          const { stub, short } = show(bytes, of, { syntax, little, direction });
          assert.equal(short, undefined);
          // That a full pointer was there before is told, but wrong it is not.
          assert.deepEqual(
            seen(stub).filter((line) => !line.startsWith('full-repeated')),
            [],
          );
          const told = JSON.parse(JSON.stringify(stub.arguments()));
          if (it.arguments !== undefined) assert.deepEqual(told, it.arguments);
        });
      }
      test(`${it.name}: ${syntax}, cut at every byte`, () => {
        const bytes = it[syntax](new Octets()).bytes;
        const whole = show(bytes, of, { syntax, direction });
        for (let length = 0; length < bytes.length; length++) {
          // Only running short may be thrown (`show` lets nothing else pass) …
          const cut = show(bytes.subarray(0, length), of, { syntax, direction });
          const kinds = cut.stub.observations.map(({ kind }) => kind);
          // … and every cut is noticed, unless only a structure's trailing pad was lost.
          assert.ok(cut.short !== undefined || kinds.includes('padding-missing'), `${length} bytes`);
          assert.ok(cut.lines.length <= whole.lines.length + 1, `${length} bytes`);
          cut.stub.arguments();
        }
      });
    }
  }
});

describe('the tree', () => {
  const tree = (name: string, syntax: 'ndr' | 'ndr64' = 'ndr', little = true): string[] => {
    const it = CONSTRUCTS.find((construct) => construct.name.startsWith(name))!;
    const of = procedure(body(it.idl, it.attributes ? { attributes: it.attributes } : {}));
    return show(it[syntax](new Octets(little)).bytes, of, { syntax, little, direction: it.direction ?? 'request' })
      .lines;
  };

  test('deferred referents', () => {
    assert.deepEqual(tree('referents follow'), [
      's @0-20',
      '  Pointer to x: 0x00000001 @0-4',
      '    x @20-28 deferred',
      '      Pointer to p: 0x00000005 @20-24',
      '        p: 50 @28-30 deferred',
      '      Pointer to q: 0x00000006 @24-28',
      '        q: 60 @30-32 deferred',
      '  m: 100 @4-8',
      '  y @8-16',
      '    Pointer to p: 0x00000002 @8-12',
      '      p: 20 @32-34 deferred',
      '    Pointer to q: 0x00000003 @12-16',
      '      q: 30 @34-36 deferred',
      '  Pointer to z: 0x00000004 @16-20',
      '    z: 40 @36-40 deferred',
      'end: 9 @40-41',
    ]);
  });

  test('arrays and their counts', () => {
    assert.deepEqual(tree('many dimensions'), [
      'm: 2 @0-4',
      'n: 3 @4-8',
      'a @8-36',
      '  Max Count: 2 @8-12',
      '  Max Count: 3 @12-16',
      '  Offset: 0 @16-20',
      '  Actual Count: 2 @20-24',
      '  Offset: 0 @24-28',
      '  Actual Count: 1 @28-32',
      '  a: 8 @32-34',
      '  a: 9 @34-36',
    ]);
    assert.deepEqual(tree('a conformant structure', 'ndr64'), [
      'x: 1 @0-1',
      's @8-24',
      '  Max Count: 3 @8-16',
      '  n: 3 @16-18',
      '  a @18-24',
      '    a: 10 @18-20',
      '    a: 11 @20-22',
      '    a: 12 @22-24',
      'y: 9 @24-25',
    ]);
  });

  test('text of the other byte order is worked out', () => {
    assert.deepEqual(tree('conformant strings', 'ndr', false), [
      'Max Count: 3 @0-4',
      'Offset: 0 @4-8',
      'Actual Count: 3 @8-12',
      'a: ab @12-15',
      'Max Count: 2 @16-20',
      'Offset: 0 @20-24',
      'Actual Count: 2 @24-28',
      'b: é @28-32 generated',
      'c: 9 @32-33',
    ]);
    assert.deepEqual(tree('a GUID', 'ndr', false).slice(1, 3), [
      'g: 12345678-1234-abcd-0102-030405060708 @4-20',
      't: 1970-01-01T00:00:00.000000000Z @20-28 generated',
    ]);
  });

  test('unions, enumerations, handles', () => {
    assert.deepEqual(tree('an enumeration as'), ['k: ONE (1) @0-2', 'u @2-5', '  Tag: ONE (1) @2-4', '  a: 5 @4-5']);
    assert.deepEqual(tree('a context handle').slice(1, 4), [
      'h: 0000000001000000020003000405060708090a0b @4-24',
      '  Attributes: 0x00000000 @4-8',
      '  UUID: 00000001-0002-0003-0405-060708090a0b @8-24',
    ]);
  });
});

describe('responses', () => {
  test('sizes that only the request tells', () => {
    const of = procedure(body('long f([in] long n, [in, out] long *m, [out, size_is(n), length_is(*m)] byte *b);'));
    const request = show(new Octets().u32(4, 9).bytes, of).stub;
    const bytes = new Octets().u32(2, 5, 0, 2).u8(1, 2).zero(2).u32(0).bytes;
    const without = show(bytes, of, { direction: 'response' });
    assert.deepEqual(seen(without.stub), []);
    const response = show(bytes, of, { direction: 'response', inputs: request.inputs });
    assert.deepEqual(seen(response.stub), ['size-disagrees f.b {"expected":4,"found":5}']);
    assert.deepEqual(response.stub.arguments(), { m: 2, b: '0102', return: 0 });
    assert.equal(response.stub.returned, 0);
  });

  test('results', () => {
    const returned = (type: string, o: Octets): number | undefined =>
      show(o.bytes, procedure(body(`${type} f();`)), { direction: 'response' }).stub.returned;
    assert.equal(returned('NTSTATUS', new Octets().u32(0xc0000022)), 0xc0000022);
    assert.equal(returned('HRESULT', new Octets().u32(0x80070005)), 0x80070005);
    assert.equal(returned('NET_API_STATUS', new Octets().u32(5)), 5);
    assert.equal(returned('long', new Octets().u32(0xffffffff)), -1);
    assert.equal(returned('void', new Octets()), undefined);
    assert.equal(returned('GUID', new Octets().zero(16)), undefined);
    assert.equal(
      show(new Uint8Array(3), procedure(body('long f();')), { direction: 'response' }).stub.returned,
      undefined,
    );
  });
});

describe('what does not agree with itself is told, not judged', () => {
  const cases: [string, string, (o: Octets) => Octets, string[]][] = [
    [
      'maximum count',
      'void f([in] long n, [in, size_is(n)] byte *a);',
      (o) => o.u32(2, 3).u8(1, 2, 3),
      ['size-disagrees f.a {"expected":2,"found":3}'],
    ],
    [
      'a size that is told later',
      'typedef struct { [size_is(n)] byte *a; long n; } S; void f([in] S s);',
      (o) => o.u32(1, 2, 3).u8(1, 2, 3),
      ['size-disagrees f.s.a {"expected":2,"found":3}'],
    ],
    [
      'offset and actual count',
      'void f([in] long n, [in, first_is(n), length_is(n)] byte a[9]);',
      (o) => o.u32(1, 2, 3).u8(1, 2, 3),
      ['first-disagrees f.a {"expected":1,"found":2}', 'length-disagrees f.a {"expected":1,"found":3}'],
    ],
    [
      'beyond the maximum',
      'void f([in, size_is(4), length_is(n)] byte a[], [in] long n);',
      (o) => o.u32(4, 2, 3).u8(1, 2, 3).zero(1).u32(3),
      ['count-beyond-maximum f.a {"maximum":4,"offset":2,"actual":3}'],
    ],
    [
      'a null with a size',
      'void f([in] long n, [in, unique, size_is(n)] byte *a);',
      (o) => o.u32(2, 0),
      ['null-with-size f.a {"expected":2}'],
    ],
    [
      'a discriminant that is not what switch_is says',
      'void f([in] long k, [in, switch_is(k)] union { [case(1)] byte b; [case(2)] short c; } *u);',
      (o) => o.u32(1, 2).u16(5),
      ['tag-disagrees f.u {"expected":1,"found":2}'],
    ],
    [
      'a null reference',
      'typedef struct { [ref] long *a; long b; } S; void f([in] S s);',
      (o) => o.u32(0, 1),
      ['null-reference f.s.a {}'],
    ],
    [
      'gaps that are not zero',
      'void f([in] byte a, [in] long b);',
      (o) => o.u8(1, 2, 0, 3).u32(4),
      ['padding-not-zero f.b {"bytes":"020003"}'],
    ],
    [
      'one id for two unique pointers',
      'void f([in, unique] long *a, [in, unique] long *b);',
      (o) => o.u32(9, 1, 9, 2),
      ['unique-repeated f.b {"id":9}'],
    ],
    [
      'a full pointer met again',
      'void f([in, ptr] long *a, [in, ptr] long *b);',
      (o) => o.u32(9, 1, 9),
      ['full-repeated f.b {"id":9}'],
    ],
    [
      'out of range',
      'void f([in, range(1, 3)] short a, [in, range(-1, 1)] small *b);',
      (o) => o.u16(4).u8(0xfe),
      ['out-of-range f.a {"value":4,"low":1,"high":3}', 'out-of-range f.b {"value":-2,"low":-1,"high":1}'],
    ],
    [
      'no such enumerator',
      'typedef enum { A = 1, B } E; void f([in] E e);',
      (o) => o.u16(3),
      ['unknown-enumerator f.e {"value":3}'],
    ],
    [
      'a string without its null',
      'void f([in, string] char *a);',
      (o) => o.u32(2, 0, 2).ascii('ab'),
      ['string-unterminated f.a {"count":2}'],
    ],
    [
      'a string that ends early',
      'void f([in, string] wchar_t *a);',
      (o) => o.u32(4, 0, 4).wide('a').u16(7, 8),
      ['string-ends-early f.a {"characters":1,"count":4}'],
    ],
    ['bytes left over', 'void f([in] long a);', (o) => o.u32(1).u8(1, 2), ['left-over f {"length":2,"bytes":"0102"}']],
    [
      'in an element of an array behind pointers',
      'typedef struct { [range(0, 1)] long v; } E; typedef struct { long n; [size_is(n)] E *e; } S; void f([in, unique] S *s);',
      (o) => o.u32(1, 2, 2, 2, 0, 5),
      ['out-of-range f.s.e[1].v {"value":5,"low":0,"high":1}'],
    ],
  ];
  for (const [name, idl, make, expected] of cases) {
    for (const little of [true, false]) {
      test(`${name}, ${little ? 'little' : 'big'}-endian`, () => {
        const { stub, short } = show(make(new Octets(little)).bytes, procedure(body(idl)), { little });
        assert.equal(short, undefined);
        assert.deepEqual(seen(stub), expected);
      });
    }
  }

  test('where it was seen', () => {
    const { stub } = show(
      new Octets().u32(2, 3).u8(1, 2, 3).bytes,
      procedure(body('void f([in] long n, [in, size_is(n)] byte *a);')),
    );
    const [only] = stub.observations;
    assert.deepEqual([only!.start, only!.end, only!.field?.abbrev], [7 + 4, 7 + 8, 'dcerpc.array.max_count']);
  });

  test('the text of a string ends at its null; what follows is shown as such', () => {
    const of = procedure(body('void f([in, string] char *a);'));
    const { lines, stub } = show(new Octets().u32(6, 0, 6).ascii('ab').u8(0, 9, 0, 9).bytes, of);
    assert.deepEqual(lines.slice(3), ['a: ab @12-15', 'After the null: 090009 @15-18']);
    assert.deepEqual(stub.arguments(), { a: 'ab' });
  });

  test('the chunks of a pipe in NDR64', () => {
    const of = procedure(body('typedef pipe byte P; void f([in] P p);'));
    const { stub } = show(new Octets().u64(1n).u8(1).zero(7).u64(-2n, 0n, 0n).bytes, of, { syntax: 'ndr64' });
    assert.deepEqual(seen(stub), ['chunk-disagrees f.p {"count":1,"closing":-2}']);
  });

  test('a trailing pad that a sender left out', () => {
    const of = procedure(body('typedef struct { long a; byte b; } S; void f([in] S s);'));
    const { stub, short } = show(new Octets().u32(1).u8(2, 0).bytes, of, { syntax: 'ndr64' });
    assert.equal(short, undefined);
    assert.deepEqual(seen(stub), ['padding-missing f.s.b {"missing":2}']);
  });
});

describe('what cannot be read is shown as it is', () => {
  test('a discriminant that no arm has', () => {
    const of = procedure(body('void f([in] long k, [in, switch_is(k)] union { [case(1)] byte b; } *u, [in] long z);'));
    const { lines, stub } = show(new Octets().u32(7, 7).u8(1, 2, 3).bytes, of);
    assert.deepEqual(seen(stub), [
      'unknown-tag f.u {"tag":7}',
      'not-read f {"reason":"no arm has this discriminant","length":3}',
    ]);
    assert.deepEqual(lines, ['k: 7 @0-4', 'u @4-8', '  Tag: 7 @4-8', 'Not read: 010203 @8-11']);
    assert.deepEqual(stub.arguments(), { k: 7, u: {} });
  });

  test('a type that IDL does not describe', () => {
    const of = procedure(body('import "oaidl.idl"; void f([in] long a, [in] VARIANT v, [in] long z);'));
    const { lines, stub } = show(new Octets().u32(1, 2, 3).bytes, of);
    assert.deepEqual(lines, ['a: 1 @0-4', 'Not read: 0200000003000000 @4-12']);
    assert.deepEqual(seen(stub), ['not-read f {"reason":"no IDL describes \'VARIANT\'","length":8}']);
  });
});
