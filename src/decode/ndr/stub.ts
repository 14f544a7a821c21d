import type { Cursor } from '../../bytes/cursor.ts';
import { NO_BYTES } from '../../bytes/read.ts';
import type { Dissection } from '../../model/dissection.ts';
import type { Field } from '../../model/field.ts';
import { nameOf } from '../../model/field.ts';
import type { Protocol } from '../../model/protocol.ts';
import {
  type ArgumentLimits,
  type ArgumentVisitor,
  ArgumentWalk,
  PlainArguments,
  type PlainValue,
} from './arguments.ts';
import type { Definition } from './definition.ts';
import type { NdrProcedure } from './interface.ts';
import type { NdrObservation } from './observation.ts';
import { pathOf } from './path.ts';
import { type NdrTarget, Recorder } from './record.ts';
import { type NdrSyntax, RULES } from './rules.ts';
import { Stop } from './tape.ts';
import { plainValue } from './values.ts';
import { Walk } from './walk.ts';

export interface StubOptions {
  readonly direction: 'request' | 'response';
  readonly syntax: NdrSyntax;
  /** Byte order, from the PDU's data representation label (C706 14.1). */
  readonly little: boolean;
  /** Of a response: what the request's walk knew (`inputs`), for sizes that only it tells. */
  readonly inputs?: NdrInputs | undefined;
}

/** Values of a request that expressions in its response ask for: a few numbers, to be kept with the call. */
export type NdrInputs = Float64Array;

export interface NdrResult {
  readonly value: number;
  readonly name: string | undefined;
}

/** A value's bytes, and the field it is shown as. */
export interface NdrPlace {
  readonly field: Field | undefined;
  readonly start: number;
  readonly end: number;
}

/** Bytes that are another protocol's. */
export interface NdrPayload {
  readonly protocol: Protocol;
  readonly start: number;
  readonly end: number;
}

/**
 * A stub, walked. One object serves many stubs in turn: what it tells is of the last one, and its bytes must still be
 * there when it is asked.
 */
export class NdrStub {
  procedure: NdrProcedure | undefined;
  readonly #walk = new Walk();
  readonly #recorder = new Recorder(this.#walk.tape);
  readonly #arguments = new ArgumentWalk(this.#walk.tape);
  #bytes = NO_BYTES;
  #definitions: readonly Definition[] = [];
  #observations: NdrObservation[] | undefined;

  /**
   * Reads the stub from the cursor to the end of its window. Running short throws as everywhere; what was read before
   * is there to be recorded.
   */
  read(cursor: Cursor, procedure: NdrProcedure, options: StubOptions): void {
    const walk = this.#walk;
    this.procedure = procedure;
    this.#bytes = cursor.bytes;
    this.#definitions = procedure.interface.definitions;
    this.#observations = undefined;
    const steps = procedure.steps(options.syntax, options.direction);
    walk.begin(cursor, RULES[options.syntax], options.little, procedure.slots, options.inputs);
    let signal: unknown;
    try {
      for (const { definition, step } of steps) walk.parameter(definition, step);
    } catch (thrown) {
      signal = thrown;
    }
    walk.finish(signal);
    if (signal !== undefined && !(signal instanceof Stop)) throw signal;
  }

  /** Records what was read as fields. */
  record(target: NdrTarget): void {
    this.#recorder.record(this.#definitions, target, this.#bytes, this.#walk.little);
  }

  /** Reads and records a stub, and hands on what is another protocol's. */
  dissect(d: Dissection, procedure: NdrProcedure, options: StubOptions): void {
    try {
      this.read(d, procedure, options);
    } finally {
      try {
        this.#recorder.record(this.#definitions, d, this.#bytes, this.#walk.little, d);
      } finally {
        const how = `IDL of ${procedure.interface.name}`;
        // What the capture cut off may be the payload's.
        for (const { protocol, start, end } of this.payloads)
          d.submit(protocol, how, start, end, end === d.end ? d.promised : end);
      }
    }
  }

  /** What does not agree with itself, in the order it was seen. */
  get observations(): readonly NdrObservation[] {
    this.#observations ??= this.#walk.seen.map((it) => {
      const path = it.node < 0 ? '' : pathOf(this.#walk.tape, this.#definitions, it.node);
      const field = it.node < 0 ? undefined : this.#definitions[this.#walk.tape.definition(it.node)]!.field;
      const { kind, start, end, data } = it;
      return {
        kind,
        field,
        path: [this.procedure!.name, path].filter(Boolean).join('.'),
        start,
        end,
        data,
      } as NdrObservation;
    });
    return this.#observations;
  }

  /** Bytes that refinements say are another protocol's. */
  get payloads(): NdrPayload[] {
    const found: NdrPayload[] = [];
    if (!this.procedure?.interface.carries) return found;
    const { tape } = this.#walk;
    for (let node = 0; node < tape.count; node++) {
      const { carries } = this.#definitions[tape.definition(node)]!;
      if (typeof carries === 'object') found.push({ protocol: carries, start: tape.start(node), end: tape.end(node) });
    }
    return found;
  }

  /** Where its context handles lie. */
  get handles(): NdrPlace[] {
    const { tape } = this.#walk;
    const found: NdrPlace[] = [];
    if (!this.procedure?.interface.hasHandles) return found;
    for (let node = 0; node < tape.count; node++) {
      const { field, role } = this.#definitions[tape.definition(node)]!;
      if (role === 'context') found.push({ field, start: tape.start(node), end: tape.end(node) });
    }
    return found;
  }

  /** Where all the values lie that are shown as fields of this abbreviation, in the order of the bytes. */
  places(abbrev: string): NdrPlace[] {
    const { tape } = this.#walk;
    const found: NdrPlace[] = [];
    for (let node = 0; node < tape.count; node++) {
      const { field } = this.#definitions[tape.definition(node)]!;
      if (field?.abbrev === abbrev) found.push({ field, start: tape.start(node), end: tape.end(node) });
    }
    return found;
  }

  /**
   * Where a value lies, by the path that `pathOf` gives it: 'InfoStruct.MsgInfo.Level0.EntriesRead'. Undefined where it
   * is not there; of a pointer what it leads to, and its own bytes where that is nothing.
   */
  place(path: string): NdrPlace | undefined {
    const { tape } = this.#walk;
    const name = /([^.[\]]+)(?:\[\d+\])?$/.exec(path)?.[1];
    let pointer: NdrPlace | undefined;
    for (let node = 0; node < tape.count; node++) {
      const definition = this.#definitions[tape.definition(node)]!;
      if (definition.role === 'aside' || definition.role === 'referent' || definition.role === 'parameter') continue;
      if (definition.name !== name && definition.name !== '') continue;
      if (pathOf(tape, this.#definitions, node) !== path) continue;
      const place = { field: definition.field, start: tape.start(node), end: tape.end(node) };
      if (definition.role !== 'pointer') return place;
      pointer ??= place;
    }
    return pointer;
  }

  /** The procedure's result, where it is a number that was read, with the name that its field has for it. */
  get result(): NdrResult | undefined {
    const { tape } = this.#walk;
    for (let node = 0; node < tape.count; node = tape.next(node)) {
      const { role, name } = this.#definitions[tape.definition(node)]!;
      if (role !== 'parameter' || name !== 'return') continue;
      // Padding may stand before it.
      for (let at = node + 1; at < tape.next(node); at = tape.next(at)) {
        const definition = this.#definitions[tape.definition(at)]!;
        if (definition.role !== 'uint' && definition.role !== 'int') continue;
        const value = Number(plainValue(definition, this.#bytes, tape.start(at), tape.end(at), this.#walk.little, 0));
        return { value, name: definition.field && nameOf(definition.field, value) };
      }
    }
    return undefined;
  }

  /** The result's number. */
  get returned(): number | undefined {
    return this.result?.value;
  }

  /** The bytes of a parameter that is one text or blob: a view, gone with the packet. */
  bytesOf(parameter: string): Uint8Array | undefined {
    const { tape } = this.#walk;
    for (let node = 0; node < tape.count; node = tape.next(node)) {
      const { role, name } = this.#definitions[tape.definition(node)]!;
      if (role !== 'parameter' || name !== parameter) continue;
      for (let at = node + 1; at < tape.next(node); at = tape.next(at)) {
        const { role: kind } = this.#definitions[tape.definition(at)]!;
        if (kind === 'narrow' || kind === 'wide' || kind === 'bytes')
          return this.#bytes.subarray(tape.start(at), tape.end(at));
      }
    }
    return undefined;
  }

  /** Arguments as plain values by parameter, the result as 'return'. */
  arguments(limits?: ArgumentLimits): Record<string, PlainValue> {
    const plain = new PlainArguments();
    this.visit(plain, limits);
    return plain.all;
  }

  /** Tells the arguments one by one. */
  visit(visitor: ArgumentVisitor, limits?: ArgumentLimits): void {
    this.#arguments.visit(this.#definitions, this.#bytes, this.#walk.little, visitor, limits);
  }

  /** Bytes at the stub's end that nothing was made of. */
  get undecoded(): number {
    return this.#walk.unread;
  }

  /** What a response's walk may need of this request. */
  get inputs(): NdrInputs {
    return this.#walk.values.slice(0, this.procedure?.slots ?? 0);
  }
}
