import type { Field } from '../../model/field.ts';
import type { IdlInterface, IdlProcedure, IdlSchema } from '../idl/schema.ts';
import { Compiler } from './compile.ts';
import type { Definition } from './definition.ts';
import type { ParameterPlan, ProcedurePlan } from './plan.ts';
import { Planner } from './planner.ts';
import { type Refinements, Refiner } from './refine.ts';
import { type NdrSyntax, RULES } from './rules.ts';
import type { Step } from './walk.ts';

export interface NdrInterfaceOptions {
  /** First part of its fields' names; the interface's name where it is left out. */
  readonly prefix?: string;
  /** What IDL cannot say, by path; a path that matches nothing is an error. */
  readonly refine?: Refinements;
  /** Of an IDL that has only some of the operations: their numbers, in its order. */
  readonly opnums?: readonly number[];
}

/** One parameter's step with the definition of its segment. */
export interface ParameterStep {
  readonly definition: number;
  readonly step: Step;
}

export class NdrProcedure {
  readonly interface: NdrInterface;
  readonly idl: IdlProcedure;
  readonly opnum: number;
  readonly #plan: ProcedurePlan;
  readonly #steps = new Map<string, readonly ParameterStep[]>();

  constructor(owner: NdrInterface, idl: IdlProcedure, opnum: number, plan: ProcedurePlan) {
    this.interface = owner;
    this.idl = idl;
    this.opnum = opnum;
    this.#plan = plan;
  }

  get name(): string {
    return this.idl.name;
  }

  /** Numbers that its expressions ask for. */
  get slots(): number {
    return this.#plan.slots;
  }

  /** Made at first use. */
  steps(syntax: NdrSyntax, direction: 'request' | 'response'): readonly ParameterStep[] {
    const key = syntax + direction;
    let steps = this.#steps.get(key);
    if (!steps) {
      const compiler = this.interface.compiler(syntax);
      const plans: readonly ParameterPlan[] = direction === 'request' ? this.#plan.in : this.#plan.out;
      steps = plans.map(({ definition, of }) => ({ definition, step: compiler.parts(of).outer }));
      this.#steps.set(key, steps);
    }
    return steps;
  }
}

/** An RPC interface as it is dissected: its fields, and its procedures by number. */
export class NdrInterface {
  readonly schema: IdlSchema;
  readonly idl: IdlInterface;
  readonly name: string;
  readonly uuid: string;
  readonly version: IdlInterface['version'];
  readonly procedures: ReadonlyMap<number, NdrProcedure>;
  readonly callbacks: ReadonlyMap<number, NdrProcedure>;
  /** Every field its stubs may show, but for those that all interfaces share (`ndrFields`). */
  readonly fields: readonly Field[];
  readonly definitions: readonly Definition[];
  /** Some of its bytes are another protocol's. */
  readonly carries: boolean;
  /** Some of its operations take or give context handles. */
  readonly hasHandles: boolean;
  readonly #compilers = new Map<NdrSyntax, Compiler>();

  constructor(schema: IdlSchema, idl: IdlInterface, options: NdrInterfaceOptions) {
    const refiner = new Refiner(options.refine ?? {});
    const planner = new Planner(schema, options.prefix ?? idl.name, refiner);
    const all = (list: readonly IdlProcedure[], opnums?: readonly number[]): Map<number, NdrProcedure> =>
      new Map(
        list.map((it, i) => {
          const opnum = opnums?.[i] ?? it.opnum;
          return [opnum, new NdrProcedure(this, it, opnum, planner.procedure(it))];
        }),
      );
    this.schema = schema;
    this.idl = idl;
    this.name = idl.name;
    this.uuid = idl.uuid;
    this.version = idl.version;
    this.procedures = all(idl.procedures, options.opnums);
    this.callbacks = all(idl.callbacks);
    this.fields = planner.fields;
    this.definitions = planner.definitions;
    this.hasHandles = planner.definitions.some(({ role }) => role === 'context');
    this.carries = planner.definitions.some(({ carries }) => typeof carries === 'object');
    const unused = refiner.unused();
    if (unused.length > 0) throw new Error(`${idl.name}: nothing is called ${unused.join(', ')}`);
  }

  compiler(syntax: NdrSyntax): Compiler {
    let compiler = this.#compilers.get(syntax);
    if (!compiler) {
      compiler = new Compiler(RULES[syntax]);
      this.#compilers.set(syntax, compiler);
    }
    return compiler;
  }
}

/** An interface of a schema, with its fields; `name` may be left out where there is only one. */
export function ndrInterface(schema: IdlSchema, name?: string, options: NdrInterfaceOptions = {}): NdrInterface {
  const found = name === undefined ? schema.interfaces[0] : schema.interfaces.find((it) => it.name === name);
  if (!found) throw new Error(`${schema.file}: there is no interface ${name ?? ''}`.trim());
  return new NdrInterface(schema, found, options);
}
