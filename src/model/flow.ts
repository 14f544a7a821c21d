/**
 * A typed place in a flow's state. The protocol that owns the state exports its key; nobody else can reach it.
 * `make` is called when the state is first asked for.
 */
export interface StateKey<T> {
  readonly index: number;
  readonly make: () => T;
}

let keys = 0;
export const stateKey = <T>(make: () => T): StateKey<T> => ({ index: keys++, make });

/** Why a flow's state came to its end ('closed': a pipe's file). Rules of absence fail only where the peers ended it themselves. */
export type CloseReason = 'fin' | 'rst' | 'closed' | 'idle' | 'limit' | 'gap' | 'end of capture' | 'interrupted';

/** Which way a packet goes: 0 from the one who was heard first, 1 towards it. */
export type Direction = 0 | 1;

/** One direction of a flow. */
export class Side {
  /** Packets seen. */
  packets = 0;
  /** First sequence number (the SYN's, or one below the first byte seen), signed 32-bit; meaningful with `based`. */
  base = 0;
  based = false;
  /** The SYN was captured. */
  opened = false;
  /** Bytes are missing that the peer acknowledged or that limits gave up on. */
  gaps = 0;
  finished = false;
  /** Window scale factor's shift, -1 until a SYN offered one. */
  windowShift = -1;
}

interface State {
  readonly key: StateKey<unknown>;
  readonly value: unknown;
  readonly next: State | undefined;
}

/**
 * A conversation between two transport addresses. Protocols keep their state in it under their keys; what is known of
 * its completeness decides what rules may accuse.
 */
export class Flow {
  readonly transport: 'tcp' | 'udp' | 'icmp' | 'pipe';
  /** Number among the flows of its transport, from 0 (tcp.stream). */
  readonly stream: number;
  /** Addresses and ports: [0] of the first sender. */
  readonly addresses: readonly [Uint8Array, Uint8Array];
  readonly ports: readonly [number, number];
  readonly sides: readonly [Side, Side];
  readonly firstFrame: number;
  /** Its ports were those of an earlier connection of the same hosts. */
  reused = false;
  lastSeconds = 0;
  closed: CloseReason | undefined;
  /** Its messages may hold passwords: of one that is unfinished, nobody knows where they are, and none of it is shown. */
  guarded = false;
  /** A list: there are many flows, and few states of each. */
  #states: State | undefined;

  constructor(
    transport: 'tcp' | 'udp' | 'icmp' | 'pipe',
    stream: number,
    addresses: readonly [Uint8Array, Uint8Array],
    ports: readonly [number, number],
    sides: readonly [Side, Side],
    firstFrame: number,
  ) {
    this.transport = transport;
    this.stream = stream;
    this.addresses = addresses;
    this.ports = ports;
    this.sides = sides;
    this.firstFrame = firstFrame;
  }

  state<T>(key: StateKey<T>): T {
    const known = this.peek(key);
    if (known !== undefined) return known;
    const value = key.make();
    this.#states = { key, value, next: this.#states };
    return value;
  }

  /** The state, where there is any yet. */
  peek<T>(key: StateKey<T>): T | undefined {
    for (let it = this.#states; it; it = it.next) if (it.key === key) return it.value as T;
    return undefined;
  }

  /** The conversation is over, and was so long ago: what protocols kept of it is given up. */
  forget(): void {
    this.#states = undefined;
  }

  /** Both directions were captured. */
  get bothWays(): boolean {
    return this.sides[0].packets > 0 && this.sides[1].packets > 0;
  }

  /** The capture holds its beginning (always so for datagrams). */
  get fromStart(): boolean {
    return this.transport === 'udp' || (this.sides[0].opened && this.sides[1].opened);
  }

  /** The connection that carries it, itself unless it is a pipe. */
  get connection(): Flow {
    return this;
  }

  /** A pipe's name, '' where its create was not seen. */
  get pipe(): string | undefined {
    return undefined;
  }

  /** Some protocol reads what it carries. */
  get recognised(): boolean {
    return true;
  }

  get gaps(): boolean {
    return this.sides[0].gaps > 0 || this.sides[1].gaps > 0;
  }

  /** Which side offered the service: the one that answered the SYN, else the one with the lower port. */
  get server(): Direction {
    if (this.sides[0].opened !== this.sides[1].opened) return this.sides[0].opened ? 1 : 0;
    if (this.sides[0].opened) return 1;
    return this.ports[0] < this.ports[1] ? 0 : 1;
  }
}
