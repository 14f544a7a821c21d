import { ndrFields, type Protocol, protocol, recognised } from '#sdk';
import { authToken, authVerifier } from '../gss-api/keys.ts';
import { tcpPayload } from '../tcp/keys.ts';
import { udpPayload } from '../udp/keys.ts';
import { finish } from './connection/call.ts';
import { dissectConnection, framing, isPdu } from './connection/dissect.ts';
import { rpcConnection } from './connection/state.ts';
import { abandonedActivities, dissectDatagram, interfaceOf, mayBePdu, metBefore } from './datagram/dissect.ts';
import * as datagram from './datagram/layout.ts';
import { writeInfo } from './info.ts';
import type { RpcInterfaces } from './interfaces.ts';
import { pipePayload } from './keys.ts';
import * as fields from './layout.ts';

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
    info: (layer, packet, out) => writeInfo(layer, packet, out, interfaces),
  });
}

const connectionFields = Object.values(fields)
  .flatMap((it) => (Array.isArray(it) ? it : [it]))
  .filter((it) => typeof it === 'object' && 'abbrev' in it);
