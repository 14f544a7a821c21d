import { ah } from './ah/protocol.ts';
import { arp } from './arp/protocol.ts';
import { chdlc } from './chdlc/protocol.ts';
import { data } from './data/protocol.ts';
import { RpcInterfaces } from './dcerpc/interfaces.ts';
import { pipePayload, type RpcInterface } from './dcerpc/keys.ts';
import { dcerpc } from './dcerpc/protocol.ts';
import { dhcp } from './dhcp/protocol.ts';
import { dns } from './dns/protocol.ts';
import { epm, mgmt } from './epm/interface.ts';
import { ethernet } from './ethernet/protocol.ts';
import { fddi } from './fddi/protocol.ts';
import { frame } from './frame/protocol.ts';
import { geneve } from './geneve/protocol.ts';
import { gre } from './gre/protocol.ts';
import { gssApi } from './gss-api/protocol.ts';
import { http } from './http/protocol.ts';
import { icmp } from './icmp/protocol.ts';
import { icmpv6 } from './icmpv6/protocol.ts';
import { igmp } from './igmp/protocol.ts';
import { ipv4 } from './ipv4/protocol.ts';
import { destinationOptions, hopByHop } from './ipv6/extensions.ts';
import { fragment } from './ipv6/fragment.ts';
import { ipv6 } from './ipv6/protocol.ts';
import { routing } from './ipv6/routing.ts';
import { ipx } from './ipx/protocol.ts';
import { kerberos } from './kerberos/message.ts';
import { kerberosService } from './kerberos/service.ts';
import { kerberosToken } from './kerberos/token.ts';
import { cldap, ldap } from './ldap/protocol.ts';
import { llc } from './llc/protocol.ts';
import { llmnr } from './llmnr/protocol.ts';
import { loopback } from './loopback/protocol.ts';
import { browser } from './mailslot/browser.ts';
import { netlogonMailslot } from './mailslot/netlogon.ts';
import { mailslot } from './mailslot/protocol.ts';
import { mdns } from './mdns/protocol.ts';
import { mpls } from './mpls/protocol.ts';
import { securityAuthority } from './ms-lsad/keys.ts';
import { messengerCommands } from './ms-msrp/commands/index.ts';
import { msgsvc, msgsvcsend } from './ms-msrp/interfaces.ts';
import { messengerMailslot } from './ms-msrp/mailslot.ts';
import { messenger } from './ms-msrp/protocol.ts';
import { secureChannel } from './ms-nrpc/keys.ts';
import { typeInformation } from './ms-oaut/keys.ts';
import { printSystem } from './ms-rprn/keys.ts';
import { registry } from './ms-rrp/keys.ts';
import { accounts } from './ms-samr/keys.ts';
import { serviceControl } from './ms-scmr/keys.ts';
import { srvsvc } from './ms-srvs/interface.ts';
import { wdsRpcInterface } from './ms-wdsc/interface.ts';
import { wdsc } from './ms-wdsc/protocol.ts';
import { wkssvc } from './ms-wkst/interface.ts';
import { nbdgm } from './nbdgm/protocol.ts';
import { nbns } from './nbns/protocol.ts';
import { nbss } from './nbss/protocol.ts';
import { netbios } from './netbios/protocol.ts';
import { ntlmssp } from './ntlmssp/protocol.ts';
import { ntp } from './ntp/protocol.ts';
import { padding } from './padding/protocol.ts';
import { ppp } from './ppp/protocol.ts';
import { pppoe } from './pppoe/protocol.ts';
import { quic } from './quic/protocol.ts';
import { rawIp } from './raw-ip/protocol.ts';
import { publishedInterfaces } from './rpc-interfaces/published.ts';
import { sll } from './sll/protocol.ts';
import { lanman } from './smb1/lanman/protocol.ts';
import { smb1, smbRawData, smbTransaction } from './smb1/protocol.ts';
import { smb2 } from './smb2/protocol.ts';
import { spnego } from './spnego/protocol.ts';
import { tcpPayload, tcpPort } from './tcp/keys.ts';
import { tcp } from './tcp/protocol.ts';
import { tftp } from './tftp/protocol.ts';
import { tls } from './tls/protocol.ts';
import { udpPayload, udpPort } from './udp/keys.ts';
import { udp } from './udp/protocol.ts';
import { vlan } from './vlan/protocol.ts';
import { vxlan } from './vxlan/protocol.ts';

/** Interfaces of DCE/RPC whose stubs are read. Adding one is a folder and a line here. */
const described: readonly RpcInterface[] = [epm, mgmt, msgsvc, msgsvcsend, srvsvc, wdsRpcInterface, wkssvc];

/** … and those of which only the operations' names are known, or a few of their stubs. */
export const interfaces: readonly RpcInterface[] = [
  ...described,
  ...publishedInterfaces(described, {
    rpc_netlogon: secureChannel,
    svcctl: serviceControl,
    samr: accounts,
    winreg: registry,
    lsarpc: securityAuthority,
    spoolss: printSystem,
    typeinfo: typeInformation,
  }),
];

/** Where DCE/RPC looks them up; `--idl` adds to it. */
export const rpcInterfaces = new RpcInterfaces(interfaces);

/** Every protocol, from the link up. Adding one is a folder and a line here. */
export const protocols = [
  frame,
  data,
  padding,
  ethernet,
  vlan,
  llc,
  sll,
  loopback,
  rawIp,
  ppp,
  pppoe,
  fddi,
  chdlc,
  mpls,
  gre,
  arp,
  ipv4,
  ipv6,
  hopByHop,
  routing,
  fragment,
  destinationOptions,
  ah,
  icmp,
  icmpv6,
  igmp,
  tcp,
  udp,
  vxlan,
  geneve,
  ipx,
  netbios,
  nbns,
  nbdgm,
  nbss,
  smb1(messengerCommands),
  smbTransaction,
  smbRawData,
  lanman,
  mailslot,
  browser,
  netlogonMailslot,
  messengerMailslot,
  smb2,
  messenger,
  wdsc,
  dcerpc(rpcInterfaces),
  ...interfaces.map(({ protocol }) => protocol),
  gssApi,
  spnego,
  ntlmssp,
  kerberosToken,
  kerberos,
  kerberosService,
  dns,
  mdns,
  llmnr,
  dhcp,
  tftp,
  http,
  tls,
  ldap,
  cldap,
  ntp,
  quic,
];

/** The keys that the engine itself uses. */
export const wiring = { frame, data, tcpPort, tcpPayload, udpPort, udpPayload, pipePayload };
