import { type Field, fieldById, fieldCount } from '../../src/model/field.ts';
import type { Layer } from '../../src/model/layer.ts';
import type { Packet } from '../../src/model/packet.ts';
import { fieldsOf, type Protocol } from '../../src/model/protocol.ts';
import type { ByteSource } from '../../src/model/source.ts';
import { DEFERRED, GENERATED, ID_MASK, type Tree, WORDS } from '../../src/model/tree.ts';

/** Nodes a packet may have for each of its bytes, and besides: what hostile bytes may make of themselves. */
const NODES_A_BYTE = 24;
const NODES_BESIDES = 500;

/** Sizes that a kind of field can be read with. */
const SIZES: Readonly<Partial<Record<Field['kind'], readonly [least: number, most: number]>>> = {
  uint: [1, 8],
  int: [1, 8],
  bool: [1, 8],
  ipv4: [4, 4],
  ipv6: [16, 16],
  guid: [16, 16],
  filetime: [8, 8],
  unixtime: [4, 4],
};

/** Throws where a packet's layers and tree are not what writers, rules and filters rely on. */
export function inspect(packet: Packet): void {
  const { tree } = packet;
  let node = 0;
  const sources = new Set<ByteSource>();
  for (let i = 0; i < packet.layerCount; i++) {
    const layer = packet.layer(i);
    const name = `layer ${i} (${layer.protocol.name})`;
    sources.add(layer.source);
    within(name, layer.start, layer.end, layer.source);
    must(layer.promised >= layer.start, `${name} promises an end before its start`);
    must(
      layer.firstNode === node && layer.endNode >= node,
      `${name} has nodes ${layer.firstNode} to ${layer.endNode}, not from ${node}`,
    );
    must(
      (layer.outcome === 'complete') === (layer.trouble === ''),
      `${name} is ${layer.outcome} and says '${layer.trouble}'`,
    );
    must(layer.outcome !== 'opaque', `${name} failed: ${layer.trouble}`);
    if (i === 0) must(layer.parent === undefined && layer.depth === 0, `${name} is not the first`);
    else parentage(packet, i, name);
    for (const piece of layer.source.frame > 0 ? [] : layer.source.pieces) {
      must(
        piece.frame > 0 && piece.frame <= packet.number && piece.offset >= 0 && piece.length > 0,
        `${name} is made of ${JSON.stringify(piece)}`,
      );
    }
    nodes(tree, layer, name);
    node = layer.endNode;
  }
  must(node === tree.count, `${tree.count - node} nodes belong to no layer`);
  let bytes = 0;
  for (const source of sources) bytes += source.end - source.base;
  must(tree.count <= bytes * NODES_A_BYTE + NODES_BESIDES, `${tree.count} nodes of ${bytes} bytes`);
}

function parentage(packet: Packet, index: number, name: string): void {
  const { parent, depth } = packet.layer(index);
  let before = index - 1;
  while (before >= 0 && packet.layer(before) !== parent) before--;
  must(before >= 0, `${name} comes before its parent`);
  must(depth === parent!.depth + 1, `${name} has depth ${depth}, its parent ${parent!.depth}`);
}

function nodes(tree: Tree, layer: Layer, name: string): void {
  const parents: number[] = [];
  for (let node = layer.firstNode; node < layer.endNode; node++) {
    while (parents.length > 0 && node >= tree.next(parents.at(-1)!)) parents.pop();
    const word = tree.words[node * WORDS]!;
    must((word & ID_MASK) < fieldCount(), `${name} has a node of no field`);
    const field = fieldById(word & ID_MASK);
    const where = `${name} node ${node} (${field.abbrev})`;
    must(
      dictionary(layer.protocol).has(field.id),
      `${where} is no field of ${layer.protocol.name}: nobody can ask for it`,
    );
    const parent = parents.at(-1);
    const last = parent === undefined ? layer.endNode : tree.next(parent);
    must(
      tree.next(node) > node && tree.next(node) <= last,
      `${where} ends at node ${tree.next(node)}, what holds it at ${last}`,
    );
    const start = tree.start(node);
    const end = tree.end(node);
    if (word & GENERATED) {
      const value = tree.value(node);
      must(value !== undefined && !Number.isNaN(value), `${where} has the value ${value}`);
      if (start >= 0) within(where, start, end, layer.source);
    } else {
      within(where, start, end, layer.source);
      const [least, most] = SIZES[field.kind] ?? [0, Number.POSITIVE_INFINITY];
      must(end - start >= least && end - start <= most, `${where} is a ${field.kind} of ${end - start} bytes`);
      // Only an NDR referent lies elsewhere than what it belongs to.
      if (parent !== undefined && !(tree.flags(parent) & GENERATED) && !(word & DEFERRED)) {
        const inside = start >= tree.start(parent) && end <= tree.end(parent);
        must(
          inside,
          `${where} is ${start} to ${end}, outside ${fieldById(tree.id(parent)).abbrev}, ${tree.start(parent)} to ${tree.end(parent)}`,
        );
      }
    }
    if (tree.next(node) > node + 1) parents.push(node);
  }
}

const dictionaries = new Map<Protocol, ReadonlySet<number>>();

function dictionary(protocol: Protocol): ReadonlySet<number> {
  let ids = dictionaries.get(protocol);
  if (!ids) {
    ids = new Set(fieldsOf(protocol).map((field) => field.id));
    dictionaries.set(protocol, ids);
  }
  return ids;
}

function within(what: string, start: number, end: number, source: ByteSource): void {
  must(
    start >= source.base && start <= end && end <= source.end,
    `${what} is ${start} to ${end}, its source ${source.base} to ${source.end}`,
  );
}

function must(right: boolean, wrong: string): void {
  if (!right) throw new Error(wrong);
}
