import { type Dissection, u16be } from '#sdk';
import { readNetbiosName } from '../nbss/keys.ts';
import { NB, NBSTAT, NODE_NAME, nbFlags, question, RESPONSE, record, request, WACK } from './layout.ts';

/** Names of machines; the other suffixes name services and groups. */
const WORKSTATION = 0x00;
const SERVER = 0x20;
const isMachine = (suffix: number | undefined): boolean => suffix === WORKSTATION || suffix === SERVER;
const GROUP = 0x8000;
const ADDRESS = 4;

/** Tells which machine a positive answer names: whom an address belongs to (RFC 1002 4.2.1.3), or who answers (4.2.18). */
export function tellNames(d: Dissection, start: number): void {
  const { bytes, end } = d;
  if (end - start < request.size) return;
  const flags = u16be(bytes, start + request.offset.flags);
  if (!(flags & RESPONSE) || flags & 15 || ((flags >>> 11) & 15) === WACK) return;
  let at = start + request.size;
  for (let i = u16be(bytes, start + request.offset['count.queries']); i > 0; i--) {
    const asked = readNetbiosName(bytes, at, end, start);
    if (!asked) return;
    at = asked.end + question.size;
  }
  for (let i = u16be(bytes, start + request.offset['count.answers']); i > 0; i--) {
    const owner = readNetbiosName(bytes, at, end, start);
    if (!owner || owner.end + record.size > end) return;
    const type = u16be(bytes, owner.end);
    at = owner.end + record.size;
    const next = at + u16be(bytes, at - 2);
    if (next > end) return;
    if (type === NB && owner.name && isMachine(owner.name.suffix)) {
      for (; at + nbFlags.size + ADDRESS <= next; at += nbFlags.size + ADDRESS)
        if (!(u16be(bytes, at) & GROUP)) d.called(bytes, at + nbFlags.size, ADDRESS, owner.name.name);
    } else if (type === NBSTAT && next > at) tellOwn(d, at, next);
    at = next;
  }
}

/** The name of the node that gives its names. */
function tellOwn(d: Dissection, at: number, end: number): void {
  const { packet, bytes } = d;
  if (packet.addressKind !== 'ipv4' || packet.sourceAddress < 0) return;
  for (let from = at + 1, i = bytes[at]!; i > 0 && from + NODE_NAME + 2 <= end; i--, from += NODE_NAME + 2) {
    const suffix = bytes[from + NODE_NAME - 1]!;
    if (suffix !== WORKSTATION || u16be(bytes, from + NODE_NAME) & GROUP) continue;
    const name = String.fromCharCode(...bytes.subarray(from, from + NODE_NAME - 1)).replace(/ +$/, '');
    return d.called(packet.addressBytes, packet.sourceAddress, ADDRESS, name);
  }
}
