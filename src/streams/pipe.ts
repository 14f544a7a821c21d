import { Flow, Side } from '../model/flow.ts';
import type { Protocol } from '../model/protocol.ts';
import { MessageStream } from './messages.ts';

class PipeSide extends Side {
  readonly messages = new MessageStream();
}

/** A named pipe that was opened on a connection: a flow of its own, in both directions, between the same hosts. */
export class PipeFlow extends Flow {
  declare readonly sides: readonly [PipeSide, PipeSide];
  /** The connection that carries it. */
  readonly parent: Flow;
  /** As its create named it; empty where that was not seen. */
  readonly name: string;
  carries: Protocol | null | undefined;
  how = '';

  constructor(parent: Flow, stream: number, name: string, frame: number) {
    super('pipe', stream, parent.addresses, parent.ports, [new PipeSide(), new PipeSide()], frame);
    this.parent = parent;
    this.name = name;
  }

  override get connection(): Flow {
    return this.parent;
  }

  override get pipe(): string {
    return this.name;
  }

  override get fromStart(): boolean {
    return this.name !== '';
  }

  override get gaps(): boolean {
    return this.parent.gaps;
  }
}
