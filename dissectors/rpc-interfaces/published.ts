import type { Refinements } from '#sdk';
import { idlInterface, rpcInterface } from '../dcerpc/interface.ts';
import type { RpcInterface } from '../dcerpc/keys.ts';
import { com } from './com.ts';
import { exchange } from './exchange.ts';
import { others } from './others.ts';
import { windows } from './windows.ts';

/** What an interface of the table can besides being named: IDL for some of its operations. */
export interface Reading {
  readonly idl: URL;
  /** Their numbers, in the IDL's order. */
  readonly opnums: readonly number[];
  readonly refine?: Refinements;
}

const FAMILIES = [windows, com, exchange, others];

/** Methods that every object has before its own (MS-DCOM 3.1.1.5.4, MS-OAUT 3.1). */
const UNKNOWN = 'QueryInterface AddRef Release';
const ROOTS: Readonly<Record<string, string>> = {
  IUnknown: UNKNOWN,
  IDispatch: `${UNKNOWN} GetTypeInfoCount GetTypeInfo GetIDsOfNames Invoke`,
};

/**
 * Published interfaces by name, less those that `known` has in full. In the tables '#' begins a document with its title;
 *
 *     UUID VERSION NAME[:IUnknown|:IDispatch] [FILTER[/PREFIX] [LABEL]]
 *
 * an interface, with Wireshark's filter name, the first part of its fields' names and Protocol column where they are not
 * NAME's; and lines that begin with a space its operations by number, '-' for those of which the document has no more
 * than the number. Only the interfaces' own lines are read at the start; the operations when one is called.
 */
export function publishedInterfaces(
  known: readonly RpcInterface[],
  reading: Readonly<Record<string, Reading>> = {},
): RpcInterface[] {
  const own = new Set(known.map(({ uuid, version }) => `${uuid} ${version}`));
  return FAMILIES.flatMap((table) => [...entries(table)])
    .filter(({ uuid, version }) => !own.has(`${uuid} ${version}`))
    .map((it) => (reading[it.name] ? idlInterface({ ...it, ...reading[it.name]! }) : rpcInterface(it)));
}

interface Entry {
  readonly uuid: string;
  readonly version: number;
  readonly name: string;
  readonly prefix: string;
  readonly label: string;
  readonly title: string;
  readonly document: string;
  readonly operations: () => readonly string[];
}

function* entries(table: string): Generator<Entry> {
  let document = '';
  let title = '';
  for (let at = 1; at < table.length; ) {
    const end = table.indexOf('\n', at);
    const line = table.slice(at, end);
    at = end + 1;
    if (line.startsWith('#')) {
      [, document = ''] = line.split(' ', 2);
      title = line.slice(document.length + 3);
      continue;
    }
    const first = at;
    while (table[at] === ' ') at = table.indexOf('\n', at) + 1;
    yield entry(line, document, title, table.slice(first, at));
  }
}

function entry(line: string, document: string, title: string, operations: string): Entry {
  const [uuid, version, named, filtered, label] = line.split(' ') as [string, string, string, string?, string?];
  const [spelled, root] = named.split(':') as [string, string?];
  const [name, prefix = name] = (filtered ?? spelled.toLowerCase()).split('/') as [string, string?];
  return {
    uuid,
    version: Number.parseInt(version, 10),
    name,
    prefix,
    label: label ?? spelled,
    title: `${spelled}, ${title}`,
    document,
    operations: () =>
      `${root ? ROOTS[root] : ''}${operations}`
        .trim()
        .split(/\s+/)
        .map((operation, i) => (operation === '-' ? `Opnum${i}NotUsedOnWire` : operation)),
  };
}
