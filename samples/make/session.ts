/** TCP conversations: two hosts, and what they send each other. */
import { type Bytes, concat, nothing, split, u16be } from './bytes.ts';
import { type Frame, START, stamp } from './capture.ts';
import { ETHER_TYPE, ethernet } from './link.ts';
import { FROM, positiveResponse, type SessionNames, sessionMessage, sessionRequest, TO } from './netbios.ts';
import { FLAG, isIpv6, PROTOCOL, packet, tcp } from './network.ts';

export type Side = 'client' | 'server';

export interface Host {
  readonly address: string;
  readonly mac: string;
}

export const CLIENT: Host = { address: '192.0.2.1', mac: '02:00:00:00:00:01' };
export const SERVER: Host = { address: '192.0.2.2', mac: '02:00:00:00:00:02' };
export const CLIENT6: Host = { address: '2001:db8::1', mac: '02:00:00:00:00:01' };
export const SERVER6: Host = { address: '2001:db8::2', mac: '02:00:00:00:00:02' };

export interface SessionOptions {
  readonly client?: Host;
  readonly server?: Host;
  /** The server's port: 139 unless given. */
  readonly port?: number;
  readonly clientPort?: number;
  /** With it a session request is sent and answered positively. */
  readonly netbios?: SessionNames;
  /** Without the three frames of the handshake where true. */
  readonly skipHandshake?: boolean;
  readonly vlans?: readonly number[];
  /** Initial sequence numbers; near 2^32 they wrap around. */
  readonly clientSequence?: number;
  readonly serverSequence?: number;
  /** The longest segment. */
  readonly segment?: number;
  readonly start?: number;
}

/** How bytes are cut into segments, and which of these the capture shows in which order. */
export interface Sending {
  /** Offsets at which the bytes are cut; otherwise at multiples of the longest segment. */
  readonly cut?: readonly number[];
  /** Numbers of the pieces: `[1, 0]` out of order, `[0, 0, 1]` a retransmission, `[1]` the first one lost. */
  readonly order?: readonly number[];
}

/** A TCP conversation that grows by each call. Frames number 1 to 3 are the handshake, 4 and 5 the session request. */
export class Session {
  readonly #frames: Bytes[] = [];
  /** Milliseconds that are let pass before a frame, by its index. */
  readonly #pauses = new Map<number, number>();
  readonly #hosts: Record<Side, Host>;
  readonly #ports: Record<Side, number>;
  readonly #next: Record<Side, number>;
  readonly #identification: Record<Side, number> = { client: 1, server: 1 };
  readonly #vlans: readonly number[];
  readonly #segment: number;
  readonly #start: number;

  constructor(options: SessionOptions = {}) {
    const { port = 139, clientPort = 49152, vlans = [], segment = 1460, start = START } = options;
    this.#hosts = { client: options.client ?? CLIENT, server: options.server ?? SERVER };
    this.#ports = { client: clientPort, server: port };
    this.#next = { client: options.clientSequence ?? 1000, server: options.serverSequence ?? 5000 };
    this.#vlans = vlans;
    this.#segment = segment;
    this.#start = start;
    if (options.skipHandshake !== true) this.#handshake();
    if (options.netbios !== undefined) this.client(sessionRequest(options.netbios)).server(positiveResponse());
  }

  #handshake(): void {
    const options = concat([2, 4], u16be(this.#segment));
    this.#put('client', FLAG.SYN, nothing, this.#next.client, options);
    this.#advance('client', 1);
    this.#put('server', FLAG.SYN | FLAG.ACK, nothing, this.#next.server, options);
    this.#advance('server', 1);
    this.ack('client');
  }

  #advance(side: Side, by: number): void {
    this.#next[side] = (this.#next[side] + by) % 0x100000000;
  }

  #put(side: Side, flags: number, payload: Bytes, sequence: number, options: Bytes = nothing): void {
    const other: Side = side === 'client' ? 'server' : 'client';
    const addresses = { source: this.#hosts[side].address, destination: this.#hosts[other].address };
    const acknowledgment = (flags & FLAG.ACK) === 0 ? 0 : this.#next[other];
    const fields = { sourcePort: this.#ports[side], destinationPort: this.#ports[other] };
    const segment = tcp(addresses, { ...fields, sequence, acknowledgment, flags, options }, payload);
    const type = isIpv6(addresses.source) ? ETHER_TYPE.IPV6 : ETHER_TYPE.IPV4;
    const link = { source: this.#hosts[side].mac, destination: this.#hosts[other].mac, type, vlans: this.#vlans };
    this.#frames.push(ethernet(link, packet(addresses, PROTOCOL.TCP, segment, this.#identification[side]++)));
  }

  /** Lets time pass before the next frame, beside the millisecond that each takes. */
  pause(milliseconds: number): this {
    if (milliseconds > 0) this.#pauses.set(this.#frames.length, milliseconds);
    return this;
  }

  /** Bytes of the stream, as they are. */
  send(side: Side, bytes: Bytes, { cut, order }: Sending = {}): this {
    const steps = Math.ceil(bytes.length / this.#segment);
    const edges = cut ?? Array.from({ length: Math.max(0, steps - 1) }, (_, index) => (index + 1) * this.#segment);
    const pieces = split(bytes, edges);
    const first = this.#next[side];
    for (const number of order ?? pieces.keys()) {
      const piece = pieces[number];
      if (piece === undefined) throw new Error(`there are ${pieces.length} pieces, no number ${number}`);
      const offset = number === 0 ? 0 : edges[number - 1]!;
      this.#put(side, FLAG.PSH | FLAG.ACK, piece, (first + offset) % 0x100000000);
    }
    this.#advance(side, bytes.length);
    return this;
  }

  client(bytes: Bytes, sending?: Sending): this {
    return this.send('client', bytes, sending);
  }

  server(bytes: Bytes, sending?: Sending): this {
    return this.send('server', bytes, sending);
  }

  /** SMB messages, each in a session message of its own, all in one piece of the stream. */
  request(message: Bytes | readonly Bytes[], sending?: Sending): this {
    return this.send('client', framed(message), sending);
  }

  response(message: Bytes | readonly Bytes[], sending?: Sending): this {
    return this.send('server', framed(message), sending);
  }

  /** A segment without data that acknowledges all that the other side sent. */
  ack(side: Side): this {
    this.#put(side, FLAG.ACK, nothing, this.#next[side]);
    return this;
  }

  /** Three frames: FIN by this side, FIN by the other, the last acknowledgement. */
  fin(side: Side = 'client'): this {
    const other: Side = side === 'client' ? 'server' : 'client';
    for (const each of [side, other]) {
      this.#put(each, FLAG.FIN | FLAG.ACK, nothing, this.#next[each]);
      this.#advance(each, 1);
    }
    return this.ack(side);
  }

  rst(side: Side = 'client'): this {
    this.#put(side, FLAG.RST | FLAG.ACK, nothing, this.#next[side]);
    return this;
  }

  get frames(): Frame[] {
    let paused = 0;
    return stamp(this.#frames, this.#start).map((frame, i) => {
      paused += this.#pauses.get(i) ?? 0;
      return { ...frame, time: frame.time + paused };
    });
  }
}

function framed(messages: Bytes | readonly Bytes[]): Bytes {
  const list: readonly Bytes[] = ArrayBuffer.isView(messages) ? [messages] : messages;
  return concat(...list.map((one) => sessionMessage(one)));
}

export function session(options?: SessionOptions): Session {
  return new Session(options);
}

export interface Turn {
  readonly from: Side;
  /** From its 0xFF 'SMB' on; it is framed here. */
  readonly smb: Bytes;
}

export interface TurnOptions extends Omit<SessionOptions, 'netbios'> {
  /** On port 139 a session request PRINTSERVER to WORKSTATION opens the session unless other names are given; false: none. */
  readonly netbios?: SessionNames | false;
  readonly close?: 'fin' | 'rst' | 'none';
}

/**
 * A whole conversation, a frame a turn. On port 139 the first turn is frame 6 (handshake 1 to 3, session request and its
 * answer 4 and 5), on port 445 frame 4, with `skipHandshake` frame 1. It ends with `fin` (three frames) unless told.
 */
export function turns(list: readonly Turn[], options: TurnOptions = {}): Frame[] {
  const { netbios, close = 'fin', ...rest } = options;
  const opens = (options.port ?? 139) === 139 && options.skipHandshake !== true;
  const opening = netbios ?? (opens ? { called: TO, calling: FROM } : false);
  const conversation = session(opening === false ? rest : { ...rest, netbios: opening });
  for (const turn of list) conversation.send(turn.from, sessionMessage(turn.smb));
  if (close === 'fin') conversation.fin();
  if (close === 'rst') conversation.rst();
  return conversation.frames;
}
