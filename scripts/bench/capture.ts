import { closeSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PcapWriter } from '../../src/capture/index.ts';
import { type Frame, framesOf } from '../fuzz/frames.ts';

const ETHERNET = 1;
/** Ethernet's and IPv4's part before the two addresses. */
const ADDRESSES = 26;

/** Writes the samples again and again, each time between other hosts, until there are so many bytes. Gives the packets. */
export async function repeatSamples(samples: string, path: string, bytes: number): Promise<number> {
  const sessions: Frame[][] = [];
  for (const name of readdirSync(samples).sort()) {
    if (!name.endsWith('.pcap')) continue;
    const frames = (await framesOf(join(samples, name))).filter(({ linkType }) => linkType === ETHERNET);
    if (frames.length > 0) sessions.push(frames);
  }
  const fd = openSync(path, 'w');
  const writer = new PcapWriter(fd, { linkType: ETHERNET, nanoseconds: true });
  let packets = 0;
  let written = 0;
  for (let round = 0; written < bytes; round++) {
    for (const frames of sessions) {
      for (const frame of frames) {
        writer.write({ ...frame, bytes: elsewhere(frame.bytes, round), start: 0, captured: frame.bytes.length });
        written += frame.bytes.length;
        packets++;
      }
    }
  }
  writer.flush();
  closeSync(fd);
  return packets;
}

/** The same frame in another network: a conversation that comes again would be a retransmission. */
function elsewhere(frame: Uint8Array, round: number): Uint8Array {
  const bytes = frame.slice();
  const ipv4 = bytes[12] === 0x08 && bytes[13] === 0 && bytes.length >= ADDRESSES + 8;
  for (const address of ipv4 ? [ADDRESSES, ADDRESSES + 4] : []) {
    bytes[address + 1]! ^= round >>> 8;
    bytes[address + 2]! ^= round;
  }
  return bytes;
}
