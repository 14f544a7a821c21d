import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { linkType } from '../../dissectors/frame/keys.ts';
import { protocols, wiring } from '../../dissectors/index.ts';
import { wdsc } from '../../dissectors/ms-wdsc/protocol.ts';
import {
  answers,
  asks,
  blob,
  packet,
  string,
  u16,
  u32,
  utf16,
  variable,
  wstring,
} from '../../dissectors/ms-wdsc/rules/bytes.ts';
import { batchOf, framesFrom } from '../../scripts/fuzz/frames.ts';
import { fromHex } from '../../src/bytes/hex.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import { alone } from './alone.ts';

/** Lines of a packet whose fields begin with one of these. */
function shown(hex: string, ...starts: string[]): string[] {
  return alone(wdsc, hex.replace(/\s/g, '')).filter((line) => starts.some((start) => line.startsWith(start)));
}

describe('a WDS packet', () => {
  test('has an endpoint and an operation', () => {
    assert.deepEqual(shown(asks(), 'wdsc.', 'wdsc '), [
      'wdsc complete',
      'wdsc.request 1',
      'wdsc.endpoint 1',
      'wdsc.endpoint.size_of_header 40',
      'wdsc.endpoint.version 0x0100',
      'wdsc.endpoint.packet_size 152',
      'wdsc.endpoint.guid d8deeb5a-effd-43b2-99fc-1a8a5921c227',
      'wdsc.endpoint.reserved 00000000000000000000000000000000',
      'wdsc.endpoint.name OS Deployment (MS-WDSOSD)',
      'wdsc.operation 1',
      'wdsc.operation.packet_size 112',
      'wdsc.operation.version 0x0100',
      'wdsc.operation.packet_type 1',
      'wdsc.operation.padding 0x00',
      'wdsc.operation.name WDS_OP_LOG_INIT',
      'wdsc.opcode 0x00000003',
      'wdsc.variable_count 1',
      'wdsc.variable 1',
      'wdsc.variable.name VERSION',
      'wdsc.variable.padding 0x0000',
      'wdsc.variable.type 0x00000004',
      'wdsc.variable.base_type 0x0004',
      'wdsc.variable.type_modifier 0x0000',
      'wdsc.variable.value_length 4',
      'wdsc.variable.array_size 0',
      'wdsc.variable.value 1',
      'wdsc.value.ulong 1',
      'wdsc.variable.padding_end 000000000000000000000000',
    ]);
  });

  test('is a reply by its type where no call says it', () => {
    assert.deepEqual(shown(answers({ code: 5 }), 'wdsc.reply', 'wdsc.error', 'wdsc.value.'), [
      'wdsc.reply 1',
      'wdsc.error_code 0x00000005',
      'wdsc.value.ulong 1',
      'wdsc.value.ulong 3',
      'wdsc.value.name WDS_LOG_LEVEL_INFO',
      'wdsc.value.wstring 1',
    ]);
  });

  test('shows every base type', () => {
    const variables = [
      variable({ name: 'A', type: 1, value: 'ff' }),
      variable({ name: 'B', type: 2, value: u16(513) }),
      variable({ name: 'C', type: 8, value: 'ffffffffffffff7f' }),
      string('D', 'text'),
      blob('E', '\x01\x02\x03'),
      variable({ name: 'F', type: 0x80, value: 'abcd' }),
      variable({ name: 'G', type: 4, value: 'aabbcc' }),
      variable({ name: 'H', type: 0x20, value: '' }),
    ];
    assert.deepEqual(shown(packet({ variables }), 'wdsc.value.', 'wdsc complete'), [
      'wdsc complete',
      'wdsc.value.byte 255',
      'wdsc.value.ushort 513',
      'wdsc.value.ulong64 9223372036854775807',
      'wdsc.value.string text',
      'wdsc.value.blob 010203',
      'wdsc.value.unknown abcd',
      'wdsc.value.ulong 13417386',
    ]);
  });

  test('shows arrays element by element, wherever their flag is', () => {
    const values = u32(1) + u32(2) + u32(3);
    for (const type of [0x1000_0004, 0x1004]) {
      const variables = [variable({ name: 'L', type, value: values, length: 4, size: 3 })];
      assert.deepEqual(
        shown(packet({ variables }), 'wdsc.value.'),
        [1, 2, 3].map((n) => `wdsc.value.ulong ${n}`),
      );
    }
    const names = utf16('ab\0') + utf16('c\0\0');
    const variables = [variable({ name: 'N', type: 0x1000_0020, value: names, length: 6, size: 2 })];
    assert.deepEqual(shown(packet({ variables }), 'wdsc.value.'), ['wdsc.value.wstring ab', 'wdsc.value.wstring c']);
  });

  test('shows blobs that are text, and XML', () => {
    const variables = [blob('T', 'some text'), blob('X', '<?xml version="1.0"?><a/>'), blob('B', '\xff\xfe\x00\x01')];
    const wide = variable({ name: 'W', type: 0x40, value: utf16('\ufeff<unattend/>') });
    assert.deepEqual(
      shown(packet({ variables: [...variables, wide] }), 'wdsc.value.text', 'wdsc.value.u', 'wdsc.value.x'),
      [
        'wdsc.value.text some text',
        'wdsc.value.text <?xml version="1.0"?><a/>',
        'wdsc.value.xml 1',
        'wdsc.value.unicode_text \ufeff<unattend/>',
        'wdsc.value.xml 1',
      ],
    );
  });

  test('goes on behind sixteen bytes more of padding, and behind the last variable', () => {
    const first = variable({ name: 'A', type: 0x10, value: '6100', padding: '00'.repeat(14 + 16) });
    const lines = shown(
      packet({ variables: [first, wstring('B', 'b')], trailer: 'abcd'.repeat(20) }),
      'wdsc.v',
      'wdsc.l',
    );
    assert.equal(lines.filter((line) => line === 'wdsc.variable 1').length, 2);
    assert.ok(lines.includes('wdsc.value.wstring b'));
    assert.equal(lines.at(-1), `wdsc.left_over ${'abcd'.repeat(20)}`);
  });

  test('ends where its bytes end', () => {
    const lines = (hex: string) => shown(hex, 'wdsc ', 'wdsc.variable 1');
    assert.deepEqual(lines(packet({ variables: [string('A', 'x')], count: 4_000_000_000 })), [
      'wdsc complete',
      'wdsc.variable 1',
    ]);
    const long = variable({ name: 'A', type: 0x1000_0008, value: '00', length: 0xffff_ffff, size: 0xffff_ffff });
    assert.deepEqual(lines(packet({ variables: [long] })), ['wdsc malformed', 'wdsc.variable 1']);
    const none = variable({ name: 'A', type: 0x1000_0004, value: '', length: 0, size: 0xffff_ffff });
    assert.deepEqual(lines(packet({ variables: [none] })), ['wdsc complete', 'wdsc.variable 1']);
    const whole = packet({ variables: [string('A', 'x')] }).replace(/\s/g, '');
    for (let n = 2; n < whole.length; n += 2)
      assert.match(alone(wdsc, whole.slice(0, n))[0]!, /^wdsc (malformed|complete)/);
  });
});

describe('a password in unattended instructions', () => {
  const xml =
    '<unattend><Credentials><Username>joe</Username><Password>hunter2</Password></Credentials>' +
    '<AdministratorPassword><Value>geheim</Value></AdministratorPassword></unattend>';
  const reply = (it: string) => packet({ type: 2, variables: [it] });
  const wide = variable({ name: 'CLIENT_UNATTEND', type: 0x40, value: utf16(xml) });

  /** The texts of a packet, and all of its bytes. */
  function texts(hex: string, reveal: boolean): string {
    const { packet: it, end } = pass(hex, reveal);
    const { bytes, base } = it.source;
    const raw = Buffer.from(bytes.subarray(base, base + end))
      .toString('latin1')
      .replaceAll('\0', '');
    return alone(wdsc, Buffer.from(bytes.subarray(base, base + end)).toString('hex')).join('\n') + raw;
  }

  for (const [how, variable] of [
    ['in UTF-8', blob('CLIENT_UNATTEND', xml)],
    ['in UTF-16', wide],
  ] as const) {
    test(`is stars ${how}`, () => {
      const shown = texts(reply(variable), false);
      assert.doesNotMatch(shown, /hunter2|geheim/);
      assert.match(shown, /<Username>joe<\/Username><Password>\*{7}<\/Password>/);
      assert.match(shown, /<Value>\*{6}<\/Value>/);
      assert.match(texts(reply(variable), true), /hunter2.*geheim/);
    });
  }

  test('or in a variable that is called so', () => {
    const shown = texts(reply(wstring('JoinPassword', 'hunter2')), false);
    assert.doesNotMatch(shown, /hunter2/);
  });
});

/** The packet as a frame of its own, after its secrets were concealed. */
function pass(hex: string, reveal: boolean) {
  const bytes = fromHex(hex.replace(/\s/g, ''));
  const registry = new Registry([...protocols]);
  registry.route(linkType, [147], wdsc);
  const run = new Pass(registry, wiring, Question.nothing(), undefined, true);
  run.packet.reveal = reveal;
  run.frame(batchOf(framesFrom([bytes], 147)), 0, { linkType: 147, snapLength: 0, section: 1 });
  run.packet.conceal();
  return { packet: run.packet, end: bytes.length };
}
