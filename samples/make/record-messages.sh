#!/bin/bash
# Records messages that are right in every byte (but for a sender in haste and an advertiser), of impacket's and scapy's
# ends: by SMB, by NetrSendMessage, by mailslot. Needs what lab.sh needs, python3-impacket and python3-scapy.
#
#   samples/make/record-messages.sh [OUTPUT-FOLDER]
source "$(dirname "$0")/lab.sh"

# record FILE FILTER HOW
record() { recording "$1" "$2" 2.5 inside timeout 30 /usr/bin/python3 "$here/message-peers.py" "$3"; }

record messenger-impacket.pcap 'tcp port 139' smb
record messenger-hasty.pcap 'tcp port 139' smb-hasty
record msgsvcsend-scapy.pcap 'udp port 1027' send
record mailslot-scapy.pcap 'udp port 138' mailslot
record msgsvcsend-spam.pcap 'udp portrange 1026-1027 or icmp' send-spam
