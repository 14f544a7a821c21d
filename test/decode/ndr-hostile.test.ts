import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { fromHex } from '../../src/bytes/hex.ts';
import { readIdl } from '../../src/decode/idl/index.ts';
import { type NdrProcedure, ndrInterface, ndrLimits } from '../../src/decode/ndr/index.ts';
import { MSGSVC, MSGSVCSEND, WDSC } from './idl-documents.ts';
import { CONSTRUCTS } from './ndr-constructs.ts';
import { EPM, NETLOGON, SAMR, SRVSVC, WINREG, WKSSVC } from './ndr-interfaces.ts';
import { body, Octets, procedure, seen, show } from './ndr-show.ts';
import { VECTORS } from './ndr-vectors.ts';

const documents = [MSGSVC, MSGSVCSEND, WDSC, EPM, NETLOGON, SAMR, SRVSVC, WINREG, WKSSVC];
const procedures: NdrProcedure[] = [
  ...documents.flatMap((text) => [...ndrInterface(readIdl(text)).procedures.values()]),
  ...CONSTRUCTS.map((it) => procedure(body(it.idl, it.attributes ? { attributes: it.attributes } : {}))),
];
const byName = (name: string): NdrProcedure => procedures.find((it) => it.name === name)!;

/** Walks, records and tells; `show` lets only running short pass. */
function survives(
  bytes: Uint8Array,
  of: NdrProcedure,
  syntax: 'ndr' | 'ndr64',
  little: boolean,
  direction: 'request' | 'response',
): void {
  const { stub, lines } = show(bytes, of, { syntax, little, direction });
  JSON.stringify(stub.arguments());
  seen(stub);
  void stub.returned;
  assert.ok(lines.length <= ndrLimits.nodes + 64);
}

describe('cut at every byte', () => {
  for (const { procedure: name, direction, stubs } of VECTORS) {
    test(`${name} ${direction}`, () => {
      for (const [syntax, order, hex] of stubs) {
        const bytes = fromHex(hex);
        for (let length = 0; length < bytes.length; length++) {
          const options = { syntax, direction, little: order === 'little' };
          const { short, stub } = show(bytes.subarray(0, length), byName(name), options);
          assert.ok(
            short !== undefined || stub.observations.some(({ kind }) => kind === 'padding-missing'),
            `${length} bytes`,
          );
        }
      }
    });
  }
});

describe('any bytes at all', () => {
  const syntax = fc.constantFrom('ndr' as const, 'ndr64' as const);
  const direction = fc.constantFrom('request' as const, 'response' as const);

  test('random bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(procedures.length - 1),
        syntax,
        fc.boolean(),
        direction,
        (bytes, i, s, little, d) => {
          survives(bytes, procedures[i]!, s, little, d);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('small numbers, which look like counts and pointers', () => {
    const word = fc.oneof(fc.nat(4), fc.constantFrom(0x20000, 0x7fffffff, 0xffffffff, 0x00010000));
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 80 }),
        fc.nat(procedures.length - 1),
        syntax,
        fc.boolean(),
        direction,
        (words, i, s, little, d) => {
          survives(new Octets(little).u32(...words).bytes, procedures[i]!, s, little, d);
        },
      ),
      { numRuns: 5000 },
    );
  });

  test('recorded stubs with bytes changed', () => {
    const all = VECTORS.flatMap((it) =>
      it.stubs.map(([s, order, hex]) => ({ ...it, s, little: order === 'little', bytes: fromHex(hex) })),
    );
    const change = fc.tuple(fc.nat(400), fc.oneof(fc.nat(255), fc.constantFrom(0, 0xff, 0x80, 0x7f)));
    fc.assert(
      fc.property(fc.nat(all.length - 1), fc.array(change, { minLength: 1, maxLength: 6 }), (i, changes) => {
        const it = all[i]!;
        const bytes = it.bytes.slice();
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        survives(bytes, byName(it.procedure), it.s, it.little, it.direction);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('what a stub may cost', () => {
  const within = (ms: number, what: () => void): void => {
    const start = performance.now();
    what();
    const took = performance.now() - start;
    assert.ok(took < ms, `${took.toFixed(0)} ms`);
  };

  test('a count without its bytes', () => {
    for (const array of ['] byte a[]', '] hyper a[]', '] wchar_t a[]', ', string] char **a', '] GUID a[]']) {
      const of = procedure(body(`void f([in, size_is(n)${array}, [in] long n);`));
      for (const syntax of ['ndr', 'ndr64'] as const) {
        within(200, () => {
          const o = new Octets();
          if (syntax === 'ndr') o.u32(0x7fffffff, 1);
          else o.u64(0x7fffffffffffffffn, 1n);
          const { short, lines } = show(o.bytes, of, { syntax });
          assert.ok(short !== undefined);
          assert.ok(lines.length < 10);
        });
      }
    }
  });

  test('many counts multiplied', () => {
    const of = procedure(body('void f([in, size_is(9, 9, 9)] long a[][][]);'));
    within(200, () => assert.ok(show(new Octets().u32(0xffffffff, 0xffffffff, 0xffffffff, 1).bytes, of).short));
  });

  test('elements that take no bytes', () => {
    const of = procedure(body('typedef struct { } E; void f([in, size_is(9)] E a[], [in] long z);'));
    within(1000, () => {
      const { stub, lines } = show(new Octets().u32(0x7fffffff, 5).bytes, of);
      assert.ok(stub.observations.some(({ kind }) => kind === 'not-read'));
      assert.ok(lines.length <= ndrLimits.nodes + 2);
    });
  });

  test('more fields than a stub may have: the rest is one run', () => {
    const of = procedure(body('typedef struct { byte a; byte b; } E; void f([in] long n, [in, size_is(n)] E a[]);'));
    const n = 40_000;
    within(1500, () => {
      const { stub, lines, short } = show(new Octets().u32(n, n).zero(2 * n).bytes, of);
      assert.equal(short, undefined);
      // Two of the nodes are the parameters', which are not shown.
      assert.equal(lines.length, ndrLimits.nodes - 2 + 1);
      assert.match(lines.at(-1)!, /^Not read: 0+… @|^Not read: 0+ @/);
      const last = stub.observations.at(-1)!;
      assert.ok(last.kind === 'not-read');
      assert.equal(last.data.reason, `more than ${ndrLimits.nodes} fields`);
      JSON.stringify(stub.arguments());
    });
  });

  test('a long array of numbers: the first have fields', () => {
    const of = procedure(body('void f([in] long n, [in, size_is(n)] long a[], [in] byte z);'));
    const n = ndrLimits.elements + 100;
    const { lines, stub } = show(
      new Octets()
        .u32(n, n)
        .zero(4 * n)
        .u8(9).bytes,
      of,
    );
    assert.equal(lines.length, 3 + ndrLimits.elements + 2);
    assert.match(lines.at(-2)!, /^ {2}Further elements: 0+/);
    assert.equal(lines.at(-1), `z: 9 @${8 + 4 * n}-${9 + 4 * n}`);
    assert.deepEqual(seen(stub), []);
  });

  test('pointers behind pointers', () => {
    const of = procedure(body('typedef struct _N { [unique] struct _N *next; } N; void f([in, unique] N *a);'));
    const chain = (n: number): Uint8Array => new Octets().u32(...Array.from({ length: n }, (_, i) => i + 1), 0).bytes;
    const deep = show(chain(ndrLimits.depth), of);
    assert.deepEqual(seen(deep.stub), []);
    within(1000, () => {
      const { stub, lines } = show(chain(20_000), of);
      const last = stub.observations.at(-1)!;
      assert.ok(last.kind === 'not-read');
      assert.equal(last.data.reason, `pointers behind more than ${ndrLimits.depth} others`);
      assert.ok(lines.length < 3 * ndrLimits.depth);
      JSON.stringify(stub.arguments({ depth: 1000, values: 100_000 }));
    });
  });

  test('pipes without end', () => {
    const of = procedure(body('typedef pipe byte P; void f([in] P p);'));
    within(1000, () =>
      assert.ok(show(new Octets().u32(...new Array<number>(50_000).fill(1)).bytes, of).lines.length > 1000),
    );
  });

  test('observations are few', () => {
    const of = procedure(body('typedef [range(1, 1)] long R; void f([in] long n, [in, size_is(n)] R a[]);'));
    const { stub } = show(new Octets().u32(1000, 1000).zero(4000).bytes, of);
    assert.equal(stub.observations.length, ndrLimits.observations);
  });
});

describe('arguments are bounded', () => {
  test('values, texts, depth', () => {
    const of = procedure(
      body('void f([in] long n, [in, size_is(n)] long a[], [in, string] char *s, [in] byte b[40]);'),
    );
    const bytes = new Octets()
      .u32(20, 20, ...Array.from({ length: 20 }, (_, i) => i))
      .u32(11, 0, 11)
      .ascii('abcdefghij')
      .u8(0)
      .zero(40).bytes;
    const { stub } = show(bytes, of);
    assert.deepEqual(stub.arguments({ length: 4 })['s'], 'abcd…');
    assert.deepEqual(stub.arguments({ length: 4 })['b'], '00000000…');
    assert.deepEqual(stub.arguments({ values: 5 }), { n: 20, a: [0, 1, 2, '…'], s: '…', b: '…' });
    assert.deepEqual(
      stub.arguments({ depth: 0 })['a'],
      Array.from({ length: 20 }, () => '…'),
    );
  });

  test('names that objects have of themselves', () => {
    const of = procedure(body('typedef struct { long __proto__; long constructor; } S; void f([in] S toString);'));
    const told = show(new Octets().u32(1, 2).bytes, of).stub.arguments();
    assert.equal(JSON.stringify(told), '{"toString":{"__proto__":1,"constructor":2}}');
  });

  test('full pointers that share do not multiply', () => {
    const of = procedure(
      body('typedef struct _N { [ptr] struct _N *a; [ptr] struct _N *b; } N; void f([in, ptr] N *n);'),
    );
    const words = [1];
    for (let i = 1; i < 40; i++) words.push(i + 1, i + 1);
    const { stub } = show(new Octets().u32(...words, 0, 0).bytes, of);
    assert.ok(JSON.stringify(stub.arguments({ depth: 100 })).length < 20_000);
  });
});
