#!/bin/bash
# Records RPC conversations of impacket's client and server: WDS over TCP 5040, also sealed and signed, name management
# over \PIPE\msgsvc by SMB1 and SMB2, and sealed, and NetrSendMessage where it does not belong. Needs what lab.sh needs
# and python3-impacket.
#
#   samples/make/record-calls.sh [OUTPUT-FOLDER]
source "$(dirname "$0")/lab.sh"

# record FILE PORT WORDS…: what rpc-peers.py does with these words; a port, or a range of them.
record() {
  local file=$1 port=$2
  shift 2
  recording "$file" "tcp portrange $port" 1.5 peers "$@"
}
peers() { (cd "$scratch" && inside timeout 30 /usr/bin/python3 "$here/rpc-peers.py" "$@"); }

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
