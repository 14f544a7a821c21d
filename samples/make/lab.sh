# What the recordings have in common; each begins with `source`ing this. Everything runs in a network namespace of its
# own, so no packet leaves the machine and none comes in, and in a scratch folder. Needs root and: iproute2 tcpdump.
#
#   $here, $out, $scratch         this folder, where recordings go (the script's first word), the scratch folder
#   inside COMMAND…               runs a command in the namespace
#   begin LOG COMMAND…            the same in the background, until the script ends
#   recording FILE FILTER REST COMMAND…   one capture of what the command does, and of REST seconds after it
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=$(cd "${1:-$here/..}" && pwd)
lab=specshark-$$
scratch=$(mktemp -d)
export TZ=UTC LC_ALL=C

begun=()
finish() {
  for pid in "${begun[@]}"; do
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

# `inside` would put a shell between: the process id must be the program's own. Samba ends its whole process group.
begin() {
  local log=$1
  shift
  setsid ip netns exec "$lab" "$@" > "$scratch/$log" 2>&1 &
  begun+=($!)
}

listening() { inside ss -Hltn "sport = :$1" | grep -q .; }

# until_so COMMAND…: waits for it to be true, ten seconds at most.
until_so() {
  for _ in $(seq 100); do
    if "$@"; then return; fi
    sleep 0.1
  done
  echo "waited in vain: $*" >&2
  return 1
}

# A command of a recording whose status does not matter: one that says no is an answer, too.
answered() { "$@" || true; }

recording() {
  local file=$1 filter=$2 rest=$3
  shift 3
  begin tcpdump tcpdump -i lo -n -s 0 -U --immediate-mode -Z root -w "$scratch/$file" "$filter"
  local tcpdump=${begun[-1]}
  until_so grep -q 'listening on' "$scratch/tcpdump"
  "$@"
  sleep "$rest"
  # Not INT: a shell's background children ignore it.
  kill "$tcpdump"
  wait "$tcpdump" || true
  unset 'begun[-1]'
  mv "$scratch/$file" "$out/$file"
  chmod 644 "$out/$file"
}
