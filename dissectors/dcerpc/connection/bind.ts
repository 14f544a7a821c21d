import { type Dissection, guidText, limits } from '#sdk';
import { type Bound, type Context, rpcBind } from '../keys.ts';
import * as fields from '../layout.ts';
import { FEATURES } from '../tables/names.ts';
import { keep, type RpcConnection } from './state.ts';

/** Bind and alter context (C706 12.6.4.3): what the client proposes. */
export function bind(d: Dissection, connection: RpcConnection | undefined, callId: number, flags: number): void {
  d.record(fields.bind, flags);
  const count = d.u8(0);
  d.take(fields.contextCount, 1);
  d.skip(3);
  const proposed: Context[] = [];
  for (let i = 0; i < count; i++) {
    const context = takeContext(d, flags);
    proposed.push(context);
    if (connection && keep(connection.contexts, context.id, context, limits.contexts)) d.reached('contexts');
  }
  if (connection) keep(connection.proposed, callId, proposed, limits.calls);
}

function takeContext(d: Dissection, flags: number): Context {
  const little = flags !== 0;
  const u16 = (): number => (little ? d.u16le(0) : d.u16be(0));
  const item = d.open(fields.contextItem);
  const id = u16();
  d.take(fields.contextId, 2, flags);
  const transfers = d.u8(0);
  d.take(fields.transferCount, 1);
  d.skip(1);
  const abstract = d.open(fields.abstractSyntax);
  d.need(20);
  const uuid = guidText(d.bytes, d.at, little);
  d.take(fields.bindUuid, 16, flags);
  d.need(4);
  // One number, whose low half is the major version.
  const version = little ? d.u32le(0) : d.u32be(0);
  const halves = little ? [fields.bindVersion, fields.bindMinor] : [fields.bindMinor, fields.bindVersion];
  for (const half of halves) d.take(half, 2, flags);
  d.close(abstract);
  const offered: string[] = [];
  for (let i = 0; i < transfers; i++) offered.push(takeTransfer(d, flags));
  d.close(item);
  return {
    id,
    uuid,
    version: version & 0xffff,
    minor: version >>> 16,
    offered,
    accepted: undefined,
    result: undefined,
  };
}

function takeTransfer(d: Dissection, flags: number): string {
  const node = d.open(fields.transferSyntax);
  d.need(20);
  const syntax = guidText(d.bytes, d.at, flags !== 0);
  const start = d.at;
  d.take(fields.transferUuid, 16, flags);
  if (syntax.startsWith(FEATURES)) {
    // The features stand where the node of the UUID's last eight bytes would be.
    d.mark(fields.features, start + 8, start + 10);
    for (const bit of fields.featureBits) d.mark(bit, start + 8, start + 10);
  }
  d.take(fields.transferVersion, 4, flags);
  d.close(node);
  return syntax;
}

/** Bind_ack and alter context response: the server's result for each context proposed, in order. */
export function bindAck(
  d: Dissection,
  connection: RpcConnection | undefined,
  callId: number,
  flags: number,
  start: number,
): void {
  const little = flags !== 0;
  d.record(fields.bind, flags);
  const length = little ? d.u16le(0) : d.u16be(0);
  d.take(fields.addressLength, 2, flags);
  if (length > 0) d.take(fields.address, length);
  // Aligned to four bytes from the PDU's start.
  d.skip(Math.min(d.left, (4 - ((d.at - start) & 3)) & 3));
  const count = d.u8(0);
  d.take(fields.resultCount, 1);
  d.skip(3);
  const proposed = connection?.proposed.get(callId) ?? [];
  for (let i = 0; i < count; i++) {
    const item = d.open(fields.resultItem);
    const result = little ? d.u16le(0) : d.u16be(0);
    d.take(fields.result, 2, flags);
    if (result === 3) {
      const node = d.at;
      d.mark(fields.features, node, node + 2);
      for (const bit of fields.featureBits) d.mark(bit, node, node + 2);
      d.skip(2);
    } else if (result !== 0) d.take(fields.reason, 2, flags);
    else d.skip(2);
    d.need(20);
    const accepted = guidText(d.bytes, d.at, little);
    d.take(fields.ackSyntax, 16, flags);
    d.take(fields.ackVersion, 4, flags);
    d.close(item);
    const context = proposed[i];
    if (context) {
      context.result = result;
      if (result === 0) context.accepted = accepted;
    }
  }
  tell(d, connection, callId, undefined);
}

/** The server has answered. */
function tell(d: Dissection, connection: RpcConnection | undefined, callId: number, refused: Bound['refused']): void {
  if (!connection || !d.flow) return;
  const contexts = connection.proposed.get(callId) ?? [];
  connection.proposed.delete(callId);
  if (d.watched(rpcBind))
    d.observe(rpcBind, { flow: d.flow, contexts, authentication: connection.authentication, refused });
}

export function bindNak(d: Dissection, connection: RpcConnection | undefined, callId: number, flags: number): void {
  const reason = flags === 0 ? d.u16be(0) : d.u16le(0);
  const anchor = d.watching ? d.anchor(fields.rejectReason, d.at, d.at + 2) : undefined;
  d.take(fields.rejectReason, 2, flags);
  tell(d, connection, callId, anchor && { reason, anchor });
  if (d.left === 0) return;
  const count = d.u8(0);
  d.take(fields.protocolCount, 1);
  for (let i = 0; i < count && d.left >= 2; i++) {
    d.take(fields.protocolMajor, 1);
    d.take(fields.protocolMinor, 1);
  }
}
