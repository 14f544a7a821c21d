import { addressText, decodeText, isoTime } from '#sdk';
import { statusName } from '../smb1/keys.ts';
import type { TextMessage } from './keys.ts';

/** A message as `messages` tells it: `specshark.messages/1`. */
export interface MessageView {
  readonly file: string;
  readonly time: string;
  readonly source: string;
  readonly destination: string;
  readonly from: string | null;
  readonly to: string | null;
  /** As people read it: line ends as \n, no nulls. */
  readonly text: string;
  readonly codePage: string;
  readonly transport: 'smb' | 'mailslot' | 'rpc';
  readonly frames: readonly number[];
  /** True when every block was answered with success, false when one was refused or never answered, null when that was not seen. */
  readonly acknowledged: boolean | null;
  readonly status: { readonly value: number; readonly name: string } | null;
  readonly complete: boolean;
}

/** The sender's stand-in for a line end (MS-MSRP 2.2.3.1.1). */
const LINE_END = 0x14;

export function messageView(message: TextMessage, file: string, codePage: string): MessageView {
  const { flow, direction } = message;
  return {
    file,
    time: isoTime(message.seconds, message.nanoseconds),
    source: addressText(flow.addresses[direction]),
    destination: addressText(flow.addresses[direction === 0 ? 1 : 0]),
    from: message.from ? oem(message.from) : null,
    to: message.to ? oem(message.to) : null,
    text: textOf(message),
    codePage,
    transport: message.transport,
    frames: framesOf(message),
    acknowledged: acknowledged(message),
    status: statusOf(message),
    complete: message.begun && message.ended && !message.lossy,
  };
}

function textOf(message: TextMessage): string {
  const parts = message.call ? [message.call.text] : message.blocks.flatMap((b) => (b.text ? [b.text] : []));
  const whole = Buffer.concat(parts);
  for (let i = 0; i < whole.length; i++) if (whole[i] === LINE_END) whole[i] = 0x0a;
  return oem(whole).replace(/\r\n|\n\r|\r/g, '\n');
}

const oem = (bytes: Uint8Array): string => decodeText(bytes, 0, bytes.length, 'oem');

function framesOf({ blocks, call }: TextMessage): readonly number[] {
  if (!call) return blocks.map((b) => b.frame);
  const { frames, responseFrame = Number.POSITIVE_INFINITY } = call.rpc;
  return frames.filter((frame) => frame < responseFrame);
}

/** The answer that says most: of several the first that is no success. */
function statusOf({ blocks, call }: TextMessage): MessageView['status'] {
  if (call) {
    const { status, statusName: name } = call.rpc;
    return status === undefined ? null : { value: status, name: name ?? `0x${status.toString(16).padStart(8, '0')}` };
  }
  const statuses = blocks.flatMap((b) => (b.exchange?.response ? [b.exchange.status] : []));
  const worst = statuses.find((status) => status !== 0) ?? statuses[0];
  return worst === undefined ? null : { value: worst, name: statusName(worst) };
}

function acknowledged(message: TextMessage): boolean | null {
  const { blocks, flow, call } = message;
  if (call) return call.rpc.state === 'faulted' ? false : call.rpc.status === undefined ? null : call.rpc.status === 0;
  if (blocks.some((b) => b.exchange?.response && b.exchange.status !== 0)) return false;
  const over = flow.closed === 'fin' || flow.closed === 'rst';
  if (blocks.every((b) => b.exchange?.response))
    return message.begun && !message.lossy && (message.ended || over) ? true : null;
  return over && flow.bothWays && !flow.gaps ? false : null;
}
