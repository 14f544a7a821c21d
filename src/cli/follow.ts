import { ByteWriter } from '../bytes/writer.ts';
import { Question } from '../engine/question.ts';
import type { Layer } from '../model/layer.ts';
import type { Packet } from '../model/packet.ts';
import { letWrite } from '../output/columns.ts';
import { type FollowForm, FollowWriter } from '../output/follow.ts';
import { StreamOrder } from '../stats/stream.ts';
import type { Command } from './command.ts';
import { EXIT, nearest, UsageError, worst } from './exit.ts';
import { inputs, interrupted, makePass, makeRegistry, READ_FILE, REVEAL, readInto } from './inputs.ts';
import { PAGER } from './pager.ts';

const KINDS = ['tcp', 'udp', 'smb-pipe', 'rpc'] as const;
type Kind = (typeof KINDS)[number];

export const command: Command = {
  name: 'follow',
  takes: 'tcp|udp|smb-pipe|rpc STREAM FILE…',
  choices: KINDS,
  describe: "one stream's content",
  options: [
    READ_FILE,
    {
      name: 'format',
      letter: 'T',
      takes: 'FORM',
      choices: ['text', 'hex', 'raw', 'pdu'],
      describe: 'text, hex, the bytes alone, or each PDU with a line above it (hex; of pipes and rpc pdu)',
    },
    REVEAL,
    PAGER,
  ],
  examples: [
    ['specshark follow tcp 3 FILE', 'what the fourth TCP connection carried'],
    ['specshark follow smb-pipe 0 FILE', 'the PDUs of the first named pipe'],
  ],
  async run(args, out) {
    const [kind = '', number = '', ...rest] = args.files;
    if (!KINDS.includes(kind as Kind)) {
      const close = nearest(kind, KINDS);
      throw new UsageError(`follow takes one of ${(close.length > 0 ? close : KINDS).join(', ')}, not '${kind}'`);
    }
    if (!/^\d+$/.test(number)) throw new UsageError(`follow ${kind} takes the number of a stream, not '${number}'`);
    const files = inputs({ ...args, files: rest }, 'follow');
    const stream = Number(number);
    const form = (args.one('format') ?? (kind === 'tcp' || kind === 'udp' ? 'hex' : 'pdu')) as FollowForm;
    const writer = new FollowWriter(out, form);
    const order = new StreamOrder((run) => writer.piece({ ...run, what: '' }));
    const registry = makeRegistry();
    // A connection's bytes are read by TCP alone; what of them is a password, only what they carry can tell.
    const question = Question.fields([], kind !== 'tcp' || !args.has('reveal'));
    const codes: number[] = [];
    let any = false;
    for (const path of files) {
      const pass = makePass(registry, question);
      pass.packet.reveal = args.has('reveal');
      const input = await readInto(path, pass, (packet) => {
        for (const layer of layersOf(packet, kind as Kind, stream)) {
          any = true;
          packet.conceal();
          if (kind === 'tcp') order.segment(packet, layer);
          else writer.piece({ ...whole(packet, layer), what: said(packet, layer) });
        }
      });
      order.finish();
      codes.push(input.code);
      if (interrupted) break;
    }
    if (!any) process.stderr.write(`specshark: no ${kind} stream ${stream}\n`);
    out.flush();
    return interrupted ? EXIT.interrupted : worst(codes);
  },
};

/** The packet's layers that are the stream's. */
function layersOf(packet: Packet, kind: Kind, stream: number): Layer[] {
  const found: Layer[] = [];
  for (let l = 0; l < packet.layerCount; l++) {
    const layer = packet.layer(l);
    if (layer.quoted) continue;
    const flow = layer.flow ?? packet.flow;
    const { name } = layer.protocol;
    if (kind === 'tcp' || kind === 'udp') {
      if (name === kind && packet.flow?.connection.transport === kind && packet.flow.connection.stream === stream)
        found.push(layer);
    } else if (name === 'dcerpc') {
      if (
        kind === 'smb-pipe' ? flow?.transport === 'pipe' && flow.stream === stream : flow?.connection.stream === stream
      )
        found.push(layer);
    }
  }
  return found;
}

function whole(packet: Packet, layer: Layer) {
  // A datagram's content follows its header.
  const start = layer.protocol.name === 'udp' ? layer.start + 8 : layer.start;
  const bytes = layer.source.bytes.subarray(Math.min(start, layer.end), layer.end);
  return { direction: layer.direction, frame: packet.number, bytes, missing: 0 };
}

/** What the protocol's own line says of the PDU. */
function said(packet: Packet, layer: Layer): string {
  let text = '';
  const out = new ByteWriter((bytes, length) => {
    text += Buffer.from(bytes.subarray(0, length)).toString('utf8');
  });
  if (layer.protocol.info) letWrite(layer.protocol.info, layer, packet, out);
  out.flush();
  return text;
}
