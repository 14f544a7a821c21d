import { type Dissection, field, ipv4, ipv6, layout, u16, u32, u64 } from '#sdk';
import { takeRest } from '../buffers.ts';
import { flag, heading, unused } from '../parts.ts';
import { smb2 } from '../spec.ts';

/** NETWORK_INTERFACE_INFO Response (MS-SMB2 2.2.32.5). */
const root = heading('smb2.ioctl.network_interface', 'NETWORK_INTERFACE_INFO', '2.2.32.5');
const prefix = 'smb2.ioctl.network_interfaces';
const entry = layout(
  { prefix, little: true, spec: smb2('2.2.32.5') },
  {
    next_offset: u32('Next', { base: 'hex' }),
    index: u32('IfIndex'),
    capabilities: u32('Capability', {
      base: 'hex',
      bits: [
        flag(`${prefix}.capabilities.rss`, 'RSS_CAPABLE', 0x00000001),
        flag(`${prefix}.capabilities.rdma`, 'RDMA_CAPABLE', 0x00000002),
      ],
    }),
    // The document calls these four bytes Reserved.
    rss_queue_count: u32('Reserved'),
    link_speed: u64('LinkSpeed'),
  },
);

/** SOCKADDR_STORAGE (2.2.32.5.1): port and addresses in network order. */
const address = { prefix: 'smb2.windows.sockaddr', spec: smb2('2.2.32.5.1') };
const family = {
  family: u16('Family', { little: true, names: { 2: 'InterNetwork', 23: 'InterNetworkV6' } }),
  port: u16('Port'),
};
const address4 = layout(address, { ...family, addr: ipv4('IPv4Address', { abbrev: 'smb2.windows.sockaddr.in.addr' }) });
const address6 = layout(address, {
  ...family,
  flow: u32('FlowInfo', { abbrev: 'smb2.windows.sockaddr.in6.flow_info', base: 'hex', little: true }),
  addr: ipv6('IPv6Address', { abbrev: 'smb2.windows.sockaddr.in6.addr' }),
  scope: u32('ScopeId', { abbrev: 'smb2.windows.sockaddr.in6.scope_id', little: true }),
});
const INTER_NETWORK = 2;
const INTER_NETWORK_V6 = 23;
/** Size of an entry, its address storage included. */
const ENTRY = 152;
const storage = unused(0);
const rest = field(storage.abbrev!, 'SockAddr_Storage', 'bytes', { spec: smb2('2.2.32.5') });

export const interfaceLayouts = [entry, address4, address6];
export const interfaceFields = [root, rest];

export function takeInterfaces(d: Dissection): void {
  for (let next = 1; next !== 0 && d.left > 0; ) {
    const start = d.at;
    next = d.u32le(0);
    const node = d.open(root);
    d.record(entry);
    const kind = d.u16le(0);
    if (kind === INTER_NETWORK) d.record(address4);
    else if (kind === INTER_NETWORK_V6) d.record(address6);
    else takeRest(d, rest);
    d.at = Math.min(d.end, Math.max(d.at, start + ENTRY));
    d.close(node);
    if (next === 0) break;
    if (start + next < d.at) d.fail(d.left + 1);
    d.skip(start + next - d.at);
  }
}
