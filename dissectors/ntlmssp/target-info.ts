import { bit, type Dissection, type Field, field, LITTLE } from '#sdk';
import { nlmp } from './layout.ts';

const spec = nlmp('2.2.2.1');
const HEADER = 4;
const END = 0;
/** A list that is longer than this is none; one of the same name seldom occurs twice. */
const LONGEST = 64;

const IDS: Readonly<Record<number, string>> = {
  0: 'MsvAvEOL',
  1: 'MsvAvNbComputerName',
  2: 'MsvAvNbDomainName',
  3: 'MsvAvDnsComputerName',
  4: 'MsvAvDnsDomainName',
  5: 'MsvAvDnsTreeName',
  6: 'MsvAvFlags',
  7: 'MsvAvTimestamp',
  8: 'MsvAvSingleHost',
  9: 'MsvAvTargetName',
  10: 'MsvAvChannelBindings',
};

/** The fields of a list of AV_PAIR structures: there is one in the challenge, and one in the NTLMv2 response. */
export interface PairFields {
  readonly pair: Field;
  readonly id: Field;
  readonly length: Field;
  /** Value by AvId. */
  readonly values: readonly (Field | undefined)[];
  readonly flags: readonly Field[];
  readonly unknown: Field;
  readonly all: readonly Field[];
}

export function pairFields(prefix: string): PairFields {
  const named = (name: string): string => `${prefix}.${name}`;
  const text = (name: string, label: string): Field =>
    field(named(name), label, 'string', { encoding: 'utf-16le', spec });
  const pair = field(named('item'), 'AV_PAIR', 'none', { spec });
  const id = field(named('item.type'), 'AvId', 'uint', { size: 2, base: 'hex', little: true, names: IDS, spec });
  const length = field(named('item.length'), 'AvLen', 'uint', { size: 2, little: true, spec });
  const unknown = field(named('item.value'), 'Value', 'bytes', { spec });
  const values = [
    undefined,
    text('nb_computer_name', 'MsvAvNbComputerName'),
    text('nb_domain_name', 'MsvAvNbDomainName'),
    text('dns_computer_name', 'MsvAvDnsComputerName'),
    text('dns_domain_name', 'MsvAvDnsDomainName'),
    text('dns_tree_name', 'MsvAvDnsTreeName'),
    field(named('flags'), 'MsvAvFlags', 'uint', { size: 4, base: 'hex', little: true, spec }),
    field(named('timestamp'), 'MsvAvTimestamp', 'filetime', { size: 8, spec }),
    field(named('restrictions'), 'MsvAvSingleHost', 'bytes', { spec: nlmp('2.2.2.2') }),
    text('target_name', 'MsvAvTargetName'),
    field(named('channel_bindings'), 'MsvAvChannelBindings', 'bytes', { spec }),
  ];
  const little = { little: true, spec };
  const flags = [
    bit(named('flags.untrusted_target'), 'Target name from an untrusted source', 0x04, little),
    bit(named('flags.mic'), 'MIC present', 0x02, little),
    bit(named('flags.constrained'), 'Account authentication is constrained', 0x01, little),
  ];
  return {
    pair,
    id,
    length,
    values,
    flags,
    unknown,
    all: [pair, id, length, unknown, ...flags, ...values.filter((it) => it !== undefined)],
  };
}

/** Pairs from `at` to `end`; gives where the list ended: a pair that does not fit is none. */
export function takePairs(d: Dissection, fields: PairFields, at: number, end: number): number {
  for (let i = 0; i < LONGEST && at + HEADER <= end; i++) {
    const id = d.bytes[at]! | (d.bytes[at + 1]! << 8);
    const length = d.bytes[at + 2]! | (d.bytes[at + 3]! << 8);
    if (at + HEADER + length > end) return at;
    d.at = at;
    const node = d.open(fields.pair);
    d.mark(fields.id, at, at + 2);
    d.mark(fields.length, at + 2, at + HEADER);
    at += HEADER + length;
    takeValue(d, fields, id, at - length, at);
    d.at = at;
    d.close(node);
    if (id === END) break;
  }
  return at;
}

function takeValue(d: Dissection, fields: PairFields, id: number, start: number, end: number): void {
  const value = fields.values[id];
  const fits = value && (value.size === 0 || value.size === end - start);
  if (!fits) {
    if (end > start) d.mark(fields.unknown, start, end);
    return;
  }
  d.at = start;
  const node = d.open(value);
  if (id === 6) for (const flag of fields.flags) d.mark(flag, start, end, LITTLE);
  d.at = end;
  d.close(node);
}
