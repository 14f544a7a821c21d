/** Runs a rule's example: makes frames of it, sends them through a pass, and tells what the rules say. */
import { protocols, rpcInterfaces, wiring } from '../dissectors/index.ts';
import { type Frame, hex, type SessionOptions, session, sessionMessage, stamp } from '../samples/make/index.ts';
import { MESSENGER } from '../src/conformance/example-lines.ts';
import { Judge, type Profile } from '../src/conformance/judge.ts';
import { readIdl } from '../src/decode/idl/index.ts';
import { Pass } from '../src/engine/pass.ts';
import { Question } from '../src/engine/question.ts';
import { Registry } from '../src/engine/registry.ts';
import type { CaptureInterface, FrameBatch } from '../src/model/frame.ts';
import type { AnyRule, Example } from '../src/model/rule.ts';

const ETHERNET: CaptureInterface = { linkType: 1, snapLength: 0, section: 1 };
/** Made once: recorders are compiled for a question. */
const registry = new Registry(protocols);
const question = Question.everything();

/** What the rules say of an example. */
export const judge = (example: Example, rules: readonly AnyRule[], profile?: Profile): Judge =>
  judgeFrames(framesOf(example), rules, profile, example.idl ? withInterface(example.idl) : registry);

const withInterface = (idl: string): Registry =>
  new Registry([...protocols, ...rpcInterfaces.describe(readIdl(idl)).map(({ made }) => made.protocol)]);

/** What they say of a capture of these frames. Our own bugs are thrown, unless told otherwise. */
export function judgeFrames(
  frames: readonly Frame[],
  rules: readonly AnyRule[],
  profile: Profile = 'strict',
  protocolsOf: Registry = registry,
  strict = true,
): Judge {
  const batch = batchOf(frames);
  const judge = new Judge(rules, profile);
  const pass = new Pass(protocolsOf, wiring, question, judge, strict);
  for (let i = 0; i < batch.count; i++) {
    pass.frame(batch, i, ETHERNET);
    judge.packet(pass.packet);
  }
  pass.finish();
  judge.finish(pass.packet);
  return judge;
}

/** The frames that the capture of an example holds. */
export function framesOf(example: Example): Frame[] {
  if (example.frames) return stamp(example.frames.map(hex));
  const { turns = [], close = 'fin', closedBy = 'client', midstream = false, missed = [], cut = 0 } = example;
  const conversation = session({ ...transport(example), skipHandshake: midstream });
  const first = conversation.frames.length;
  for (const { from, smb, tcp, wait = 0 } of turns)
    conversation.pause(wait).send(from, smb === undefined ? hex(tcp) : sessionMessage(hex(smb)));
  const last = conversation.frames.length - 1;
  if (close === 'fin') conversation.fin(closedBy);
  if (close === 'rst') conversation.rst(closedBy);
  return conversation.frames
    .map((frame, i) => (cut > 0 && i === last ? shortened(frame, cut) : frame))
    .filter((_, i) => !missed.includes(i - first));
}

function transport({ session: names, port = 445 }: Example): SessionOptions {
  if (!names) return { port };
  const { called, calling, suffix = MESSENGER } = names;
  return { port: 139, netbios: { called, calling, calledSuffix: suffix } };
}

/** A frame of which the capture lacks the last bytes. */
export const shortened = (frame: Frame, by: number): Frame => ({
  ...frame,
  bytes: frame.bytes.subarray(0, frame.bytes.length - by),
  wire: frame.bytes.length,
});

export function batchOf(frames: readonly Frame[]): FrameBatch {
  const count = frames.length;
  const start = new Int32Array(count);
  const bytes = Buffer.concat(frames.map((frame) => frame.bytes));
  for (let i = 1; i < count; i++) start[i] = start[i - 1]! + frames[i - 1]!.bytes.length;
  return {
    bytes,
    count,
    start,
    captured: Int32Array.from(frames, (frame) => frame.bytes.length),
    wire: Uint32Array.from(frames, (frame) => frame.wire ?? frame.bytes.length),
    seconds: Float64Array.from(frames, (frame) => Math.floor(frame.time / 1000)),
    nanoseconds: Int32Array.from(frames, (frame) => (frame.time % 1000) * 1e6),
    interface: new Int32Array(count),
    position: Float64Array.from(start),
  };
}
