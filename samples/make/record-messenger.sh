#!/bin/bash
# Records messenger conversations with real peers: Debian's smbclient and a raw sender (impacket's NetBIOS session)
# against Debian's smbd. What smbd handed to its message command is printed. Needs what lab.sh needs, samba, smbclient
# and python3-impacket.
#
#   samples/make/record-messenger.sh [OUTPUT-FOLDER]
source "$(dirname "$0")/lab.sh"

mkdir -p "$scratch"/{private,lock,state,cache,pid,ncalrpc,log,received}
chmod 1777 "$scratch/received"
chmod 755 "$scratch"

cat > "$scratch/take" <<TAKE
#!/bin/sh
# Called by smbd for a message: file, sender.
{ printf 'from %s:' "\$2"; od -An -v -tx1 "\$1" | tr -d '\\n'; echo; cat "\$1"; echo; } >> $scratch/received/log
rm -f "\$1"
TAKE
chmod 755 "$scratch/take"

common="
  workgroup = WORKGROUP
  server role = standalone server
  server min protocol = NT1
  client min protocol = NT1
  interfaces = lo
  bind interfaces only = yes
  smb ports = 445 139
  private directory = $scratch/private
  lock directory = $scratch/lock
  state directory = $scratch/state
  cache directory = $scratch/cache
  pid directory = $scratch/pid
  ncalrpc dir = $scratch/ncalrpc
  log file = $scratch/log/%m.log
  log level = 3
  disable netbios = no
  load printers = no
  dos charset = CP850
  unix charset = UTF-8"
printf '[global]\n  netbios name = WORKSTATION\n  map to guest = Bad User\n  message command = %s %%s %%f\n%s\n' \
  "$scratch/take" "$common" > "$scratch/server.conf"
printf '[global]\n  netbios name = PRINTSERVER\n%s\n' "$common" > "$scratch/client.conf"

begin log/smbd.out smbd -s "$scratch/server.conf" --foreground --no-process-group
until_so listening 139
until_so listening 445

# record NAME PORT COMMAND...: one capture of what COMMAND makes.
record() {
  local name=$1 port=$2
  shift 2
  : > "$scratch/received/log"
  chmod 666 "$scratch/received/log"
  recording "$name.pcap" "tcp port $port" 1 answered "$@"
  echo "== $name"
  cat "$scratch/received/log"
}

# send PORT: standard input as a message by smbclient.
send() {
  inside smbclient -s "$scratch/client.conf" -M WORKSTATION -I 127.0.0.1 -p "$1" -U 'PRINTSERVER%' > "$scratch/log/smbclient.out" 2>&1
}
short() { printf 'Print Job Completed' | send "$1"; }
multiblock() {
  printf '%s\n' \
    'Print Job Completed' \
    'Document: Quarterly report, 24 pages, two copies, stapled at the top left corner' \
    'Printer: \\PRINTSERVER\LASER1 on the second floor, next to the kitchen' \
    'Paper: A4 from tray 2, which holds about forty sheets more' \
    'Please take your pages out of the output bin before the next job is printed.' | send "$1"
}
# raw ANSWERS COMMANDS...: 'negotiate' and 'single' sent as they are over one NetBIOS session.
raw() { inside /usr/bin/python3 "$here/send-raw.py" "$@"; }

record messenger-short 139 short 139
record messenger-multiblock 139 multiblock 139
record messenger-direct 445 short 445
record messenger-single-unanswered 139 raw single
record messenger-single-negotiated 139 raw negotiate single
