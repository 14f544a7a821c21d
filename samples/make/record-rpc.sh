#!/bin/bash
# Records remote procedure calls of Debian's rpcclient to Debian's smbd: over SMB2 and SMB1 pipes, sealed, and over TCP
# with the endpoint mapper before it; and impacket listing what the mapper knows. Needs root and: iproute2 tcpdump samba
# smbclient python3-impacket.
#
#   samples/make/record-rpc.sh [OUTPUT-FOLDER]
#
# Everything runs in a network namespace of its own, so no packet leaves the machine and none comes in, and in a
# scratch folder. What was started is ended by its process id.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=$(cd "${1:-$here/..}" && pwd)
lab=specshark-$$
scratch=$(mktemp -d)
export TZ=UTC LC_ALL=C

pids=()
tcpdump_pid=''
finish() {
  [ -z "$tcpdump_pid" ] || kill "$tcpdump_pid" 2>/dev/null || true
  for pid in "${pids[@]}"; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  ip netns delete "$lab" 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT

ip netns add "$lab"
inside() { ip netns exec "$lab" "$@"; }
inside ip link set lo up
# The segments keep a size that a network card could send.
inside ip link set lo mtu 1500

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
ip netns exec "$lab" /usr/libexec/samba/samba-dcerpcd -s "$scratch/smb.conf" -F --libexec-rpcds > "$scratch/log/dcerpcd" 2>&1 &
pids+=($!)
ip netns exec "$lab" smbd -s "$scratch/smb.conf" --foreground --no-process-group > "$scratch/log/smbd" 2>&1 &
pids+=($!)
for _ in $(seq 50); do
  inside ss -Hltn 'sport = 445' | grep -q . && inside ss -Hltn 'sport = 135' | grep -q . && break
  sleep 0.2
done

# record NAME COMMAND WORDS…: what the command does is one capture.
record() {
  local name=$1
  shift
  ip netns exec "$lab" tcpdump -i lo -s 0 -U -w "$scratch/$name.pcap" 2> "$scratch/log/tcpdump" &
  tcpdump_pid=$!
  for _ in $(seq 50); do
    grep -q listening "$scratch/log/tcpdump" && break
    sleep 0.1
  done
  "$@" || true
  sleep 1
  kill "$tcpdump_pid"
  wait "$tcpdump_pid" || true
  tcpdump_pid=''
  cp "$scratch/$name.pcap" "$out/$name.pcap"
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
record srvsvc-smb1 rpc 'srvinfo;netsessenum' --option='client max protocol=NT1' 127.0.0.1
record srvsvc-sealed rpc 'netremotetod' 'ncacn_np:127.0.0.1[seal]'
record wkssvc-tcp rpc 'wkssvc_wkstagetinfo' 'ncacn_ip_tcp:127.0.0.1[sign]'
record epm-lookup lookup
