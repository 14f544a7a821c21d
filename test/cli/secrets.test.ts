/** A password that lies in several segments, or several fragments, is in no output unless it is asked for. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { asks, blob, bound, CLIENT, call, packet, result, ulong } from '../../dissectors/ms-wdsc/rules/bytes.ts';
import { hex, session, writePcap } from '../../samples/make/index.ts';
import { program } from '../../scripts/golden/program.ts';
import { specshark } from './run.ts';

/** Two halves, of which neither may be seen. */
const [FIRST, SECOND] = ['Tr0ub4dor', 'correcthorse'] as const;
const XML = `<unattend><Credentials><Username>installer</Username><Password>${FIRST}${SECOND}</Password></Credentials></unattend>`;
const REPLY = packet({ type: 2, variables: [ulong('VERSION', 1), ulong('FLAGS', 1), blob('CLIENT_UNATTEND', XML)] });
const ASKED = asks({ code: 5, variables: [ulong('VERSION', 1), ulong('ARCHITECTURE', 9), ...CLIENT] });

const scratch = mkdtempSync(join(tmpdir(), 'specshark-secrets-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const bytesOf = (turn: { readonly tcp?: string | undefined }): Uint8Array => hex(turn.tcp ?? '');
const answered = bytesOf(result(REPLY));
/** In the middle of the password. */
const MIDDLE = Buffer.from(answered).indexOf(SECOND);

function opened() {
  const conversation = session({ port: 5040 });
  for (const turn of [...bound(), call(ASKED)]) conversation.send(turn.from, bytesOf(turn));
  return conversation;
}

/** The answer as PDUs of their own (C706 12.6.2), cut in the middle of the password. */
function fragments(): Uint8Array[] {
  const cuts = [0, MIDDLE - 24 - 40, MIDDLE - 24, answered.length - 24];
  return cuts.slice(1).map((end, i) => {
    const stub = answered.subarray(24 + cuts[i]!, 24 + end);
    const pdu = Uint8Array.from([...answered.subarray(0, 24), ...stub]);
    pdu[3] = (i === 0 ? 1 : 0) | (i === cuts.length - 2 ? 2 : 0);
    new DataView(pdu.buffer).setUint16(8, pdu.length, true);
    return pdu;
  });
}

const CAPTURES = {
  segments: opened().server(answered, { cut: [100, MIDDLE, MIDDLE + 4] }),
  'out-of-order': opened().server(answered, { cut: [100, MIDDLE, MIDDLE + 4], order: [0, 2, 1, 3] }),
  'sent-twice': opened().server(answered, { cut: [MIDDLE], order: [0, 0, 1, 1] }),
  fragments: fragments().reduce((it, pdu) => it.server(pdu), opened()),
  'request-missed': (() => {
    const conversation = session({ port: 5040 });
    for (const turn of bound()) conversation.send(turn.from, bytesOf(turn));
    return conversation.server(answered);
  })(),
};

/** What shows a text: as it is, with its bytes in hex, one by one or together, and in a column of 16. */
const shows = (output: string, text: string): boolean => {
  const digits = Buffer.from(text).toString('hex');
  const plain = output.toLowerCase();
  const joined = plain.replace(/[\s:]/g, '');
  return [text.toLowerCase(), digits].some((it) => plain.includes(it) || joined.includes(it)) || dumped(plain, text);
};

/** In a dump the text is broken into lines: what any four characters of it in a row show. */
function dumped(output: string, text: string): boolean {
  for (let i = 0; i + 6 <= text.length; i++) if (output.includes(text.slice(i, i + 6).toLowerCase())) return true;
  return false;
}

const COMMANDS: readonly (readonly string[])[] = [
  ['read'],
  ['read', '-x'],
  ['read', '-V'],
  ['read', '-V', '-x'],
  ...['json', 'ndjson', 'ek', 'pdml', 'psml', 'csv', 'tabs', 'summary', 'detail'].map((form) => ['read', '-T', form]),
  ['read', '-T', 'json', '-x'],
  ['read', '-T', 'fields', '-e', 'wdsc.value.text', '-e', 'wdsc.value.blob'],
  // Each alone: only what leads to it is read.
  ...['dcerpc.stub_data', 'dcerpc.fragment_data', 'wdsrpc.pbReplyPacket', 'data.data'].map((field) => [
    'read',
    '-T',
    'fields',
    '-e',
    field,
  ]),
  ['calls'],
  ['calls', '-T', 'json'],
  ['messages', '-T', 'json'],
  ['flows'],
  ['stats'],
  ['follow', 'tcp', '0'],
  ...['hex', 'text', 'raw', 'pdu'].map((form) => ['follow', 'tcp', '0', '-T', form]),
  ['follow', 'rpc', '0'],
  ['check'],
  ...['json', 'ndjson', 'sarif', 'junit', 'tap', 'github', 'gitlab', 'markdown'].map((form) => ['check', '-T', form]),
];

describe('a password', () => {
  for (const [name, conversation] of Object.entries(CAPTURES)) {
    const path = join(scratch, `${name}.pcap`);
    const { frames } = conversation.fin();
    writePcap(path, frames);
    const explained = frames.flatMap((_, i) => [
      ['explain', path, String(i + 1)],
      ['explain', path, String(i + 1), '0x60', '-T', 'json'],
    ]);
    const all = [...COMMANDS.map((command) => [...command, path]), ...explained, ['diff', path, path]];

    test(`is in no output: ${name}`, async () => {
      for (const command of all) {
        const said = await program(command);
        // Of short frames there is no such offset.
        assert.ok(said.refused === undefined || command[0] === 'explain', `${command.join(' ')}: ${said.refused}`);
        const output = said.output.toString('utf8');
        for (const half of [FIRST, SECOND])
          assert.ok(!shows(output, half), `${command.join(' ').replace(scratch, '')} shows ${half}:\n${output}`);
      }
    });

    test(`is there with --reveal: ${name}`, async () => {
      const output = (await program(['read', '-V', '-x', '--reveal', path])).output.toString('utf8').toLowerCase();
      assert.ok(dumped(output, FIRST) && dumped(output, SECOND));
    });
  }

  test('is in the packets that -w writes, and that is said', async () => {
    const [from, to] = [join(scratch, 'segments.pcap'), join(scratch, 'written.pcapng')];
    const { stdout, stderr, code } = await specshark(['read', '-w', to, from]);
    assert.deepEqual([code, stdout], [0, '']);
    assert.match(
      stderr,
      /^specshark: 4 of the packets written carry passwords or keys, or may: .*as they were sent\n$/,
    );
    const none = await specshark(['read', '-w', to, '-Y', 'frame.number < 7', from]);
    assert.equal(none.stderr, '');
  });
});
