#!/bin/bash
# Records messenger conversations with real peers: Debian's smbclient and a raw sender (impacket's NetBIOS session)
# against Debian's smbd. Needs root and: iproute2 tcpdump samba smbclient python3-impacket.
#
#   samples/make/record-messenger.sh [OUTPUT-FOLDER]
#
# Everything runs in a network namespace of its own, so no packet leaves the machine and none comes in, and in a
# scratch folder. What was started is ended by its process id. What smbd handed to its message command is printed.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=$(cd "${1:-$here/..}" && pwd)
lab=specshark-$$
scratch=$(mktemp -d)
export TZ=UTC LC_ALL=C

smbd_pid='' tcpdump_pid=''
finish() {
  [ -z "$tcpdump_pid" ] || kill "$tcpdump_pid" 2>/dev/null || true
  [ -z "$smbd_pid" ] || kill "$smbd_pid" 2>/dev/null || true
  [ -z "$smbd_pid" ] || wait "$smbd_pid" 2>/dev/null || true
  ip netns delete "$lab" 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT

ip netns add "$lab"
inside() { ip netns exec "$lab" "$@"; }
inside ip link set lo up
# The segments keep a size that a network card could send.
inside ip link set lo mtu 1500

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

# `inside` would put a shell between: the process id must be the peer's own.
ip netns exec "$lab" smbd -s "$scratch/server.conf" --foreground > "$scratch/log/smbd.out" 2>&1 &
smbd_pid=$!
listening() { inside ss -Hltn "sport = :$1" | grep -q .; }
for _ in $(seq 100); do
  if listening 139 && listening 445; then break; fi
  sleep 0.1
done
listening 139 && listening 445

# record NAME PORT COMMAND...: one capture of what COMMAND makes.
record() {
  local file=$scratch/$1.pcap port=$2
  shift 2
  ip netns exec "$lab" tcpdump -i lo -s 0 -U -n -Z root -w "$file" "tcp port $port" 2> "$scratch/log/tcpdump.out" &
  tcpdump_pid=$!
  for _ in $(seq 100); do
    if grep -q 'listening on' "$scratch/log/tcpdump.out"; then break; fi
    sleep 0.1
  done
  : > "$scratch/received/log"
  chmod 666 "$scratch/received/log"
  "$@" || true
  sleep 1
  # Not INT: a shell's background children ignore it.
  kill -TERM "$tcpdump_pid"
  wait "$tcpdump_pid" 2>/dev/null || true
  tcpdump_pid=''
  mv "$file" "$out/"
  chmod 644 "$out/$(basename "$file")"
  echo "== $(basename "$file")"
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
