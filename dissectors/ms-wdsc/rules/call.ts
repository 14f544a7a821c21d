import { type Call, rpcCall } from '../../dcerpc/keys.ts';
import { exchangeIn, WDS_INTERFACE, type WdsExchange, type WdsPacket } from '../keys.ts';
import { type Operation, operationOf } from '../tables/operations.ts';

export { rpcCall };

export const PRIVACY = 6;
/** The GUID that no service provider registers: it is nobody's (RFC 4122 4.1.7). */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

export const isWds = ({ uuid, opnum }: Call): boolean => uuid === WDS_INTERFACE && opnum === 0;

/** A call's packets; undecided where they cannot be read. */
export function packetsOf(call: Call, undecided: () => never): WdsExchange {
  if (call.sealed) return undecided();
  return exchangeIn(call) ?? undecided();
}

/** Its request, read to the end. */
export function requestOf(call: Call, undecided: () => never): WdsPacket {
  const { request } = packetsOf(call, undecided);
  return request?.endpoint !== undefined && request.code !== undefined && request.whole ? request : undecided();
}

/**
 * Whether the call was done: the method's result is success, and so is the reply's error code. Undecided where no answer
 * was seen or it could not be read.
 */
export function succeeded(call: Call, undecided: () => never): boolean {
  if (call.state === 'faulted') return false;
  if (call.state !== 'answered' || call.sealed || call.status === undefined) return undecided();
  if (call.status !== 0) return false;
  const reply = exchangeIn(call)?.reply;
  return reply?.code === undefined ? undecided() : reply.code === 0;
}

/** What a request asks for, where a document names it. */
export const operationIn = (request: WdsPacket | undefined): Operation | undefined =>
  request?.endpoint !== undefined && request.code !== undefined
    ? operationOf(request.endpoint, request.code)
    : undefined;

/** The required variables that a packet lacks, by name without regard to case. */
export function lackingIn(packet: WdsPacket, required: Operation['request']): string[] {
  const there = new Set(packet.variables.map(({ name }) => name.toUpperCase()));
  return required.map(({ name }) => name).filter((name) => !there.has(name.toUpperCase()));
}

/** What makes a request's Endpoint Header invalid; undefined where nothing does. */
export function invalidEndpointIn(request: WdsPacket): string | undefined {
  if (request.headerSize !== 40) return 'Size-Of-Header';
  if (request.endpointVersion !== 0x100) return 'the Endpoint Header’s Version';
  return request.endpoint === NOBODY ? 'an Endpoint-GUID of zeros' : undefined;
}

/** What makes a request's headers and variables invalid as they stand on the wire; undefined where nothing does. */
export function invalidIn(request: WdsPacket): string | undefined {
  const { variables, count } = request;
  const endpoint = invalidEndpointIn(request);
  if (endpoint !== undefined) return endpoint;
  if (request.operationVersion !== 0x100) return 'the Operation Header’s Version';
  if (variables.length < count) return 'Variable-Count';
  const names = variables.map(({ name }) => name.toUpperCase());
  if (new Set(names).size < names.length) return 'two variables of one name';
  if (variables.some(({ terminated }) => !terminated)) return 'a name without its null';
  if (variables.some(({ array, size }) => array && size === 0)) return 'an array without elements';
  return undefined;
}
