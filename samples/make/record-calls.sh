#!/bin/bash
# Records RPC conversations of impacket's client and server on the loopback of a network namespace of their own: WDS over
# TCP 5040, also sealed and signed, name management over \PIPE\msgsvc by SMB1 and SMB2, and sealed, and NetrSendMessage
# where it does not belong. Needs root and: iproute2 tcpdump python3-impacket.
#
#   samples/make/record-calls.sh [OUTPUT-FOLDER]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=$(cd "${1:-$here/..}" && pwd)
lab=specshark-rpc-$$
scratch=$(mktemp -d)
export TZ=UTC LC_ALL=C
tcpdump_pid=''
finish() {
  [ -z "$tcpdump_pid" ] || kill "$tcpdump_pid" 2>/dev/null || true
  ip netns delete "$lab" 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT

ip netns add "$lab"
inside() { ip netns exec "$lab" "$@"; }
inside ip link set lo up
inside ip link set lo mtu 1500

# record FILE PORT WORDS…: what rpc-peers.py does with these words; a port, or a range of them.
record() {
  local file=$1 port=$2
  shift 2
  ip netns exec "$lab" tcpdump -i lo -s 0 -U --immediate-mode -w "$scratch/$file" "tcp portrange $port" 2>"$scratch/tcpdump" &
  tcpdump_pid=$!
  until grep -q listening "$scratch/tcpdump"; do sleep 0.1; done
  (cd "$scratch" && inside timeout 30 /usr/bin/python3 "$here/rpc-peers.py" "$@")
  sleep 1.5
  kill "$tcpdump_pid"
  wait "$tcpdump_pid" || true
  tcpdump_pid=''
  mv "$scratch/$file" "$out/$file"
}

record wdsc-impacket.pcap 5040 wdsc
record wdsc-field.pcap 5040 wdsc-field
record wdsc-sealed.pcap 5040 wdsc-sealed
record wdsc-signed.pcap 5040 wdsc-signed
record msgsvc-smb1.pcap 445 msgsvc smb1
record msgsvc-smb2.pcap 445 msgsvc smb2
record msgsvc-contradictions.pcap 445 msgsvc-wrong smb2
record msgsvc-sealed.pcap 445 msgsvc-sealed
record msgsvcsend-pipe.pcap 445 send-pipe
record msgsvcsend-tcp.pcap 30000-65535 send-tcp
