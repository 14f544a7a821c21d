import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CaptureError } from '../../src/capture/index.ts';
import type { Field } from '../../src/model/field.ts';
import { fieldById } from '../../src/model/field.ts';
import { GENERATED, LITTLE } from '../../src/model/tree.ts';
import { drive } from './drive.ts';
import { type Frame, framesOf } from './frames.ts';

/** A number in a frame, as the dissectors found it: what a length, count or code is. */
export interface Place {
  readonly offset: number;
  readonly size: number;
  readonly little: boolean;
}

/** A message of a byte stream, and which way it went. */
export interface Message {
  readonly bytes: Uint8Array;
  readonly from: 'client' | 'server';
}

/** One capture, with what is known of its inside: mutations go where it hurts. */
export interface Session {
  readonly name: string;
  readonly frames: readonly Frame[];
  /** For each frame. */
  readonly places: readonly (readonly Place[])[];
  readonly messages: readonly Message[];
}

/** Frames of one capture that are used: longer ones only take time. */
const MOST_FRAMES = 60;

export async function sessionsIn(folder: string): Promise<Session[]> {
  const sessions: Session[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!/\.(pcap|pcapng|cap)(\.\w+)?$/.test(name)) continue;
    const session = await sessionOf(join(folder, name), name);
    if (session && session.frames.length > 0) sessions.push(session);
  }
  return sessions;
}

async function sessionOf(path: string, name: string): Promise<Session | undefined> {
  try {
    return known(name, await framesOf(path, MOST_FRAMES));
  } catch (error) {
    if (error instanceof CaptureError) return undefined;
    throw error;
  }
}

function known(name: string, frames: readonly Frame[]): Session {
  const places: Place[][] = [];
  const messages: Message[] = [];
  drive(frames, {
    written: 0,
    each(packet) {
      const found: Place[] = [];
      places.push(found);
      const { tree } = packet;
      for (let i = 0; i < packet.layerCount; i++) {
        const layer = packet.layer(i);
        if (layer.parent?.protocol.name === 'tcp' && layer.protocol.framing) {
          const from = packet.flow && packet.direction === packet.flow.server ? 'server' : 'client';
          messages.push({ bytes: layer.source.bytes.slice(layer.start, layer.end), from });
        }
        if (layer.source !== packet.source) continue;
        for (let node = layer.firstNode; node < layer.endNode; node++) {
          const field = fieldById(tree.id(node));
          const flags = tree.flags(node);
          if (flags & GENERATED || !isNumber(field)) continue;
          const start = tree.start(node);
          const little = (flags & LITTLE) !== 0 || field.little;
          found.push({ offset: start - layer.source.base, size: tree.end(node) - start, little });
        }
      }
    },
  });
  return { name, frames, places, messages };
}

const isNumber = (field: Field): boolean => field.kind === 'uint' || field.kind === 'int';
