import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { IdlError, type IdlSchema, type IdlType, placeText, readIdl } from '../../src/decode/idl/index.ts';
import { MSGSVC, MSGSVCSEND, WDSC } from './idl-documents.ts';

const warnings = (schema: IdlSchema): string[] => schema.warnings.map((it) => `${placeText(it.place)} ${it.message}`);

/** A type written out: `unique->[conformant size]struct X`. */
function written(schema: IdlSchema, id: number): string {
  const type: IdlType = schema.types[id]!;
  switch (type.kind) {
    case 'base':
      return type.base;
    case 'alias':
      return `${type.name || (type.range ? 'ranged' : 'object')}=${written(schema, type.to)}`;
    case 'pointer':
      return `${type.pointer}->${written(schema, type.to)}`;
    case 'array': {
      const bounds = type.dimensions.map(
        (it) => `${it.count ?? ''}${it.conformant ? 'c' : ''}${it.varying ? 'v' : ''}${it.size ? ' sized' : ''}`,
      );
      return `${type.string ? 'string' : ''}[${bounds.join(', ')}]${written(schema, type.of)}`;
    }
    case 'switch':
      return `switch(${type.tag === undefined ? '?' : written(schema, type.tag)}) ${written(schema, type.union)}`;
    case 'context':
      return 'context';
    case 'pipe':
      return `pipe ${written(schema, type.of)}`;
    default:
      return `${type.kind} ${type.name}`;
  }
}

const parameters = (schema: IdlSchema, procedure: string): Record<string, string> =>
  Object.fromEntries(
    schema.interfaces
      .flatMap((it) => [...it.procedures, ...it.callbacks])
      .find((it) => it.name === procedure)!
      .parameters.map((it) => [it.name, `${it.in ? 'in' : ''}${it.out ? 'out' : ''} ${written(schema, it.type)}`]),
  );

const wrap = (body: string, attributes = ''): string =>
  `import "ms-dtyp.idl";\n[uuid(00000000-0000-0000-0000-000000000001), version(1.2)${attributes}] interface x {\n${body}\n}`;

describe('the documents’ own IDL', () => {
  test('msgsvcsend (MS-MSRP 6.1)', () => {
    const schema = readIdl(MSGSVCSEND, { file: 'msgsvcsend.idl' });
    assert.deepEqual(warnings(schema), []);
    const [it] = schema.interfaces;
    assert.equal(it!.uuid, '5a7b91f8-ff00-11d0-a9b2-00c04fb6e6fc');
    assert.deepEqual(it!.version, { major: 1, minor: 0 });
    assert.deepEqual(
      it!.procedures.map(({ name, opnum }) => [name, opnum]),
      [['NetrSendMessage', 0]],
    );
    assert.deepEqual(parameters(schema, 'NetrSendMessage'), {
      hRpcBinding: 'in ref->handle'.replace('ref->', ''),
      From: 'in ref->string[cv]char',
      To: 'in ref->string[cv]char',
      Text: 'in ref->string[cv]char',
    });
    assert.deepEqual(
      it!.procedures[0]!.parameters.map(({ sent }) => sent),
      [false, true, true, true],
    );
    assert.equal(written(schema, it!.procedures[0]!.returns!), 'error');
  });

  test('msgsvc (MS-MSRP 6.2)', () => {
    const schema = readIdl(MSGSVC, { file: 'msgsvc.idl' });
    assert.deepEqual(warnings(schema), []);
    assert.deepEqual(
      schema.interfaces[0]!.procedures.map(({ name, opnum }) => `${opnum} ${name}`),
      ['0 NetrMessageNameAdd', '1 NetrMessageNameEnum', '2 NetrMessageNameGetInfo', '3 NetrMessageNameDel'],
    );
    assert.deepEqual(parameters(schema, 'NetrMessageNameEnum'), {
      ServerName: 'in unique->string[cv]wchar',
      InfoStruct: 'inout ref->struct MSG_ENUM_STRUCT',
      PrefMaxLen: 'in DWORD=ulong',
      TotalEntries: 'out ref->ulong',
      ResumeHandle: 'inout unique->ulong',
    });
    assert.deepEqual(
      parameters(schema, 'NetrMessageNameGetInfo')['InfoStruct'],
      'out ref->switch(DWORD=ulong) union MSG_INFO',
    );
    const container = schema.types.find((it) => it.kind === 'struct' && it.name === 'MSG_INFO_0_CONTAINER');
    assert.ok(container?.kind === 'struct');
    assert.deepEqual(
      container.members.map(({ name, type }) => `${name}: ${written(schema, type)}`),
      ['EntriesRead: DWORD=ulong', 'Buffer: unique->[c sized]struct MSG_INFO_0'],
    );
    const enumeration = schema.types.find((it) => it.kind === 'struct' && it.name === 'MSG_ENUM_STRUCT');
    assert.ok(enumeration?.kind === 'struct');
    assert.equal(written(schema, enumeration.members[1]!.type), 'switch(DWORD=ulong) union _MSG_ENUM_UNION');
  });

  test('WdsRpcInterface (MS-WDSC 6)', () => {
    const schema = readIdl(WDSC, { file: 'wdsc.idl' });
    assert.deepEqual(warnings(schema), []);
    assert.deepEqual(parameters(schema, 'WdsRpcMessage'), {
      hBinding: 'in handle',
      uRequestPacketSize: 'in ulong',
      bRequestPacket: 'in [c sized]byte',
      puReplyPacketSize: 'out ref->ulong',
      pbReplyPacket: 'out ref->unique->[c sized]byte',
    });
  });

  test('is plain data', () => {
    const schema = readIdl(MSGSVC);
    assert.deepEqual(JSON.parse(JSON.stringify(schema)), JSON.parse(JSON.stringify({ ...schema })));
  });
});

describe('declarators and attributes', () => {
  const cases: [string, string, Record<string, string>][] = [
    [
      'pointer classes',
      'void f([in] long *a, [in, unique] long *b, [in, ptr] long **c, [in] long **d);',
      {
        a: 'in ref->long',
        b: 'in unique->long',
        c: 'in full->unique->long',
        d: 'in ref->unique->long',
      },
    ],
    [
      'a typedef keeps its pointer’s class',
      'typedef [ptr] long *P; void f([in] P a, [in] P *b, [in, unique] P c);',
      {
        a: 'in full->long',
        b: 'in ref->full->long',
        c: 'in unique->long',
      },
    ],
    [
      'size_is speaks of one level after the other',
      'void f([in] long n, [in, size_is(n, )] long **a, [in, size_is(, n)] long **b, [in, size_is(2, n)] long c[][], [in, size_is(n)] long *d[]);',
      {
        n: 'in long',
        a: 'in ref->[c sized]unique->long',
        b: 'in ref->unique->[c sized]long',
        c: 'in [c sized, c sized]long',
        d: 'in [c sized]unique->long',
      },
    ],
    [
      'C declarators',
      'void f([in] long (*a)[3], [in] long *b[3], [in] long c[2][3]);',
      {
        a: 'in ref->[3]long',
        b: 'in [3]unique->long',
        c: 'in [2, 3]long',
      },
    ],
    [
      'bounds',
      'const long N = 4; typedef enum { Z = 7 } E; void f([in] byte a[N * 2], [in] byte b[0..9], [in, size_is(4)] byte c[*], [in] byte d[Z], [in] byte e[sizeof(GUID)]);',
      {
        a: 'in [8]byte',
        b: 'in [10]byte',
        c: 'in [c sized]byte',
        d: 'in [7]byte',
        e: 'in [16]byte',
      },
    ],
    [
      'varying',
      'void f([in] long n, [in, length_is(n)] long a[4], [in, last_is(n), max_is(9)] long b[], [in, first_is(n), length_is(2), size_is(5)] long *c);',
      {
        n: 'in long',
        a: 'in [4v]long',
        b: 'in [cv sized]long',
        c: 'in ref->[cv sized]long',
      },
    ],
    [
      'strings',
      'void f([in, string] LPWSTR a, [in, string] char b[8], [in, string, size_is(9)] char *c, [in, size_is(2), string] wchar_t **d, [in, string] const unsigned short *e, [in] LPOLESTR g);',
      {
        a: 'in ref->string[cv]wchar',
        b: 'in string[8v]char',
        c: 'in ref->string[cv sized]char',
        d: 'in ref->[c sized]unique->string[cv]wchar',
        e: 'in ref->string[cv]ushort',
        g: 'in ref->string[cv]OLECHAR=wchar',
      },
    ],
    [
      'a typedef with [string]',
      'typedef [handle, string] WCHAR *H; void f([in, string, unique] H a, [in] H b);',
      {
        a: 'in unique->string[cv]WCHAR=wchar',
        b: 'in ref->string[cv]WCHAR=wchar',
      },
    ],
    ['an array that may be absent', 'void f([in, unique, size_is(4)] byte a[]);', { a: 'in unique->[c sized]byte' }],
    [
      'context handles',
      'typedef [context_handle] void *H; typedef [ref] H *PH; void f([in] H a, [in, out] H *b, [in] PH c, [out, context_handle] void **d);',
      {
        a: 'in context',
        b: 'inout ref->context',
        c: 'in ref->context',
        d: 'out ref->context',
      },
    ],
    [
      'base types',
      'void f([in] unsigned a, [in] long long b, [in] unsigned __int3264 c, [in] signed char d, [in] unsigned char e, [in] short int g, [in] unsigned hyper h, [in] __int64 i, [in] INT8 j);',
      {
        a: 'in ulong',
        b: 'in hyper',
        c: 'in uint3264',
        d: 'in small',
        e: 'in uchar',
        g: 'in short',
        h: 'in uhyper',
        i: 'in hyper',
        j: 'in INT8=small',
      },
    ],
    [
      'range',
      'void f([in, range(1, 10)] DWORD a, [in, range(0, 5)] long *b, [in, string, range(0, 9)] wchar_t *c);',
      {
        a: 'in ranged=DWORD=ulong',
        b: 'in ref->ranged=long',
        c: 'in ref->string[cv]wchar',
      },
    ],
    [
      'transmit_as and wire_marshal say what is sent',
      'typedef [transmit_as(long)] struct { byte b[9]; } T; typedef [wire_marshal(short)] void *W; void f([in] T a, [in] W b);',
      {
        a: 'in T=long',
        b: 'in W=short',
      },
    ],
    [
      'interface pointers',
      'interface IOther; void f([in] IOther *a, [out] IOther **b, [in] IUnknown *c, [out, iid_is(riid)] void **d, [in] REFIID riid);',
      {
        a: 'in unique->IOther=struct MInterfacePointer',
        b: 'out ref->unique->IOther=struct MInterfacePointer',
        c: 'in unique->IUnknown=struct MInterfacePointer',
        d: 'out ref->unique->object=struct MInterfacePointer',
        riid: 'in ref->struct GUID',
      },
    ],
  ];
  for (const [name, text, expected] of cases) {
    test(name, () => assert.deepEqual(parameters(readIdl(wrap(text)), 'f'), expected));
  }

  test('pointer_default', () => {
    assert.deepEqual(parameters(readIdl(wrap('void f([in] long **a);', ', pointer_default(ptr)')), 'f'), {
      a: 'in ref->full->long',
    });
  });

  test('expressions are kept over the names beside them', () => {
    const schema = readIdl(
      wrap('#define K 2\nvoid f([in] long n, [in] long *m, [in, size_is(n ? (*m + 7) / 8 : K << 1)] byte *a);'),
    );
    const type = schema.types.find((it) => it.kind === 'array');
    assert.ok(type?.kind === 'array');
    const name = (of: string) => ({ op: 'value', name: of });
    const number = (value: number) => ({ op: 'number', value });
    assert.deepEqual(type.dimensions[0]!.size, {
      op: 'conditional',
      test: name('n'),
      yes: {
        op: 'binary',
        operator: '/',
        left: { op: 'binary', operator: '+', left: name('m'), right: number(7) },
        right: number(8),
      },
      no: number(4),
    });
  });

  test('lists that hold themselves', () => {
    const schema = readIdl(
      wrap(`typedef struct _N N; struct _N { N *next; struct _N *other; PM m; }; typedef struct _M { N *n; } M, *PM;
            typedef union _R switch (long k) R_u { case 1: struct _R *r; case 2: R *s; } R; void f([in] N *n, [in] R r);`),
    );
    assert.deepEqual(warnings(schema), []);
    assert.deepEqual(parameters(schema, 'f'), { n: 'in ref->struct N', r: 'in union R' });
  });
});

describe('interfaces', () => {
  test('several in one text; endpoints; attributes are kept', () => {
    const schema = readIdl(`
      [uuid(00000000-0000-0000-0000-000000000001), version(2), endpoint("ncacn_np:[\\\\pipe\\\\one]", "ncacn_ip_tcp:[]"), helpstring("a, b")]
      interface one { [idempotent, annotation("x")] void f(void); [callback] void back([in] long a); void g(); }
      [uuid("00000000-0000-0000-0000-000000000002"), version(0.5)] interface two { long h([out, retval] long *r); };`);
    const [a, b] = schema.interfaces;
    assert.deepEqual(a!.endpoints, ['ncacn_np:[\\pipe\\one]', 'ncacn_ip_tcp:[]']);
    assert.deepEqual(
      a!.attributes.find(({ name }) => name === 'helpstring'),
      { name: 'helpstring', text: 'a, b' },
    );
    assert.deepEqual(
      a!.procedures.map(({ name, opnum }) => [name, opnum]),
      [
        ['f', 0],
        ['g', 1],
      ],
    );
    assert.deepEqual(
      a!.callbacks.map(({ name, opnum }) => [name, opnum]),
      [['back', 0]],
    );
    assert.deepEqual([b!.uuid, b!.version], ['00000000-0000-0000-0000-000000000002', { major: 0, minor: 5 }]);
    assert.deepEqual(parameters(schema, 'h'), { r: 'out ref->long' });
    assert.deepEqual(a!.procedures[0]!.attributes, [
      { name: 'idempotent', text: '' },
      { name: 'annotation', text: 'x' },
    ]);
  });

  test('objects are numbered behind what they inherit', () => {
    const schema = readIdl(`
      import "unknwn.idl";
      [object, uuid(00000000-0000-0000-0000-000000000001)] interface IBase : IUnknown { HRESULT a(); [local] HRESULT b(); [call_as(b)] HRESULT RemoteB(); HRESULT c(); }
      [object, uuid(00000000-0000-0000-0000-000000000002)] interface IMore : IBase { HRESULT d([in] BSTR s); }
      [object, local, uuid(00000000-0000-0000-0000-000000000003)] interface IHere : IUnknown { HRESULT e(); }`);
    assert.deepEqual(warnings(schema), []);
    assert.deepEqual(
      schema.interfaces.map((it) => [it.name, it.procedures.map(({ name, opnum }) => `${opnum} ${name}`)]),
      [
        ['IBase', ['3 a', '4 RemoteB', '5 c']],
        ['IMore', ['3 a', '4 RemoteB', '5 c', '6 d']],
      ],
    );
    assert.deepEqual(Object.keys(parameters(schema, 'd')), ['ORPCTHIS', 'ORPCTHAT', 's']);
  });
});

describe('the preprocessor', () => {
  const flag = (text: string, defines = {}): string[] =>
    readIdl(`[uuid(00000000-0000-0000-0000-000000000001)] interface x {\n${text}\n}`, {
      defines,
    }).interfaces[0]!.procedures.map(({ name }) => name);

  const cases: [string, string, string[]][] = [
    ['ifdef', '#ifdef A\nvoid a();\n#else\nvoid b();\n#endif', ['b']],
    ['ifndef guards', '#ifndef A\n#define A\nvoid a();\n#endif\n#ifndef A\nvoid b();\n#endif', ['a']],
    [
      'if with defined',
      '#if (NOT_THERE >= 800) || defined(_STDCALL_SUPPORTED)\nvoid a();\n#elif defined __midl && __midl > 500\nvoid b();\n#else\nvoid c();\n#endif',
      ['b'],
    ],
    ['blocks in blocks', '#if 0\n#if 1\nvoid a();\n#endif\n#else\nvoid b();\n#endif', ['b']],
    ['macros in macros', '#define A B\n#define B A\n#define CALL void c\nCALL();\n#undef CALL\n', ['c']],
    ['macros with arguments', '#define M(t, n) t n\nM(void, f)(M(,));', ['f']],
    ['continued lines', '#define F \\\n  void \\\r\n  g\nF();', ['g']],
    ['pragmas and comments', '#pragma pack(4) // four\nvoid /* a\nb */ h(); // c', ['h']],
  ];
  for (const [name, text, expected] of cases) test(name, () => assert.deepEqual(flag(text), expected));

  test('constants from outside', () => assert.deepEqual(flag('#if V > 2\nvoid a();\n#endif', { V: '3' }), ['a']));

  test('what a text declares counts before what it imports', () => {
    const resolve = (name: string) => (name === 'a.idl' ? 'typedef short T;' : undefined);
    const schema = readIdl(`import "a.idl"; typedef hyper T;\n${wrap('void f([in] T x);')}`, {
      resolve,
      file: 't.idl',
    });
    assert.deepEqual(warnings(schema), ["t.idl:1:31 'T' is declared again after a.idl:1:15; the one here counts"]);
    assert.deepEqual(parameters(schema, 'f'), { x: 'in T=hyper' });
  });

  test('includes and imports', () => {
    const files: Record<string, string> = {
      'a.h': '#define COUNT 3\n#include "a.h"\n',
      'types.idl': 'import "deep.idl"; typedef struct { DEEP d[COUNT]; } T;',
      'deep.idl': '#define COUNT 3\ntypedef short DEEP;',
    };
    const schema = readIdl(
      '#include "a.h"\nimport "types.idl", "gone.idl"; [uuid(00000000-0000-0000-0000-000000000001)] interface x { void f([in] DEEP a[COUNT]); }',
      {
        file: 'main.idl',
        resolve: (name) => (name === 'types.idl' ? files[name]!.replace('COUNT', '5') : files[name]),
      },
    );
    assert.deepEqual(parameters(schema, 'f'), { a: 'in [3]DEEP=short' });
    assert.deepEqual(warnings(schema), ['main.idl:2:21 "gone.idl" is not at hand; what it declares is missing']);
  });
});

describe('what everyone’s compiler forgives is repaired and told', () => {
  const head = '[uuid(00000000-0000-0000-0000-000000000001)]\ninterface x {\n';
  const cases: [string, string, string[]][] = [
    [
      'a missing import',
      `${head}void f([in] DWORD a, [in] DWORD b, [in] GUID *c);\n}`,
      [
        "t.idl:3:13 'DWORD' is not declared and ms-dtyp.idl is not imported; the common type is taken",
        "t.idl:3:41 'GUID' is not declared and ms-dtyp.idl is not imported; the common type is taken",
      ],
    ],
    [
      'stray semicolons',
      `${head};void f();\n;}\n;`,
      ['t.idl:3:1 a stray semicolon, passed over', 't.idl:4:1 a stray semicolon, passed over'],
    ],
    [
      'a type declared twice',
      `${head}typedef long A;\ntypedef short A;\nvoid f([in] A a);\n}`,
      ["t.idl:4:15 'A' is declared again; the first in line 3 counts"],
    ],
    [
      'a common type declared once more',
      `import "ms-dtyp.idl";\n${head}typedef unsigned short DWORD;\nvoid f([in] DWORD a);\n}`,
      ["t.idl:4:24 'DWORD' is also declared by ms-dtyp.idl; the one here counts"],
    ],
    [
      'commas in attributes',
      `${head}void f([in,, string,] char *a, [in string] char *b,);\n}`,
      [
        't.idl:3:12 a comma without an attribute, passed over',
        "t.idl:3:20 a comma before ']', passed over",
        "t.idl:3:36 no comma before the attribute 'string'",
        "t.idl:3:51 a comma before ')', passed over",
      ],
    ],
    ['no direction', `${head}void f(long a);\n}`, ["t.idl:3:13 'a' is neither [in] nor [out]; taken as [in]"]],
    [
      'an unknown calling convention',
      `${head}void SOMECALL f([in] long a);\n}`,
      ["t.idl:3:6 'SOMECALL' is not declared; taken as a calling convention"],
    ],
    [
      'a tag used as a type',
      `${head}struct S { long a; };\nvoid f([in] S *a);\n}`,
      ["t.idl:4:13 'S' is no type's name; taken as struct S"],
    ],
    [
      'a name used as a tag',
      `${head}typedef struct { long a; } S;\nvoid f([in] struct S *a);\n}`,
      ["t.idl:4:13 'S' is no tag; taken as the type of that name"],
    ],
    [
      'an unknown interface',
      `${head}void f([in] ISomething *a);\n}`,
      ["t.idl:3:13 'ISomething' is not declared; taken as an interface"],
    ],
    [
      'a name that an expression does not find',
      `${head}void f([in, size_is(count)] byte *a);\n}`,
      ["t.idl:3:21 'count' is neither beside it nor a constant; what depends on it is not checked"],
    ],
    [
      'a union without its discriminant’s type',
      `${head}void f([in, switch_is(k)] union { [case(1)] long a; } *u);\n}`,
      [
        "t.idl:3:23 'k' is neither beside it nor a constant; what depends on it is not checked",
        't.idl:3:13 the type of the discriminant is not known; taken as long',
      ],
    ],
    [
      'an [out] pointer that may not be absent',
      `${head}void f([out, unique] long **a);\n}`,
      ['t.idl:3:29 [unique] is said of an [out] parameter; it is a reference'],
    ],
    [
      'typographic quotation marks',
      'import “ms-dtyp.idl”;',
      ['t.idl:1:8 typographic quotation marks, read as straight ones'],
    ],
    [
      'a type of IDL itself that is declared again',
      'typedef unsigned short wchar_t;\ntypedef unsigned long error_status_t;',
      [
        "t.idl:1:24 'wchar_t' is a type of IDL itself; this typedef is passed over",
        "t.idl:2:23 'error_status_t' is a type of IDL itself; this typedef is passed over",
      ],
    ],
    [
      'an attribute where an encapsulated union has its switch',
      `${head}typedef union _u switch_type(long) v { case 1: long a; } u;\nvoid f([in] u *x);\n}`,
      ["t.idl:3:18 'switch_type' without brackets; taken as an encapsulated union"],
    ],
    [
      'a type that is declared as itself',
      'typedef DWORD DWORD;',
      ["t.idl:1:15 'DWORD' is declared as itself; passed over"],
    ],
    ["a constant with C's order of words", `${head}int const N = 3;\nvoid f([in] long a[N]);\n}`, []],
    [
      'another name of a structure within that structure',
      `${head}typedef inner outer;\ntypedef struct _inner { outer *next; } inner;\nvoid f([in] outer *x);\n}`,
      [],
    ],
    ['no UUID', 'interface x { void f(); }', ["t.idl:1:1 the interface 'x' has no UUID"]],
    [
      'what a type library has besides',
      '[uuid(00000000-0000-0000-0000-000000000001)] library L { importlib("a.tlb"); coclass C { interface I; }; };',
      [
        "t.idl:1:78 'coclass' has no part in calls, passed over",
        't.idl:1:104 a stray semicolon, passed over',
        't.idl:1:107 a stray semicolon, passed over',
      ],
    ],
  ];
  for (const [name, text, expected] of cases) {
    test(name, () => assert.deepEqual(warnings(readIdl(text, { file: 't.idl' })).sort(), expected.sort()));
  }
});

describe('broken IDL', () => {
  const head = '[uuid(00000000-0000-0000-0000-000000000001)]\ninterface x {\n';
  const cases: [string, string, string][] = [
    [
      'no semicolon',
      `${head}typedef struct {\n  long a\n  long b;\n} S;\n}`,
      "5:3: expected ';' after a member, found 'long'",
    ],
    ['no name', `${head}typedef struct { long ; } S;\n}`, "3:23: expected the name of a member, found ';'"],
    ['an unknown type', `${head}void f(\n  [in] WHATEVER w);\n}`, "4:8: 'WHATEVER' is not declared: expected a type"],
    ['a comment without end', `${head}/* no end\n}`, '3:1: this comment has no end: expected */'],
    ['a text without end', 'import "ms-dtyp.idl;\n', '1:8: this text has no end: expected "'],
    [
      'the end too early',
      `${head}void f();`,
      "3:10: expected '}' at the end of the interface 'x', found the end of the text",
    ],
    ['a bad UUID', '[uuid(5a7b91f8-ff00)] interface x { }', "1:7: expected a number or a UUID, found '5a7b91f8'"],
    ['no UUID in parentheses', '[uuid(17)] interface x { }', "1:7: expected a UUID, found '17'"],
    [
      'no closing parenthesis',
      '[uuid(17 interface x { }',
      "1:25: expected ')' for the one in line 1, found the end of the text",
    ],
    ['an unexpected character', `${head}void f([in] long @);\n}`, "3:18: unexpected character '@'"],
    [
      'a bound that is no constant',
      `${head}typedef byte B[n];\nvoid f([in] B *b);\n}`,
      "3:16: 'n' is not declared: expected a constant for the array's bound",
    ],
    ['#endif alone', '#endif\n', '1:1: #endif without #if'],
    ['#if without end', '\n#if 1\nimport "a";', '2:1: this condition has no end: expected #endif'],
    ['#error', '#ifndef A\n#error say A\n#endif', '2:1: #error say A'],
    ['a bad condition', '#if 1 2\n#endif', "1:1: expected the end of the condition, found '2'"],
    [
      'a structure in itself',
      `${head}typedef struct _S {\n  long a;\n  struct _S s;\n} S;\nvoid f([in] S *s);\n}`,
      "3:9: 'S' contains itself: expected a pointer",
    ],
    [
      'a name in itself',
      `${head}typedef B A;\ntypedef A B;\nvoid f([in] A a);\n}`,
      "4:9: the type 'A' is declared by itself",
    ],
    ['an undefined structure', `${head}void f([in] struct _Q *q);\n}`, "3:13: 'struct _Q' is not defined"],
    ['a procedure outside', 'void f();', "1:6: the procedure 'f' stands outside an interface"],
    ['no procedure', `${head}long f;\n}`, "3:7: expected '(' after 'f', found ';'"],
    [
      'an attribute without comma',
      `${head}void f([in; string] char *a);\n}`,
      "3:11: expected ',' or ']' after an attribute, found ';'",
    ],
    [
      'a bad expression',
      `${head}void f([in, size_is(n +)] char *a, [in] long n);\n}`,
      '3:13: expected a value, found the end of the text',
    ],
    [
      'two expressions',
      `${head}void f([in, size_is(n n)] char *a, [in] long n);\n}`,
      "3:23: expected ',' or ')' in the attribute, found 'n'",
    ],
    [
      'an unlabelled arm',
      `${head}typedef union switch (long k) u { long a; } U;\n}`,
      "3:35: expected 'case' or 'default', found 'long'",
    ],
    [
      'an interface in itself',
      '[uuid(00000000-0000-0000-0000-000000000001), object] interface I : I { }',
      "1:68: the interface 'I' inherits from itself",
    ],
  ];
  for (const [name, text, expected] of cases) {
    test(name, () => {
      assert.throws(
        () => readIdl(text, { file: 't.idl' }),
        (error) => {
          assert.ok(error instanceof IdlError);
          assert.equal(error.message, `t.idl:${expected}`);
          return true;
        },
      );
    });
  }
});
