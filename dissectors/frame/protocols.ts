import { type Layer, type Packet, u16be } from '#sdk';
import { etherType, LONGEST_LENGTH } from '../ethernet/keys.ts';

/** Layers that Wireshark does not count: bytes beside a protocol's own, and what it calls no dissector for. */
const SILENT: ReadonlySet<string> = new Set(['frame', 'padding', 'mailslot', 'messenger', 'krb5']);
/** Carriers that choose by EtherType through a protocol of its own. */
const BY_TYPE: ReadonlySet<string> = new Set(['eth', 'vlan', 'sll', 'null']);

/** Linux's second cooked header. */
const SLL2_SIZE = 20;

/** Each way down through protocols is written once, and found again by going it. */
class Way {
  readonly names: string;
  readonly #further = new Map<string, Way>();

  constructor(names: string) {
    this.names = names;
  }

  /** The way on to a protocol of that name. */
  to(name: string): Way {
    let found = this.#further.get(name);
    if (!found) {
      found = new Way(this.names ? `${this.names}:${name}` : name);
      // Packets choose how long ways are: far from the start they are not kept.
      if (this.names.length < 80) this.#further.set(name, found);
    }
    return found;
  }
}

const START = new Way('');

/** frame.protocols as Wireshark has it: eth:ethertype:ip:tcp:nbss:smb2. */
export function protocolsIn(packet: Packet): string {
  let way = START;
  let before: Layer | undefined;
  for (let i = 0; i < packet.layerCount; i++) {
    const layer = packet.layer(i);
    const { protocol, how, parent } = layer;
    const { name } = protocol;
    const above = parent?.protocol.name ?? '';
    // Messages beside each other are one call of their dissector.
    const again = before?.protocol === protocol && before.parent === parent;
    before = layer;
    if (SILENT.has(name) || again || how === 'interface') continue;
    // RPC says itself which mechanism is meant.
    if (name === 'gss-api' && above === 'dcerpc') continue;
    if (name === 'kerberos' && above === 'spnego-krb5') continue;
    if (BY_TYPE.has(above) && (how === etherType.name || isUnknownType(layer))) way = way.to(etherType.name);
    way = way.to(name);
  }
  return way.names;
}

/** Data because nobody knows the EtherType, which Wireshark's protocol of that name was asked for all the same. */
function isUnknownType({ protocol, source, start, parent }: Layer): boolean {
  if (protocol.name !== 'data' || parent!.protocol.name === 'null') return false;
  // It is the last that a header has, but for the second cooked one, which begins with it.
  const at = parent!.protocol.name === 'sll' && start - parent!.start === SLL2_SIZE ? parent!.start : start - 2;
  return u16be(source.bytes, at) > LONGEST_LENGTH;
}
