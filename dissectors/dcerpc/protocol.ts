import {
  type ByteWriter,
  type Layer,
  ndrFields,
  type Protocol,
  protocol,
  recognised,
  u16be,
  u16le,
  u32be,
  u32le,
} from '#sdk';
import { authToken, authVerifier } from '../gss-api/keys.ts';
import { tcpPayload } from '../tcp/keys.ts';
import { udpPayload } from '../udp/keys.ts';
import { finish } from './connection/call.ts';
import { dissectConnection, framing, HEADER, isLittle, isPdu } from './connection/dissect.ts';
import { rpcConnection } from './connection/state.ts';
import { abandonedActivities, dissectDatagram, interfaceOf, mayBePdu, metBefore } from './datagram/dissect.ts';
import * as datagram from './datagram/layout.ts';
import type { RpcInterfaces } from './interfaces.ts';
import { pipePayload } from './keys.ts';
import * as fields from './layout.ts';
import { FIRST_FRAG, LAST_FRAG } from './layout.ts';
import { PACKET_TYPES } from './tables/names.ts';

/** DCE/RPC of both kinds (C706, MS-RPCE), with the interfaces that calls are routed to by UUID. */
export function dcerpc(interfaces: RpcInterfaces): Protocol {
  const find = interfaces.find.bind(interfaces);
  return protocol({
    name: 'dcerpc',
    label: 'DCERPC',
    title: 'Distributed Computing Environment / Remote Procedure Call (DCE/RPC)',
    layouts: [fields.common, fields.numbers, fields.bind, fields.authTrailer, datagram.common, datagram.body],
    fields: [...connectionFields, ...datagram.looseFields, ...ndrFields],
    routes: [
      recognised(tcpPayload, isPdu),
      recognised(pipePayload, isPdu),
      recognised(
        udpPayload,
        (b, at, end, flow) =>
          mayBePdu(b, at, end) &&
          (interfaces.has(interfaceOf(b, at)) || (flow !== undefined && metBefore(flow, b, at))),
      ),
    ],
    framing,
    carries: () => [authToken, authVerifier, ...interfaces.protocols()],
    dissect(d) {
      if (d.u8(0) === 4) return dissectDatagram(d, find);
      if (!d.whole) return d.take(fields.fragmentData, d.left);
      dissectConnection(d, find);
    },
    ended(flow, teller) {
      for (const call of flow.peek(rpcConnection)?.calls.values() ?? [])
        finish(teller, call, call.state === 'open' ? 'unanswered' : call.state);
      abandonedActivities(flow, teller);
    },
    info,
  });
}

const connectionFields = Object.values(fields)
  .flatMap((it) => (Array.isArray(it) ? it : [it]))
  .filter((it) => typeof it === 'object' && 'abbrev' in it);

function info(layer: Layer, _packet: unknown, out: ByteWriter): void {
  const { bytes } = layer.source;
  const at = layer.start;
  if (layer.end - at < HEADER) return out.ascii('[Truncated]');
  if (bytes[at] === 4) {
    const little = isLittle(bytes, at);
    const i = at + datagram.common.size;
    out.ascii(
      `${PACKET_TYPES[bytes[at + 1]!] ?? 'Unknown'}: seq: ${(little ? u32le : u32be)(bytes, i + datagram.body.offset.dg_seqnum)}`,
    );
    out.ascii(
      `, opnum: ${(little ? u16le : u16be)(bytes, i + datagram.body.offset.opnum)}, len: ${(little ? u16le : u16be)(bytes, i + datagram.body.offset.dg_frag_len)}`,
    );
    return;
  }
  const little = isLittle(bytes, at);
  const type = bytes[at + fields.common.offset.pkt_type]!;
  const flags = bytes[at + fields.common.offset.cn_flags]!;
  const fragment = flags & FIRST_FRAG ? (flags & LAST_FRAG ? 'Single' : '1st') : flags & LAST_FRAG ? 'Last' : 'Mid';
  out.ascii(PACKET_TYPES[type] ?? 'Unknown');
  out.ascii(': call_id: ');
  out.decimal((little ? u32le : u32be)(bytes, at + HEADER - 4));
  out.ascii(`, Fragment: ${fragment}`);
  if (type === 0 && layer.end - at >= HEADER + 8)
    out.ascii(`, opnum: ${(little ? u16le : u16be)(bytes, at + HEADER + 6)}`);
}
