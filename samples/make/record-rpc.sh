#!/bin/bash
# Records remote procedure calls of Debian's rpcclient to Debian's smbd: over SMB2 and SMB1 pipes, sealed, and over TCP
# with the endpoint mapper before it; and impacket listing what the mapper knows. Needs what lab.sh needs, samba,
# smbclient and python3-impacket.
#
#   samples/make/record-rpc.sh [OUTPUT-FOLDER]
source "$(dirname "$0")/lab.sh"

mkdir -p "$scratch"/{private,lock,state,cache,pid,ncalrpc,log,share}
cat > "$scratch/smb.conf" <<CONF
[global]
  netbios name = PEER
  workgroup = LAB
  server string = A server of the lab
  server min protocol = NT1
  client min protocol = NT1
  map to guest = Bad User
  interfaces = lo
  smb ports = 445
  rpc start on demand helpers = no
  rpc server dynamic port range = 49152-49200
  disable spoolss = yes
  load printers = no
  private dir = $scratch/private
  lock directory = $scratch/lock
  state directory = $scratch/state
  cache directory = $scratch/cache
  pid directory = $scratch/pid
  ncalrpc dir = $scratch/ncalrpc
  log file = $scratch/log/%m.log
[share]
  path = $scratch/share
  comment = A share of the lab
  guest ok = yes
CONF

printf 'pw\npw\n' | smbpasswd -s -c "$scratch/smb.conf" -a root > /dev/null
begin log/dcerpcd /usr/libexec/samba/samba-dcerpcd -s "$scratch/smb.conf" -F --libexec-rpcds
begin log/smbd smbd -s "$scratch/smb.conf" --foreground --no-process-group
until_so listening 445
until_so listening 135

# record NAME COMMAND WORDS…: what the command does is one capture.
record() {
  local name=$1
  shift
  recording "$name.pcap" '' 1 answered "$@"
}

# rpc COMMANDS WORDS…
rpc() {
  local commands=$1
  shift
  inside rpcclient -s "$scratch/smb.conf" -U root%pw "$@" -c "$commands"
}
lookup() {
  inside /usr/bin/python3 -c '
from impacket.dcerpc.v5 import epm, transport
mapper = transport.DCERPCTransportFactory("ncacn_ip_tcp:127.0.0.1[135]").get_dce_rpc()
mapper.connect()
epm.hept_lookup(None, dce=mapper)' 2> /dev/null # Samba ends its list with a status that impacket calls an error.
}

record srvsvc-smb2 rpc 'srvinfo;netshareenumall;netsharegetinfo share 502;netremotetod' 127.0.0.1
record srvsvc-smb1 rpc 'srvinfo;netsessenum' --option='client ipc max protocol=NT1' 127.0.0.1
record srvsvc-sealed rpc 'netremotetod' 'ncacn_np:127.0.0.1[seal]'
record wkssvc-tcp rpc 'wkssvc_wkstagetinfo' 'ncacn_ip_tcp:127.0.0.1[sign]'
record epm-lookup lookup
