import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromHex } from '../../src/bytes/hex.ts';
import { readIdl } from '../../src/decode/idl/index.ts';
import { type NdrInputs, type NdrProcedure, ndrInterface } from '../../src/decode/ndr/index.ts';
import { EPM, NETLOGON, SAMR, SRVSVC, WINREG, WKSSVC } from './ndr-interfaces.ts';
import { seen, show } from './ndr-show.ts';
import { GAPS, VECTORS } from './ndr-vectors.ts';

const procedures = new Map<string, NdrProcedure>();
for (const text of [EPM, NETLOGON, SAMR, SRVSVC, WINREG, WKSSVC]) {
  for (const it of ndrInterface(readIdl(text)).procedures.values()) procedures.set(it.name, it);
}

const HANDLE = '00000000785634123412cdabef000123456789ab';
const TOWER =
  '050013000dc84f324b7016d30112785a47bf6ee18803000200000013000d045d888aeb1cc9119fe808002b10486002000200000001000b02000000' +
  '01000702000087010009040000000000';

const EXPECTED: Readonly<Record<string, unknown>> = {
  'NetrShareEnum request': {
    ServerName: '\\\\SERVER',
    InfoStruct: { Level: 1, ShareInfo: { Level1: { EntriesRead: 0, Buffer: [] } } },
    PreferedMaximumLength: 4294967295,
    ResumeHandle: 0,
  },
  'NetrShareEnum response': {
    InfoStruct: {
      Level: 1,
      ShareInfo: {
        Level1: {
          EntriesRead: 3,
          Buffer: [
            { shi1_netname: 'ADMIN$', shi1_type: 0x80000000, shi1_remark: 'Remote Admin' },
            { shi1_netname: 'IPC$', shi1_type: 0x80000003, shi1_remark: '' },
            { shi1_netname: 'data', shi1_type: 0, shi1_remark: 'x' },
          ],
        },
      },
    },
    TotalEntries: 3,
    ResumeHandle: 7,
    return: 0,
  },
  'NetrServerGetInfo request': { ServerName: null, Level: 101 },
  'NetrServerGetInfo response': {
    InfoStruct: {
      ServerInfo101: {
        sv101_platform_id: 500,
        sv101_name: 'SRV',
        sv101_version_major: 6,
        sv101_version_minor: 1,
        sv101_type: 0x9a03,
        sv101_comment: 'abc',
      },
    },
    return: 0,
  },
  'NetrWkstaGetInfo request': { ServerName: '\\\\x', Level: 100 },
  'NetrWkstaGetInfo response': {
    WkstaInfo: {
      WkstaInfo100: {
        wki100_platform_id: 500,
        wki100_computername: 'HOST',
        wki100_langroup: 'DOM',
        wki100_ver_major: 10,
        wki100_ver_minor: 0,
      },
    },
    return: 0,
  },
  'SamrConnect5 request': {
    ServerName: 'S',
    DesiredAccess: 0x31,
    InVersion: 1,
    InRevisionInfo: { V1: { Revision: 3, SupportedFeatures: 0 } },
  },
  'SamrConnect5 response': {
    OutVersion: 1,
    OutRevisionInfo: { V1: { Revision: 3, SupportedFeatures: 0 } },
    ServerHandle: HANDLE,
    return: 0,
  },
  'SamrLookupNamesInDomain request': { DomainHandle: HANDLE, Count: 2, Names: ['Administrator', 'krbtgt'] },
  'SamrLookupNamesInDomain response': {
    RelativeIds: { Count: 2, Element: [500, 502] },
    Use: { Count: 2, Element: [1, 1] },
    return: 0,
  },
  'SamrOpenDomain request': { ServerHandle: HANDLE, DesiredAccess: 0x200, DomainId: 'S-1-5-21-1-2-3' },
  'SamrEnumerateUsersInDomain request': {
    DomainHandle: HANDLE,
    EnumerationContext: 0,
    UserAccountControl: 16,
    PreferedMaximumLength: 65535,
  },
  'SamrEnumerateUsersInDomain response': {
    EnumerationContext: 0,
    Buffer: {
      EntriesRead: 2,
      Buffer: [
        { RelativeId: 500, Name: 'Administrator' },
        { RelativeId: 501, Name: 'Guest' },
      ],
    },
    CountReturned: 2,
    return: 0,
  },
  'SamrQueryInformationDomain request': { DomainHandle: HANDLE, DomainInformationClass: 12 },
  'SamrQueryInformationDomain response': {
    Buffer: {
      Lockout: { LockoutDuration: '-18000000000', LockoutObservationWindow: '-18000000000', LockoutThreshold: 5 },
    },
    return: 0,
  },
  'SamrQueryInformationUser response': { Buffer: { Control: { UserAccountControl: 0x210 } }, return: 0 },
  'ept_map request': {
    obj: '00000000-0000-0000-0000-000000000000',
    map_tower: { tower_length: 75, tower_octet_string: TOWER },
    entry_handle: '0'.repeat(40),
    max_towers: 4,
  },
  'ept_map response': {
    entry_handle: '0'.repeat(40),
    num_towers: 2,
    ITowers: [
      { tower_length: 75, tower_octet_string: TOWER },
      { tower_length: 75, tower_octet_string: TOWER },
    ],
    status: 0,
  },
  'BaseRegQueryValue request': {
    hKey: HANDLE,
    lpValueName: 'Version',
    lpType: 0,
    lpData: '0000',
    lpcbData: 16,
    lpcbLen: 2,
  },
  'NetrServerAuthenticate3 request': {
    PrimaryName: '\\\\DC',
    AccountName: 'WS$',
    SecureChannelType: 2,
    ComputerName: 'WS',
    ClientCredential: { data: '0102030405060708' },
    NegotiateFlags: 0x612fffff,
  },
  'NetrServerAuthenticate3 response': {
    ServerCredential: { data: '0102030405060708' },
    NegotiateFlags: 0x212fffff,
    AccountRid: 1104,
    return: 0,
  },
};

describe('stubs that Samba made', () => {
  const inputs = new Map<string, NdrInputs>();
  for (const { procedure, direction, stubs } of VECTORS) {
    for (const [syntax, order, hex] of stubs) {
      test(`${procedure} ${direction}, ${syntax} ${order}-endian`, () => {
        const little = order === 'little';
        const call = `${procedure} ${syntax} ${order}`;
        const options = {
          direction,
          syntax,
          little,
          ...(direction === 'response' ? { inputs: inputs.get(call) } : {}),
        };
        const { stub, short } = show(fromHex(hex), procedures.get(procedure)!, options);
        if (direction === 'request') inputs.set(call, stub.inputs);
        assert.equal(short, undefined);
        assert.deepEqual(seen(stub), []);
        // Handles are shown as they are sent: their byte order follows the sender's.
        const told = JSON.stringify(stub.arguments()).replaceAll('00000000123456781234abcdef000123456789ab', HANDLE);
        assert.deepEqual(JSON.parse(told), EXPECTED[`${procedure} ${direction}`]);
      });
    }
  }

  test('the tree of a response: referents lie below their pointers', () => {
    const [, , hex] = VECTORS.find(
      (it) => it.procedure === 'SamrEnumerateUsersInDomain' && it.direction === 'response',
    )!.stubs[0]!;
    const { lines } = show(fromHex(hex), procedures.get('SamrEnumerateUsersInDomain')!, { direction: 'response' });
    assert.deepEqual(lines, [
      'EnumerationContext: 0 @0-4',
      'Pointer to Buffer: 0x00020000 @4-8',
      '  Buffer @8-16 deferred',
      '    EntriesRead: 2 @8-12',
      '    Pointer to Buffer: 0x00020004 @12-16',
      '      Buffer @16-44 deferred',
      '        Max Count: 2 @16-20',
      '        SAMPR_RID_ENUMERATION @20-32',
      '          RelativeId: 500 @20-24',
      '          Name: Administrator @24-32 generated',
      '            Length: 26 @24-26',
      '            MaximumLength: 26 @26-28',
      '            Pointer to Buffer: 0x00020008 @28-32',
      '              Max Count: 13 @44-48 deferred',
      '              Offset: 0 @48-52 deferred',
      '              Actual Count: 13 @52-56 deferred',
      '              Buffer: Administrator @56-82 deferred',
      '        SAMPR_RID_ENUMERATION @32-44',
      '          RelativeId: 501 @32-36',
      '          Name: Guest @36-44 generated',
      '            Length: 10 @36-38',
      '            MaximumLength: 10 @38-40',
      '            Pointer to Buffer: 0x0002000c @40-44',
      '              Max Count: 5 @84-88 deferred',
      '              Offset: 0 @88-92 deferred',
      '              Actual Count: 5 @92-96 deferred',
      '              Buffer: Guest @96-106 deferred',
      'CountReturned: 2 @108-112',
      'return: 0 @112-116',
    ]);
  });
});

/** Frames 96 and 97 of OTRF Security-Datasets' LSASS_campaign_01 (MIT licence): Windows on both sides. */
const WINDOWS = {
  request:
    '01000000000000000000000000000000000000000000000002000000000000004b000000000000004b000000050013000d354251e3064bd111ab04' +
    '00c04fc2dcd204000200000013000d045d888aeb1cc9119fe808002b10486002000200000001000b0200000001000702000087010009040000' +
    '00000000000000000000000000000000000000000000000004000000',
  response:
    '000000000000000000000000000000000000000002000000040000000000000000000000000000000200000000000000030000000000000004000000' +
    '000000004b000000000000004b000000050013000d354251e3064bd111ab0400c04fc2dcd204000200000013000d045d888aeb1cc9119fe808' +
    '002b10486002000200000001000b020000000100070200c2050100090400c0a80104004b000000000000004b000000050013000d354251e306' +
    '4bd111ab0400c04fc2dcd204000200000013000d045d888aeb1cc9119fe808002b10486002000200000001000b020000000100070200c20001' +
    '00090400c0a801040000000000',
};

describe('NDR64 as Windows sends it', () => {
  const map = procedures.get('ept_map')!;
  test('ept_map', () => {
    const request = show(fromHex(WINDOWS.request), map, { syntax: 'ndr64' });
    assert.deepEqual([request.short, seen(request.stub)], [undefined, []]);
    const asked = JSON.parse(JSON.stringify(request.stub.arguments()));
    assert.deepEqual([asked.map_tower.tower_length, asked.max_towers], [75, 4]);
    const response = show(fromHex(WINDOWS.response), map, {
      syntax: 'ndr64',
      direction: 'response',
      inputs: request.stub.inputs,
    });
    assert.deepEqual([response.short, seen(response.stub)], [undefined, []]);
    const told = JSON.parse(JSON.stringify(response.stub.arguments()));
    assert.deepEqual([told.num_towers, told.ITowers.length, told.status], [2, 2, 0]);
    assert.equal(
      told.ITowers[1].tower_octet_string.slice(-28),
      '0702 00c2 0001 0009 0400 c0a8 0104'.replaceAll(' ', ''),
    );
  });

  test('its unique pointers all have one id', () => {
    const { stub } = show(
      fromHex(
        '04000000000000000000020000000000010000000000000000000200000000000100000000000000000000000000000004000600000000000000' +
          '020000000000030000000000000000000000000000000200000000000000610062000100000000000000',
      ),
      procedures.get('SamrEnumerateUsersInDomain')!,
      { syntax: 'ndr64', direction: 'response' },
    );
    assert.deepEqual(
      stub.observations.map(({ kind }) => kind),
      ['unique-repeated', 'unique-repeated'],
    );
    assert.deepEqual(stub.arguments()['Buffer'], { EntriesRead: 1, Buffer: [{ RelativeId: 0, Name: 'ab' }] });
  });
});

describe('stubs that impacket made, with every gap filled', () => {
  const ZERO_HANDLE = '0'.repeat(40);
  const differing: Readonly<Record<string, unknown>> = {
    'NetrShareEnum request': { ...(EXPECTED['NetrShareEnum request'] as object), ResumeHandle: null },
    'NetrShareEnum response': {
      InfoStruct: {
        Level: 1,
        ShareInfo: {
          Level1: {
            EntriesRead: 2,
            Buffer: [
              { shi1_netname: 'ADMIN$', shi1_type: 0x80000000, shi1_remark: 'Remote Admin' },
              { shi1_netname: 'IPC$', shi1_type: 0x80000003, shi1_remark: '' },
            ],
          },
        },
      },
      TotalEntries: 2,
      ResumeHandle: null,
      return: 0,
    },
  };
  for (const { procedure, direction, stubs } of GAPS) {
    for (const [syntax, , hex] of stubs) {
      test(`${procedure} ${direction}, ${syntax}`, () => {
        const { stub, short } = show(fromHex(hex), procedures.get(procedure)!, { syntax, direction });
        assert.equal(short, undefined);
        for (const { kind } of stub.observations) assert.equal(kind, 'padding-not-zero');
        const call = `${procedure} ${direction}`;
        const told = JSON.stringify(stub.arguments()).replaceAll(ZERO_HANDLE, HANDLE);
        assert.deepEqual(JSON.parse(told), differing[call] ?? EXPECTED[call]);
      });
    }
  }
});
