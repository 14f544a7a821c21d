import type { Octets } from './ndr-show.ts';

/**
 * Every construct of NDR with its bytes, written down from C706 chapter 14 and MS-RPCE 2.2.5, gaps and all: nothing here
 * computes an alignment.
 */
export interface Construct {
  readonly name: string;
  readonly idl: string;
  readonly attributes?: string;
  readonly direction?: 'request' | 'response';
  readonly ndr: (o: Octets) => Octets;
  readonly ndr64: (o: Octets) => Octets;
  /** The same arguments from all of them. */
  readonly arguments: unknown;
}

const one = (
  name: string,
  idl: string,
  ndr: Construct['ndr'],
  ndr64: Construct['ndr64'],
  args: unknown,
): Construct => ({
  name,
  idl,
  ndr,
  ndr64,
  arguments: args,
});

const FLOAT = 0x3fc00000; // 1.5
const DOUBLE = 0xc004000000000000n; // -2.5

const scalars = [
  one(
    'base types, each at a multiple of its size (C706 14.2.2)',
    `void f([in] boolean a, [in] hyper b, [in] byte c, [in] short d, [in] small e, [in] unsigned long f, [in] char g,
       [in] wchar_t h, [in] float i, [in] double j, [in] unsigned __int64 k, [in] error_status_t l);`,
    (o) => base(o),
    (o) => base(o),
    {
      a: true,
      b: '-2',
      c: 200,
      d: -2,
      e: -1,
      f: 4294967295,
      g: 65,
      h: 0x20ac,
      i: 1.5,
      j: -2.5,
      k: '18446744073709551615',
      l: 5,
    },
  ),
  one(
    '__int3264 is as wide as a pointer (MS-RPCE 2.2.4.1.3)',
    'void f([in] __int3264 a, [in] unsigned __int3264 b, [in] byte c);',
    (o) => o.u32(0xffffffff, 7).u8(1),
    (o) => o.u64(0xffffffffffffffffn, 7n).u8(1),
    undefined,
  ),
  one(
    'enumerations are shorts, [v1_enum] ones longs, all longs in NDR64',
    `typedef enum { A, B = 5, C } SHORT_ENUM; typedef [v1_enum] enum { D = 1 << 16, E } LONG_ENUM;
     void f([in] SHORT_ENUM a, [in] byte b, [in] LONG_ENUM c, [in] SHORT_ENUM d);`,
    (o) => o.u16(6).u8(1).zero(1).u32(0x10001).u16(0),
    (o) => o.u32(6).u8(1).zero(3).u32(0x10001, 0),
    { a: 6, b: 1, c: 0x10001, d: 0 },
  ),
];

function base(o: Octets): Octets {
  o.u8(1).zero(7).u64(-2n).u8(200).zero(1).u16(0xfffe).u8(0xff).zero(3).u32(0xffffffff).u8(65).zero(1).u16(0x20ac);
  return o.u32(FLOAT).zero(4).u64(DOUBLE).u64(0xffffffffffffffffn).u32(5);
}

const structures = [
  one(
    'a structure is aligned to its largest member; NDR64 pads its end (MS-RPCE 2.2.5.3.4.1)',
    'typedef struct { hyper a; byte b; } S; void f([in] byte x, [in] S s, [in] byte y);',
    (o) => o.u8(1).zero(7).u64(2n).u8(3, 4),
    (o) => o.u8(1).zero(7).u64(2n).u8(3).zero(7).u8(4),
    { x: 1, s: { a: '2', b: 3 }, y: 4 },
  ),
  one(
    'structures in structures',
    'typedef struct { byte a; short b; } I; typedef struct { byte c; I d; I e[2]; long f; } S; void f([in] S s);',
    (o) => o.u8(1).zero(1).u8(2).zero(1).u16(3).u8(4).zero(1).u16(5).u8(6).zero(1).u16(7).zero(2).u32(8),
    (o) => o.u8(1).zero(1).u8(2).zero(1).u16(3).u8(4).zero(1).u16(5).u8(6).zero(1).u16(7).zero(2).u32(8),
    {
      s: {
        c: 1,
        d: { a: 2, b: 3 },
        e: [
          { a: 4, b: 5 },
          { a: 6, b: 7 },
        ],
        f: 8,
      },
    },
  ),
  one(
    'a conformant structure: the maximum count comes first (C706 14.3.7.1)',
    'typedef struct { short n; [size_is(n)] short a[]; } S; void f([in] byte x, [in] S s, [in] byte y);',
    (o) => o.u8(1).zero(3).u32(3).u16(3, 10, 11, 12).u8(9),
    (o) => o.u8(1).zero(7).u64(3n).u16(3, 10, 11, 12).u8(9),
    { x: 1, s: { n: 3, a: [10, 11, 12] }, y: 9 },
  ),
  one(
    'the count stands before the outermost structure, and is aligned by itself (C706 14.3.1)',
    `typedef struct { long n; [size_is(n)] byte a[]; } I; typedef struct { hyper h; I inner; } S; void f([in] S *s);`,
    (o) => o.u32(2).zero(4).u64(1n).u32(2).u8(7, 8),
    (o) => o.u64(2n, 1n).u32(2).u8(7, 8).zero(2),
    { s: { h: '1', inner: { n: 2, a: '0708' } } },
  ),
  one(
    'a GUID and a FILETIME are one value each',
    'void f([in] byte x, [in] GUID g, [in] FILETIME *t, [in] LARGE_INTEGER l);',
    (o) =>
      o
        .u8(1)
        .zero(3)
        .u32(0x12345678)
        .u16(0x1234, 0xabcd)
        .u8(1, 2, 3, 4, 5, 6, 7, 8)
        .u32(0xd53e8000, 0x19db1de)
        .zero(4)
        .u64(-1n),
    (o) =>
      o
        .u8(1)
        .zero(3)
        .u32(0x12345678)
        .u16(0x1234, 0xabcd)
        .u8(1, 2, 3, 4, 5, 6, 7, 8)
        .u32(0xd53e8000, 0x19db1de)
        .zero(4)
        .u64(-1n),
    { x: 1, g: '12345678-1234-abcd-0102-030405060708', t: '1970-01-01T00:00:00.000000000Z', l: '-1' },
  ),
];

const arrays = [
  one(
    'fixed arrays, last dimension fastest',
    'void f([in] short a[2][3], [in] byte b[4], [in] long c);',
    (o) => o.u16(1, 2, 3, 4, 5, 6).u8(7, 8, 9, 10).u32(11),
    (o) => o.u16(1, 2, 3, 4, 5, 6).u8(7, 8, 9, 10).u32(11),
    { a: [1, 2, 3, 4, 5, 6], b: '0708090a', c: 11 },
  ),
  one(
    'a conformant array (C706 14.3.3.2)',
    'void f([in] long n, [in, size_is(n)] long a[], [in, size_is(n * 2)] byte *b);',
    (o) => o.u32(2, 2, 5, 6, 4).u8(1, 2, 3, 4),
    (o) => o.u32(2).zero(4).u64(2n).u32(5, 6).u64(4n).u8(1, 2, 3, 4),
    { n: 2, a: [5, 6], b: '01020304' },
  ),
  one(
    'a varying array (C706 14.3.3.3)',
    'void f([in] long first, [in] long n, [in, first_is(first), length_is(n)] short a[8]);',
    (o) => o.u32(1, 2, 1, 2).u16(5, 6),
    (o) => o.u32(1, 2).u64(1n, 2n).u16(5, 6),
    { first: 1, n: 2, a: [5, 6] },
  ),
  one(
    'a conformant varying array (C706 14.3.3.4)',
    'void f([in] long last, [in, max_is(7), last_is(last)] hyper a[]);',
    (o) => o.u32(1, 8, 0, 2).u64(5n, 6n),
    (o) => o.u32(1).zero(4).u64(8n, 0n, 2n, 5n, 6n),
    { last: 1, a: ['5', '6'] },
  ),
  one(
    'many dimensions: maximum counts, then offsets and actual counts, then elements (C706 14.3.3.6)',
    'void f([in] long m, [in] long n, [in, size_is(m, n), length_is(2, 1)] short a[][]);',
    (o) => o.u32(2, 3, 2, 3, 0, 2, 0, 1).u16(8, 9),
    (o) => o.u32(2, 3).u64(2n, 3n, 0n, 2n, 0n, 1n).u16(8, 9),
    { m: 2, n: 3, a: [8, 9] },
  ),
  one(
    'elements of a structure are padded in NDR64',
    'typedef struct { long a; byte b; } S; void f([in] long n, [in, size_is(n)] S s[]);',
    (o) => o.u32(2, 2, 1).u8(2).zero(3).u32(3).u8(4),
    (o) => o.u32(2).zero(4).u64(2n).u32(1).u8(2).zero(3).u32(3).u8(4).zero(3),
    {
      n: 2,
      s: [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
    },
  ),
  one(
    'varying arrays in a structure keep their place',
    'typedef struct { byte n; [length_is(n)] byte a[8]; byte z; } S; void f([in] S s);',
    (o) => o.u8(2).zero(3).u32(0, 2).u8(5, 6, 7),
    (o) => o.u8(2).zero(7).u64(0n, 2n).u8(5, 6, 7),
    { s: { n: 2, a: '0506', z: 7 } },
  ),
];

const strings = [
  one(
    'conformant strings of both widths (C706 14.3.4.2)',
    'void f([in, string] char *a, [in, string] wchar_t *b, [in] byte c);',
    (o) => o.u32(3, 0, 3).ascii('ab').u8(0).zero(1).u32(2, 0, 2).wide('é').u8(9),
    (o) => o.u64(3n, 0n, 3n).ascii('ab').u8(0).zero(5).u64(2n, 0n, 2n).wide('é').u8(9),
    { a: 'ab', b: 'é', c: 9 },
  ),
  one(
    'a string in a fixed array varies (C706 14.3.4.1)',
    'typedef struct { long x; [string] wchar_t s[8]; byte y; } S; void f([in] S s);',
    (o) => o.u32(1, 0, 3).wide('ab').u8(2),
    (o) => o.u32(1).zero(4).u64(0n, 3n).wide('ab').u8(2).zero(1),
    { s: { x: 1, s: 'ab', y: 2 } },
  ),
  one(
    'an array of strings has its maximum counts once (C706 14.3.5)',
    'void f([in] long n, [in, size_is(n), string] char a[][4]);',
    (o) => o.u32(2, 2, 0, 2).ascii('a').u8(0).zero(2).u32(0, 3).ascii('bc').u8(0),
    (o) => o.u32(2).zero(4).u64(2n, 0n, 2n).ascii('a').u8(0).zero(6).u64(0n, 3n).ascii('bc').u8(0),
    { n: 2, a: ['a', 'bc'] },
  ),
  one(
    'an array of pointers to strings',
    'void f([in] long n, [in, size_is(n), string] wchar_t **a);',
    (o) => o.u32(3, 3, 0x20000, 0, 0x20004, 2, 0, 2).wide('x').u32(1, 0, 1).wide(''),
    (o) => o.u32(3).zero(4).u64(3n, 0x20000n, 0n, 0x20004n, 2n, 0n, 2n).wide('x').zero(4).u64(1n, 0n, 1n).wide(''),
    { n: 3, a: ['x', null, ''] },
  ),
  one(
    'counted text is text too',
    'void f([in] RPC_UNICODE_STRING *a);',
    (o) => o.u16(4, 8).u32(0x20000, 4, 0, 2).u16(0x68, 0x69),
    (o) => o.u16(4, 8).zero(4).u64(0x20000n, 4n, 0n, 2n).u16(0x68, 0x69),
    { a: 'hi' },
  ),
  one(
    'a string whose room is larger',
    'void f([in] long n, [in, string, size_is(n)] wchar_t *a);',
    (o) => o.u32(9, 9, 0, 2).wide('x'),
    (o) => o.u32(9).zero(4).u64(9n, 0n, 2n).wide('x'),
    { n: 9, a: 'x' },
  ),
];

const pointers = [
  one(
    'unique pointers, null and not (C706 14.3.11.3)',
    'void f([in, unique] long *a, [in, unique] short *b, [in] byte c);',
    (o) => o.u32(0, 0x20000).u16(5).u8(6),
    (o) => o.u64(0n, 0x20000n).u16(5).u8(6),
    { a: null, b: 5, c: 6 },
  ),
  one(
    'embedded references have a place, top-level ones none (C706 14.3.11.1, 14.3.12.2)',
    'typedef struct { [ref] long *a; long b; } S; void f([in] S *s, [in, ref] long *c);',
    (o) => o.u32(1, 2, 3, 4),
    (o) => o.u64(1n).u32(2).zero(4).u32(3, 4),
    { s: { a: 3, b: 2 }, c: 4 },
  ),
  one(
    'full pointers to the same thing: it is sent once (C706 14.3.10)',
    'typedef struct _N { long v; [ptr] struct _N *next; } N; void f([in, ptr] N *a, [in, ptr] N *b);',
    (o) => o.u32(1, 10, 2, 20, 0, 2),
    (o) => o.u64(1n).u32(10).zero(4).u64(2n).u32(20).zero(4).u64(0n, 2n),
    { a: { v: 10, next: { v: 20, next: null } }, b: { v: 20, next: null } },
  ),
  one(
    'a pointer to a pointer',
    'void f([in, unique] long **a, [in] byte b);',
    (o) => o.u32(1, 2, 3).u8(4),
    (o) => o.u64(1n, 2n).u32(3).u8(4),
    { a: 3, b: 4 },
  ),
  one(
    'referents follow the outermost construct, in order, depth first (C706 14.3.12.3)',
    `typedef struct { [unique] short *p; [unique] short *q; } I;
     typedef struct { [unique] I *x; long m; I y; [unique] long *z; } S; void f([in] S s, [in] byte end);`,
    (o) => o.u32(1, 100, 2, 3, 4).u32(5, 6).u16(50, 60, 20, 30).u32(40).u8(9),
    (o) => o.u64(1n).u32(100).zero(4).u64(2n, 3n, 4n).u64(5n, 6n).u16(50, 60, 20, 30).u32(40).u8(9),
    { s: { x: { p: 50, q: 60 }, m: 100, y: { p: 20, q: 30 }, z: 40 }, end: 9 },
  ),
  one(
    'pointers in the elements of an array wait for the whole array',
    `typedef struct { long v; [unique, string] wchar_t *s; } E; typedef struct { long n; [size_is(n)] E *e; } S; void f([in] S s);`,
    (o) => o.u32(2, 1, 2, 7, 2, 8, 3, 2, 0, 2).wide('a').u32(2, 0, 2).wide('b'),
    (o) =>
      o
        .u32(2)
        .zero(4)
        .u64(1n, 2n)
        .u32(7)
        .zero(4)
        .u64(2n)
        .u32(8)
        .zero(4)
        .u64(3n, 2n, 0n, 2n)
        .wide('a')
        .zero(4)
        .u64(2n, 0n, 2n)
        .wide('b'),
    {
      s: {
        n: 2,
        e: [
          { v: 7, s: 'a' },
          { v: 8, s: 'b' },
        ],
      },
    },
  ),
  one(
    'size_is(, *n): a reference to a pointer to an array',
    'void f([in] long *n, [in, size_is(, *n)] byte **b);',
    (o) => o.u32(3, 0x20000, 3).u8(1, 2, 3),
    (o) => o.u32(3).zero(4).u64(0x20000n, 3n).u8(1, 2, 3),
    { n: 3, b: '010203' },
  ),
  one(
    '[ignore]: the pointer is sent, what it points to is not',
    'typedef struct { [ignore] long *p; long v; } S; void f([in] S s);',
    (o) => o.u32(0xdead, 5),
    (o) => o.u64(0xdeadn).u32(5).zero(4),
    { s: { p: null, v: 5 } },
  ),
];

const UNION = 'typedef union _U switch (short k) u { case 1: byte b; case 2: case 3: hyper h; default: ; } U;';
const unions = [
  one(
    'an encapsulated union (C706 14.3.8, MS-RPCE 2.2.5.3.4.4)',
    `${UNION} void f([in] U a, [in] U b, [in] U c, [in] byte end);`,
    (o) => o.u16(1).u8(7).zero(1).u16(3).zero(2).u64(8n).u16(9).u8(1),
    (o) => o.u16(1).zero(6).u8(7).zero(7).u16(3).zero(6).u64(8n).u16(9).u8(1),
    { a: { k: 1, b: 7 }, b: { k: 3, h: '8' }, c: { k: 9 }, end: 1 },
  ),
  one(
    'a non-encapsulated union sends its discriminant again',
    `typedef [switch_type(long)] union { [case(1)] long *p; [case(2)] short s; [default]; } U;
     typedef struct { long k; [switch_is(k)] U u; } S; void f([in] S a, [in] S b, [in] S c);`,
    (o) => o.u32(1, 1, 0x20000, 5).u32(2, 2).u16(6).zero(2).u32(3, 3),
    (o) =>
      o
        .u32(1)
        .zero(4)
        .u32(1)
        .zero(4)
        .u64(0x20000n)
        .u32(5)
        .zero(4)
        .u32(2)
        .zero(4)
        .u32(2)
        .zero(4)
        .u16(6)
        .zero(6)
        .u32(3)
        .zero(4)
        .u32(3)
        .zero(4),
    { a: { k: 1, u: { p: 5 } }, b: { k: 2, u: { s: 6 } }, c: { k: 3, u: {} } },
  ),
  one(
    'an enumeration as the discriminant',
    `typedef enum { ONE = 1, TWO } K; typedef [switch_type(K)] union { [case(ONE)] byte a; [case(TWO)] long b; } U;
     void f([in] K k, [in, switch_is(k)] U *u);`,
    (o) => o.u16(1, 1).u8(5),
    (o) => o.u32(1, 1).u8(5),
    { k: 1, u: { a: 5 } },
  ),
  {
    ...one(
      '[ms_union]: every arm is aligned to the largest (MS-RPCE 2.2.4.5)',
      `typedef [switch_type(short)] union { [case(1)] byte a; [case(2)] hyper b; } U; void f([in] short k, [in, switch_is(k)] U u);`,
      (o) => o.u16(1, 1).zero(4).u8(5),
      (o) => o.u16(1).zero(6).u16(1).zero(6).u8(5),
      { k: 1, u: { a: 5 } },
    ),
    attributes: 'ms_union',
  },
  one(
    'the type of the discriminant is that of switch_is where there is no switch_type',
    'void f([in] short k, [in, switch_is(k)] union { [case(1)] byte a; } *u);',
    (o) => o.u16(1, 1).u8(5),
    (o) => o.u16(1, 1).u8(5),
    { k: 1, u: { a: 5 } },
  ),
];

const others = [
  one(
    'a context handle is 20 bytes',
    'typedef [context_handle] void *H; void f([in] byte x, [in] H h, [in] H *p);',
    (o) => o.u8(1).zero(3).u32(0).u32(1).u16(2, 3).u8(4, 5, 6, 7, 8, 9, 10, 11).zero(20),
    (o) => o.u8(1).zero(3).u32(0).u32(1).u16(2, 3).u8(4, 5, 6, 7, 8, 9, 10, 11).zero(20),
    undefined,
  ),
  one(
    'pipes come after the other inputs, in chunks (C706 14.3.9, MS-RPCE 2.2.5.3.4.5)',
    'typedef pipe byte P; typedef pipe long Q; void f([in] P p, [in] long n, [in] Q q);',
    (o) => o.u32(9).u32(3).u8(1, 2, 3).zero(1).u32(1).u8(4).zero(3).u32(0).u32(2, 7, 8, 0),
    (o) =>
      o
        .u32(9)
        .zero(4)
        .u64(3n)
        .u8(1, 2, 3)
        .zero(5)
        .u64(-3n, 1n)
        .u8(4)
        .zero(7)
        .u64(-1n, 0n, 0n)
        .u64(2n)
        .u32(7, 8)
        .u64(-2n, 0n, 0n),
    { n: 9, p: ['010203', '04'], q: [7, 8] },
  ),
  {
    ...one(
      'pipes come before the other outputs; the result is last',
      'typedef pipe short P; long f([out] long *n, [out] P *p);',
      (o) => o.u32(1).u16(5).zero(2).u32(0).u32(6, 0xffffffff),
      (o) => o.u64(1n).u16(5).zero(6).u64(-1n, 0n, 0n).u32(6, 0xffffffff),
      { p: [5], n: 6, return: -1 },
    ),
    direction: 'response' as const,
  },
  one(
    'binding handles and hidden statuses are not sent',
    'void f([in] handle_t h, [in] long a, [out, comm_status] error_status_t *e);',
    (o) => o.u32(5),
    (o) => o.u32(5),
    { a: 5 },
  ),
  {
    ...one(
      'objects: ORPCTHIS comes first, interface pointers are marshaled (MS-DCOM 2.2.13, 2.2.14)',
      'interface IThing; HRESULT f([in] long a, [in] IThing *t, [in] REFIID riid);',
      (o) => orpcThis(o, 4).u32(5, 0x20000, 3, 3).u8(1, 2, 3).zero(1).u32(1).u16(2, 3).u8(4, 5, 6, 7, 8, 9, 10, 11),
      (o) =>
        orpcThis(o, 8)
          .u32(5)
          .zero(4)
          .u64(0x20000n, 3n)
          .u32(3)
          .u8(1, 2, 3)
          .zero(1)
          .u32(1)
          .u16(2, 3)
          .u8(4, 5, 6, 7, 8, 9, 10, 11),
      undefined,
    ),
    attributes: 'object',
  },
];

function orpcThis(o: Octets, pointer: number): Octets {
  return o
    .u16(5, 7)
    .u32(0, 0)
    .u32(1)
    .u16(2, 3)
    .u8(4, 5, 6, 7, 8, 9, 10, 11)
    .zero(pointer === 8 ? 12 : 4);
}

export const CONSTRUCTS: readonly Construct[] = [
  ...scalars,
  ...structures,
  ...arrays,
  ...strings,
  ...pointers,
  ...unions,
  ...others,
];
