#!/bin/bash
# Records messages that are right in every byte (but for a sender in haste and an advertiser), of impacket's and scapy's ends on the loopback of a network namespace of
# their own: by SMB, by NetrSendMessage, by mailslot. Needs root and: iproute2 tcpdump python3-impacket python3-scapy.
#
#   samples/make/record-messages.sh [OUTPUT-FOLDER]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=$(cd "${1:-$here/..}" && pwd)
lab=specshark-messages-$$
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

# record FILE FILTER HOW
record() {
  ip netns exec "$lab" tcpdump -i lo -s 0 -U --immediate-mode -w "$scratch/$1" "$2" 2>"$scratch/tcpdump" &
  tcpdump_pid=$!
  until grep -q listening "$scratch/tcpdump"; do sleep 0.1; done
  inside timeout 30 /usr/bin/python3 "$here/message-peers.py" "$3"
  sleep 2.5
  kill "$tcpdump_pid"
  wait "$tcpdump_pid" || true
  tcpdump_pid=''
  mv "$scratch/$1" "$out/$1"
  chmod 644 "$out/$1"
}

record messenger-impacket.pcap 'tcp port 139' smb
record messenger-hasty.pcap 'tcp port 139' smb-hasty
record msgsvcsend-scapy.pcap 'udp port 1027' send
record mailslot-scapy.pcap 'udp port 138' mailslot
record msgsvcsend-spam.pcap 'udp portrange 1026-1027 or icmp' send-spam
