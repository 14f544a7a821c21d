import { type Dissection, type Field, limits } from '#sdk';
import type { Gathered } from '../connection.ts';
import type { SmbMessage } from '../keys.ts';
import { reassembled } from './reassembled.ts';

const NONE: ReadonlySet<Field> = new Set();

/** Whether anybody asks for what becomes whole. */
export const gathers = (d: Dissection): boolean => d.asksBeyond(NONE);

/**
 * A response that comes in several messages (MS-CIFS 3.2.5.1.4): its blocks are put together in order; with the last
 * one they go on as a layer of their own. A piece that is out of its place ends the attempt.
 */
export function gather(d: Dissection, message: SmbMessage): void {
  const { request, parts, connection } = message;
  if (!request || !connection || !gathers(d)) return;
  request.gathered ??= { parameters: undefined, data: undefined };
  const { gathered } = request;
  const count = parts.parameterCount + parts.dataCount;
  const placed =
    length(gathered, 'parameters') === parts.parameterDisplacement &&
    length(gathered, 'data') === parts.dataDisplacement &&
    inside(d, parts.parameters, parts.parameterCount) &&
    inside(d, parts.data, parts.dataCount);
  const full = connection.held + count > limits.smbTransactionBytes;
  if (placed && full) d.reached('smbTransactionBytes');
  if (!placed || full) return connection.release(request);
  add(d, gathered, 'parameters', parts.parameters, parts.parameterCount);
  add(d, gathered, 'data', parts.data, parts.dataCount);
  connection.held += count;
  if (!parts.last) return;
  const data = length(gathered, 'parameters');
  const pieces = [gathered.parameters, gathered.data].filter((it) => it !== undefined);
  const name = request.path ?? '';
  connection.release(request);
  if (pieces.length === 0) return;
  const whole = d.join('reassembled SMB transaction', pieces);
  const nowhere = { setup: 0, setupEnd: 0, bytes: 0, nameStart: 0, nameEnd: 0 };
  message.transaction = { message, name, ...nowhere, parameters: 0, parametersEnd: data, data, dataEnd: whole.end };
  d.submitFrom(whole, reassembled, 'SMB transaction');
}

const length = (gathered: Gathered, which: keyof Gathered): number => gathered[which]?.end ?? 0;
const inside = (d: Dissection, at: number, count: number): boolean =>
  count === 0 || (at >= d.layer.start && at + count <= d.end);

function add(d: Dissection, gathered: Gathered, which: keyof Gathered, at: number, count: number): void {
  if (count > 0) gathered[which] = d.gather('SMB transaction', gathered[which], at, at + count);
}
