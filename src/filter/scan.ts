import { type Field, fieldCount } from '../model/field.ts';
import type { Packet } from '../model/packet.ts';
import { ID_MASK, WORDS } from '../model/tree.ts';

/** Where a packet's nodes of the fields of one slot lie. */
export interface Found {
  count: number;
  readonly nodes: number[];
  /** Index of each node's layer. */
  readonly layers: number[];
}

/** Finds the nodes that a filter asks for, once a packet; each set of fields has a slot. */
export class Scan {
  packet!: Packet;
  readonly #slots: Found[] = [];
  /** Slots of each field id: the first one, and what follows a slot for the same field. */
  #slotsOf: (number[] | undefined)[] = new Array(fieldCount()).fill(undefined);
  readonly #known = new Map<string, number>();

  /** The slot of a set of fields. */
  slot(fields: readonly Field[]): Found {
    const key = fields.map((field) => field.id).join();
    const known = this.#known.get(key);
    if (known !== undefined) return this.#slots[known]!;
    const slot = this.#slots.length;
    this.#known.set(key, slot);
    const found: Found = { count: 0, nodes: [], layers: [] };
    this.#slots.push(found);
    for (const field of fields) (this.#slotsOf[field.id] ??= []).push(slot);
    return found;
  }

  see(packet: Packet): void {
    this.packet = packet;
    const slots = this.#slots;
    for (let s = 0; s < slots.length; s++) slots[s]!.count = 0;
    const { tree } = packet;
    if (tree.count === 0) return;
    const { words } = tree;
    const slotsOf = this.#slotsOf;
    for (let l = 0; l < packet.layerCount; l++) {
      const { firstNode, endNode } = packet.layer(l);
      for (let node = firstNode; node < endNode; node++) {
        const wanted = slotsOf[words[node * WORDS]! & ID_MASK];
        if (wanted === undefined) continue;
        for (let i = 0; i < wanted.length; i++) {
          const found = slots[wanted[i]!]!;
          found.nodes[found.count] = node;
          found.layers[found.count++] = l;
        }
      }
    }
  }
}
