import { type Anchor, type Flow, type PduView, stateKey } from '#sdk';
import type { Call } from '../dcerpc/keys.ts';

/** The interface that carries WDS packets (MS-WDSC 1.9). */
export const WDS_INTERFACE = '1a927394-352e-4553-ae3f-7cf4aafca620';

/** One variable of a packet, as its block says; positions are in the layer's source. */
export interface WdsVariable {
  readonly name: string;
  /** A null is among the name's 33 characters. */
  readonly terminated: boolean;
  readonly type: number;
  /** Base type without any modifier. */
  readonly base: number;
  readonly array: boolean;
  readonly length: number;
  readonly size: number;
  /** First byte of the block, of its value, and the bytes after the value and after the block. */
  readonly start: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  end: number;
  /** Its value holds a password or a key. */
  readonly secret: boolean;
  readonly anchor: Anchor | undefined;
}

/** A packet as far as it could be read. */
export interface WdsPacket {
  readonly request: boolean;
  readonly call: Call | undefined;
  /** Undefined where the headers are not there. */
  endpoint: string | undefined;
  endpointAnchor: Anchor | undefined;
  /** OpCode of a request, the error code of a reply, and where it stands. */
  code: number | undefined;
  codeAnchor: Anchor | undefined;
  /** Both headers as they begin: Size-Of-Header and the Versions. */
  headerSize: number;
  endpointVersion: number;
  operationVersion: number;
  count: number;
  readonly size: number;
  readonly variables: WdsVariable[];
  /** Every promised block was read to its end. */
  whole: boolean;
}

/** A call's two packets. */
export interface WdsExchange {
  request: WdsPacket | undefined;
  reply: WdsPacket | undefined;
}

/** By call: calls are forgotten by who owns them. */
const exchanges = stateKey<WeakMap<Call, WdsExchange>>(() => new WeakMap());

export function exchangeOf(flow: Flow, call: Call): WdsExchange {
  const known = flow.state(exchanges);
  let found = known.get(call);
  if (!found) {
    found = { request: undefined, reply: undefined };
    known.set(call, found);
  }
  return found;
}

/** What is known of a call's packets, where any was read. */
export const exchangeIn = (call: Call): WdsExchange | undefined => call.flow.peek(exchanges)?.get(call);

/** The packet that a rule is shown. */
export const packetOf = (it: PduView): WdsPacket | undefined => it.layer.note as WdsPacket | undefined;
