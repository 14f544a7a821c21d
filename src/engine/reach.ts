import { type Field, fieldCount } from '../model/field.ts';
import { type Carried, fieldsOf, type Protocol } from '../model/protocol.ts';
import type { Question } from './question.ts';
import type { Registry } from './registry.ts';

const isProtocol = (it: Carried): it is Protocol => 'dissect' in it;

/** Which protocols a question reaches: those it asks for, and those that may carry one of them. */
export class Reach {
  readonly #registry: Registry;
  readonly #question: Question;
  /** Everything is to be read: somebody listens, or the list is shown. */
  readonly all: boolean;
  /** Per protocol heading: 1 where it is worth reading, 0 where it is not, 2 while nobody looked. */
  readonly #known: Uint8Array = new Uint8Array(fieldCount()).fill(2);
  readonly #beyond = new Map<Protocol, Map<ReadonlySet<Field>, boolean>>();

  constructor(registry: Registry, question: Question, all: boolean) {
    this.#registry = registry;
    this.#question = question;
    this.all = all || !question.partial;
  }

  /** Whether a payload of the protocol is worth reading. */
  of(protocol: Protocol): boolean {
    if (this.all || protocol.informs) return true;
    const known = this.#known[protocol.heading.id]!;
    if (known < 2) return known === 1;
    const found = this.#asked(protocol) || this.#below(protocol, new Set([protocol]));
    this.#known[protocol.heading.id] = found ? 1 : 0;
    return found;
  }

  /** Whether a message of the protocol is worth reading only for the payload that its beginning tells of. */
  onlyForPayload(protocol: Protocol): boolean {
    return !this.all && protocol.framing?.payload !== undefined && !this.#question.asks(protocol);
  }

  /** Whether more is asked for of a protocol, or of what it carries, than these fields. */
  beyond(protocol: Protocol, fields: ReadonlySet<Field>): boolean {
    if (this.all) return true;
    let known = this.#beyond.get(protocol);
    if (!known) this.#beyond.set(protocol, (known = new Map()));
    let found = known.get(fields);
    if (found === undefined) {
      const { wanted } = this.#question;
      found =
        fieldsOf(protocol).some(
          (field) => wanted[field.id] === 1 && !fields.has(field) && field !== protocol.heading,
        ) || this.#below(protocol, new Set([protocol]));
      known.set(fields, found);
    }
    return found;
  }

  #asked(protocol: Protocol): boolean {
    return protocol.carries === undefined || this.#question.asks(protocol);
  }

  #below(protocol: Protocol, seen: Set<Protocol>): boolean {
    for (const it of protocol.carries?.() ?? []) {
      for (const next of isProtocol(it) ? [it] : this.#registry.ledTo(it)) {
        if (seen.has(next)) continue;
        seen.add(next);
        if (this.#asked(next) || this.#below(next, seen)) return true;
      }
    }
    return false;
  }
}
