import {
  type Anchor,
  type Example,
  type Field,
  type PduView,
  pduRule,
  pseudoHeaderSum,
  type Report,
  type SpecReference,
  type TransportPdu,
  transportSum,
  u32be,
} from '#sdk';

interface Sender {
  good: number;
  /** Wrong sums, the first so many of them. */
  readonly bad: { readonly anchor: Anchor; readonly is: string }[];
  badCount: number;
}

const KEPT = 100;
const SENDERS = 4096;

/** What a host's sums are like: whether any is right tells, at the capture's end, what the wrong ones are. */
export class SumsByHost {
  readonly #senders = new Map<number | string, Sender>();
  readonly #zero = new Map<number | string, { readonly anchor: Anchor; count: number }>();

  /** A sum that was left out. */
  zero(addresses: Uint8Array, at: number, size: number, anchor: () => Anchor): void {
    const host = hostAt(addresses, at, size);
    const known = this.#zero.get(host);
    if (known) known.count++;
    else if (this.#zero.size < SENDERS) this.#zero.set(host, { anchor: anchor(), count: 1 });
  }

  /** The sender's address lies at `at`. */
  add(addresses: Uint8Array, at: number, size: number, right: boolean, is: number, anchor: () => Anchor): void {
    const host = hostAt(addresses, at, size);
    let sender = this.#senders.get(host);
    if (!sender) {
      sender = { good: 0, bad: [], badCount: 0 };
      if (this.#senders.size < SENDERS) this.#senders.set(host, sender);
    }
    if (right) sender.good++;
    else if (++sender.badCount <= KEPT)
      sender.bad.push({ anchor: anchor(), is: `0x${is.toString(16).padStart(4, '0')}` });
  }

  finish(report: Report<'wrong' | 'offload'>, reportZero?: Report<'zero'>): void {
    for (const { anchor, count } of this.#zero.values()) reportZero?.('zero', anchor, { count }, { severity: 'note' });
    for (const { good, bad, badCount } of this.#senders.values()) {
      if (badCount === 0) continue;
      if (good === 0) report('offload', bad[0]!.anchor, { count: badCount }, { severity: 'note' });
      else for (const { anchor, is } of bad) report('wrong', anchor, { is });
    }
  }
}

/** An address as a key: of IPv4 its number. */
const hostAt = (bytes: Uint8Array, at: number, size: number): number | string =>
  size === 4 ? u32be(bytes, at) : bytes.subarray(at, at + size).join('.');

const TCP = 6;
/** The longest packet of an Ethernet link (RFC 894). */
const MTU = 1500;

/**
 * The rule on a transport's checksum with pseudo header. A sum that is the pseudo header's own was left to the sender's
 * network card, and so was whatever is wrong in all that one host sends: known only at the capture's end, hence a note.
 */
export function checksumRule(options: {
  id: string;
  title: string;
  spec: SpecReference;
  pdu: Field;
  checksum: Field;
  protocol: number;
  /** A zero sum means that none was made (UDP over IPv4). */
  optional?: boolean;
  bad: readonly Example[];
  good: readonly Example[];
  undecided?: readonly Example[];
}) {
  const { pdu, checksum, protocol, optional, ...rest } = options;
  return pduRule({
    ...rest,
    level: 'MUST',
    why: 'A receiver drops what does not sum up. Judged only where the whole packet was captured; the sums that network cards fill in later are told apart.',
    watches: [{ pdu }],
    messages: {
      wrong: 'checksum is {is}, which does not fit the packet',
      offload:
        '{count} checksums of this host are wrong and none is right: its network card makes them after the capture, or the capture was edited',
    },
    applies: (it) => it.has(checksum) && !(optional && it.uint(checksum) === 0),
    remember: () => new SumsByHost(),
    check(it, _report, undecided, sums) {
      const covered = cover(it, protocol);
      if (!covered) return undecided();
      const { addresses, source, size } = covered;
      const is = it.uint(checksum);
      const right = transportSum(covered) === 0xffff;
      // What the card is given to start from, or nothing at all.
      if (!right && (is === pseudoHeaderSum(covered) || (protocol === TCP && is === 0))) return;
      // Several segments that a card joined: the sum is that of one of them.
      if (!right && it.layer.end - it.layer.parent!.start > MTU) return undecided();
      sums.add(addresses, source, size, right, is, () => it.anchor(checksum));
    },
    finish: (sums, report) => sums.finish(report),
  });
}

/** What the sum covers, undefined where the addresses are not known for sure. */
function cover(it: PduView, protocol: number): TransportPdu | undefined {
  const { layer } = it;
  const ip = layer.parent;
  if (!ip || layer.end < layer.promised) return undefined;
  const { bytes } = ip.source;
  const v6 = ip.protocol.name === 'ipv6';
  // Behind a routing header the destination is not the one that was summed.
  if (v6 ? bytes[ip.start + 6] !== protocol : ip.protocol.name !== 'ip') return undefined;
  const source = ip.start + (v6 ? 8 : 12);
  const size = v6 ? 16 : 4;
  return {
    addresses: bytes,
    source,
    destination: source + size,
    size,
    protocol,
    bytes: layer.source.bytes,
    start: layer.start,
    end: layer.end,
  };
}
