import { Question } from '../engine/question.ts';
import type { Packet } from '../model/packet.ts';
import { EXPLAIN_SCHEMA, type Explained, explain, explainedText, holds } from '../output/explain.ts';
import { useCodePage } from './code-page.ts';
import type { Command } from './command.ts';
import { EXIT, nearest, UsageError } from './exit.ts';
import { CODE_PAGE, IDL, interrupted, makePass, makeRegistry, REVEAL, readInto } from './inputs.ts';
import { PAGER } from './pager.ts';

/** How many packets after a frame may end what the frame began. */
const AHEAD = 5000;

export const command: Command = {
  name: 'explain',
  takes: 'FILE FRAME [OFFSET]',
  describe: 'what each byte of a frame is, and where each field lies in the file',
  options: [
    {
      name: 'field',
      letter: 'e',
      takes: 'FIELD',
      many: true,
      describe: 'only these fields: from a field to its bytes',
    },
    { name: 'format', letter: 'T', takes: 'FORMAT', choices: ['text', 'json'], describe: 'form of the output' },
    IDL,
    CODE_PAGE,
    REVEAL,
    PAGER,
  ],
  examples: [
    ['specshark explain FILE 6', 'every field of the sixth frame with its bytes'],
    ['specshark explain FILE 6 0x36', 'what the byte at that offset is'],
    ['specshark explain FILE 6 -e smb.cmd', 'where in the file that field lies'],
  ],
  async run(args, out) {
    const [path, number = '', at, ...more] = args.files;
    if (path === undefined || !/^[1-9]\d*$/.test(number) || more.length > 0)
      throw new UsageError('explain takes a file, the number of a frame and perhaps an offset in it');
    const frame = Number(number);
    if (at !== undefined && !/^(0x[0-9a-f]+|\d+)$/i.test(at)) throw new UsageError(`'${at}' is no offset`);
    const offset = at === undefined ? undefined : Number(at);
    const registry = makeRegistry(args);
    const names = args.all('field');
    for (const name of names) {
      if (registry.fields.has(name)) continue;
      const close = nearest(name, registry.fields.keys());
      throw new UsageError(`-e: no field '${name}'${close.length > 0 ? `; did you mean ${close.join(', ')}?` : ''}`);
    }
    await useCodePage(args);
    const pass = makePass(registry, Question.everything());
    pass.packet.reveal = args.has('reveal');
    const starts: number[] = [];
    const found: Explained[] = [];
    let length = -1;
    const each = (packet: Packet): void => {
      starts[packet.number] = packet.position;
      if (packet.number < frame) return;
      if (packet.number === frame) length = packet.captured;
      // What this frame began a later one may have ended.
      if (packet.number > frame && offset === undefined) return;
      packet.conceal();
      const positions = (of: number): number | undefined => starts[of];
      found.push(
        ...explain(packet, positions, (field, spans) => {
          if (names.length > 0 && !names.includes(field.abbrev)) return false;
          if (offset !== undefined && !holds(spans, frame, offset)) return false;
          return packet.number === frame || spans.some((span) => span.frame === frame);
        }),
      );
    };
    const { code } = await readInto(path, pass, each, frame + (offset === undefined ? 0 : AHEAD));
    if (code !== EXIT.input) {
      if (length < 0) throw new UsageError(`${path} has no frame ${frame}, it has ${pass.packet.number}`);
      if (offset !== undefined && offset >= length)
        throw new UsageError(`frame ${frame} has ${length} bytes, the last at offset ${length - 1}`);
      if (args.one('format') === 'json')
        out.utf8(`${JSON.stringify({ schema: EXPLAIN_SCHEMA, frame, fields: found }, null, 1)}\n`);
      else
        for (const it of found) {
          out.utf8(explainedText(it));
          out.settle();
        }
    }
    out.flush();
    return interrupted ? EXIT.interrupted : code;
  },
};
