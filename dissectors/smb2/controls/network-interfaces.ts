import { type Dissection, field, ipv4, ipv6, layout, u16, u32, u64 } from '#sdk';
import { eachEntry, under } from '../buffers.ts';
import { flag, heading } from '../parts.ts';
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
const rest = field('smb2.unused', 'SockAddr_Storage', 'bytes', { spec: smb2('2.2.32.5') });

export const interfaceLayouts = [entry, address4, address6];
export const interfaceFields = [root, rest];

/** Size of SockAddr_Storage, most of which no address uses. */
const STORAGE = 128;

export const takeInterfaces = (d: Dissection): void => eachEntry(d, () => under(d, root, () => takeInterface(d)));

function takeInterface(d: Dissection): void {
  d.record(entry);
  const start = d.at;
  const kind = d.u16le(0);
  if (kind === INTER_NETWORK) d.record(address4);
  else if (kind === INTER_NETWORK_V6) d.record(address6);
  d.take(rest, Math.min(d.left, start + STORAGE - d.at));
}
