import { type Dissection, guidText } from '#sdk';
import { stubOf } from '../dcerpc/keys.ts';
import { exchangeOf, type WdsPacket } from './keys.ts';
import * as fields from './layout.ts';
import { endpointOf, operationOf } from './tables/operations.ts';
import { takeVariable } from './variables.ts';

const REPLY = 2;

/** A WDS packet. The direction says which of the two it is (Appendix B <1>); without a call, Packet-Type does. */
export function dissectPacket(d: Dissection): void {
  const stub = stubOf(d);
  const { size, offset } = fields.endpoint;
  const typeAt = size + fields.operation.offset.packet_type;
  const request = stub?.request ?? !(d.left > typeAt && d.u8(typeAt) === REPLY);
  const it: WdsPacket = {
    request,
    call: stub?.call,
    endpoint: undefined,
    endpointAnchor: undefined,
    code: undefined,
    codeAnchor: undefined,
    headerSize: 0,
    endpointVersion: 0,
    operationVersion: 0,
    count: 0,
    size: d.left,
    variables: [],
    whole: false,
  };
  d.layer.note = it;
  const exchange = stub && d.flow && !d.quoted ? exchangeOf(d.flow, stub.call) : undefined;
  if (exchange) exchange[request ? 'request' : 'reply'] = it;
  const node = d.open(request ? fields.request : fields.reply);
  const start = d.at;
  if (d.left >= size) {
    it.endpoint = guidText(d.bytes, start + offset.guid, true);
    it.headerSize = d.u16le(offset.size_of_header);
    it.endpointVersion = d.u16le(offset.version);
    if (d.watching) it.endpointAnchor = anchorAt(d, fields.endpoint.fields.guid, start + offset.guid, 16);
  }
  d.record(fields.endpoint);
  const known = endpointOf(it.endpoint!);
  if (known)
    d.generate(fields.endpointName, `${known.name} (${known.document})`, start + offset.guid, start + offset.guid + 16);
  operationHeader(d, it, exchange?.request);
  for (let i = 0; i < it.count && d.left > 0; i++) {
    takeVariable(d, i === it.count - 1, (variable) => {
      if (d.watching) it.variables.push(variable);
    });
  }
  it.whole = d.promised <= d.end;
  // Every read succeeded, but the capture cut the frame: how long the packet is, and what it lacks, nobody can say.
  if (!it.whole) d.need(d.promised - d.at);
  if (d.left > 0) d.take(fields.leftOver, d.left);
  d.close(node);
}

function operationHeader(d: Dissection, it: WdsPacket, asked: WdsPacket | undefined): void {
  const node = d.open(fields.operationHeader);
  if (d.left >= fields.operation.size) it.operationVersion = d.u16le(fields.operation.offset.version);
  d.record(fields.operation);
  it.code = d.u32le(0);
  if (d.watching) it.codeAnchor = anchorAt(d, it.request ? fields.opcode : fields.errorCode, d.at, 4);
  const of = it.request ? it : asked;
  const operation = of && operationOf(of.endpoint!, of.code!);
  if (operation) d.generate(fields.operationName, operation.name, d.at, d.at + 4);
  d.take(it.request ? fields.opcode : fields.errorCode, 4);
  it.count = d.u32le(0);
  d.take(fields.variableCount, 4);
  d.close(node);
}

const anchorAt = (d: Dissection, field: Parameters<Dissection['anchor']>[0], start: number, length: number) =>
  d.anchor(field, start, start + length);

/** What the packet is about, in a few words. */
export function describe(it: WdsPacket, asked: WdsPacket | undefined): string {
  const of = it.request ? it : asked;
  const endpoint = of?.endpoint ? endpointOf(of.endpoint) : undefined;
  const operation = of?.endpoint && of.code !== undefined ? operationOf(of.endpoint, of.code) : undefined;
  const opcode = of?.code === undefined ? '?' : `OpCode 0x${of.code.toString(16)}`;
  const what = operation?.name ?? (endpoint ? `${endpoint.name}, ${opcode}` : `${of?.endpoint ?? '?'}, ${opcode}`);
  return `${what} ${it.request ? 'request' : 'reply'}`;
}
