import { argumentText, findAttribute, kept, pointerDefault } from './attributes.ts';
import { Declarations, type Scope } from './declarations.ts';
import { Names } from './names.ts';
import { parseFile } from './parser.ts';
import { ROOTS } from './predefined.ts';
import { Preprocessor } from './preprocess.ts';
import { IdlError, type IdlWarning, type Warn } from './problem.ts';
import { TokenReader } from './reader.ts';
import type { IdlInterface, IdlParameter, IdlProcedure, IdlSchema, TypeId } from './schema.ts';
import { byValue, memorySize } from './size.ts';
import type { SyntaxFile, SyntaxInterface, SyntaxMember, SyntaxProcedure } from './syntax.ts';
import { Types } from './types.ts';

export interface IdlOptions {
  /** Name of the text in messages. */
  readonly file?: string;
  /** Text of an imported or included file; undefined where it is not at hand. */
  readonly resolve?: (name: string) => string | undefined;
  /** Preprocessor constants. */
  readonly defines?: Readonly<Record<string, string>>;
}

/**
 * Reads an IDL text (C706 chapter 6 with Microsoft's extensions) into a schema. What compilers and their users put up
 * with is repaired and listed in `warnings`; what cannot be repaired throws an IdlError with its place.
 */
export function readIdl(text: string, options: IdlOptions = {}): IdlSchema {
  return new Check(options).run(text);
}

class Check {
  readonly #warnings: IdlWarning[] = [];
  readonly #warn: Warn = (place, message) => void this.#warnings.push({ place, message });
  readonly #options: IdlOptions;
  readonly #declarations = new Declarations(this.#warn);
  readonly #names = new Names(this.#declarations, this.#warn);
  readonly #types = new Types(this.#names, this.#warn);
  readonly #built = new Map<SyntaxInterface, IdlInterface>();
  readonly #read = new Set<string>();

  constructor(options: IdlOptions) {
    this.#options = options;
  }

  run(text: string): IdlSchema {
    const file = this.#options.file ?? 'idl';
    this.#read.add(file);
    this.#collect(this.#parse(text, file), true);
    this.#names.settle();
    this.#declarations.sizeof = ({ type, pointer }) => {
      const member = {
        type,
        name: '',
        levels: pointer ? [{ kind: 'pointer' } as const] : [],
        attributes: [],
        place: type.place,
      };
      return memorySize(this.#types.table, this.#types.declared(member, 'embedded', NOWHERE, []));
    };
    const interfaces = this.#declarations.own.filter((it) => !isLocal(it)).map((it) => this.#interface(it));
    this.#recursion();
    return {
      file,
      interfaces,
      types: this.#types.table,
      constants: this.#declarations.constants(),
      warnings: this.#warnings,
    };
  }

  #parse(text: string, file: string): SyntaxFile {
    const preprocessor = new Preprocessor(
      this.#options.defines ?? {},
      (name) => {
        const found = this.#options.resolve?.(name);
        return found === undefined ? undefined : { file: name, text: found };
      },
      this.#warn,
    );
    return parseFile(new TokenReader(preprocessor.run(text, file), this.#warn));
  }

  #collect(file: SyntaxFile, own: boolean): void {
    this.#declarations.collect(
      file,
      (it) => scopeOf(it),
      (name, place) => {
        if (this.#read.has(name)) return;
        this.#read.add(name);
        const text = this.#options.resolve?.(name);
        if (text !== undefined) this.#collect(this.#parse(text, name), false);
        else if (!this.#names.imports(name)) this.#warn(place, `"${name}" is not at hand; what it declares is missing`);
      },
      own,
    );
  }

  #interface(it: SyntaxInterface): IdlInterface {
    const known = this.#built.get(it);
    if (known) return known;
    const { attributes, name } = it;
    const scope = this.#declarations.scope(it);
    const object = findAttribute(attributes, 'object') !== undefined;
    const uuid = findAttribute(attributes, 'uuid');
    const id = uuid?.arguments?.[0]?.[0];
    if (uuid && id?.kind !== 'uuid' && !/^\{?[0-9a-f-]{36}\}?$/i.test(id?.text ?? '')) {
      throw new IdlError(id?.place ?? uuid.place, `expected a UUID, found '${argumentText(uuid)}'`);
    }
    if (!uuid) this.#warn(it.place, `the interface '${name}' has no UUID`);
    const [major = '0', minor = '0'] = (argumentText(findAttribute(attributes, 'version')) || '0.0').split('.');
    const inherited = this.#inherited(it);
    const procedures = [...inherited.procedures];
    const callbacks: IdlProcedure[] = [];
    const locals = new Map<string, number>();
    let opnum = inherited.count;
    for (const procedure of it.procedures) {
      const isCallback = findAttribute(procedure.attributes, 'callback') !== undefined;
      if (findAttribute(procedure.attributes, 'local')) {
        // A local method of an object has its place in the table, which its [call_as] counterpart takes (MIDL).
        if (object) locals.set(procedure.name, opnum++);
        continue;
      }
      const stands = locals.get(argumentText(findAttribute(procedure.attributes, 'call_as')));
      if (isCallback) callbacks.push(this.#procedure(procedure, callbacks.length, scope, false));
      else procedures.push(this.#procedure(procedure, stands ?? opnum++, scope, object));
    }
    const built: IdlInterface = {
      name,
      uuid: (id?.text ?? '').toLowerCase().replace(/[{}]/g, ''),
      version: { major: Number(major), minor: Number(minor) },
      endpoints: (findAttribute(attributes, 'endpoint')?.arguments ?? []).map((tokens) => tokens[0]?.text ?? ''),
      object,
      base: it.base?.name,
      attributes: kept(attributes),
      procedures: procedures.sort((a, b) => a.opnum - b.opnum),
      callbacks,
    };
    this.#built.set(it, built);
    return built;
  }

  /** The procedures that come from the interface this one is derived from. */
  #inherited({ name, base }: SyntaxInterface): { procedures: readonly IdlProcedure[]; count: number } {
    if (!base) return { procedures: [], count: 0 };
    const root = ROOTS[base.name];
    if (root !== undefined) return { procedures: [], count: root };
    const found = this.#declarations.interfaces.get(base.name);
    if (!found) {
      this.#warn(base.place, `'${base.name}' is not declared; the procedures of '${name}' are numbered from 3`);
      return { procedures: [], count: 3 };
    }
    if (found.name === name) throw new IdlError(base.place, `the interface '${name}' inherits from itself`);
    const { procedures } = this.#interface(found);
    return { procedures, count: (procedures.at(-1)?.opnum ?? -1) + 1 };
  }

  #procedure(it: SyntaxProcedure, opnum: number, scope: Scope, object: boolean): IdlProcedure {
    const parameters = it.parameters
      .filter(({ type, levels }) => type.kind !== 'base' || type.base !== 'void' || levels.length > 0)
      .map((parameter) => this.#parameter(parameter, it, scope));
    if (object) {
      parameters.unshift(this.#implied('ORPCTHIS', true), this.#implied('ORPCTHAT', false));
    }
    const result: SyntaxMember = {
      type: it.returns,
      name: it.name,
      levels: it.levels,
      attributes: it.attributes,
      place: it.place,
    };
    const isVoid = it.returns.kind === 'base' && it.returns.base === 'void' && it.levels.length === 0;
    const returns = isVoid ? undefined : this.#types.declared(result, 'result', scope, it.parameters);
    const nothing = returns === undefined || this.#isVoid(returns);
    return {
      name: it.name,
      opnum,
      parameters,
      returns: nothing ? undefined : returns,
      attributes: kept(it.attributes),
    };
  }

  #isVoid(id: TypeId): boolean {
    const type = this.#types.table[this.#types.strip(id)]!;
    return type.kind === 'base' && type.base === 'void';
  }

  #parameter(it: SyntaxMember, procedure: SyntaxProcedure, scope: Scope): IdlParameter {
    const { attributes, name } = it;
    const type = this.#types.declared(it, 'parameter', scope, procedure.parameters);
    const isOut = findAttribute(attributes, 'out') !== undefined || findAttribute(attributes, 'retval') !== undefined;
    const isIn = findAttribute(attributes, 'in') !== undefined;
    const hidden = findAttribute(attributes, 'comm_status') ?? findAttribute(attributes, 'fault_status');
    const sent = !hidden && !this.#isHandle(type);
    if (sent && !isIn && !isOut) this.#warn(it.place, `'${name}' is neither [in] nor [out]; taken as [in]`);
    return { name, type, in: isIn || !isOut, out: isOut, sent, attributes: kept(attributes) };
  }

  /** A binding handle is not sent, whatever points to it. */
  #isHandle(id: TypeId): boolean {
    const type = this.#types.table[this.#types.strip(id)]!;
    return type.kind === 'pointer' ? this.#isHandle(type.to) : type.kind === 'base' && type.base === 'handle';
  }

  /** What DCOM adds to every call (MS-DCOM 2.2.13.3, 2.2.13.4). */
  #implied(name: 'ORPCTHIS' | 'ORPCTHAT', isIn: boolean): IdlParameter {
    const place = { file: 'ms-dcom.idl', line: 1, column: 1 };
    const member: SyntaxMember = { type: { kind: 'name', name, place }, name, levels: [], attributes: [], place };
    const type = this.#types.declared(member, 'parameter', NOWHERE, []);
    return { name, type, in: isIn, out: !isIn, sent: true, attributes: [] };
  }

  /** Nothing can hold itself by value. */
  #recursion(): void {
    const { table } = this.#types;
    const state = new Uint8Array(table.length);
    const visit = (id: TypeId): void => {
      if (state[id] === 2) return;
      if (state[id] === 1) {
        const type = table[id]!;
        const place = this.#types.placeOf(id) ?? { file: this.#options.file ?? 'idl', line: 1, column: 1 };
        throw new IdlError(place, `'${'name' in type ? type.name : ''}' contains itself: expected a pointer`);
      }
      state[id] = 1;
      for (const inner of byValue(table[id]!)) visit(inner);
      state[id] = 2;
    };
    for (let id = 0; id < table.length; id++) visit(id);
  }
}

const NOWHERE: Scope = { pointerDefault: 'unique', msUnion: false };

const scopeOf = ({ attributes }: SyntaxInterface): Scope => ({
  pointerDefault: pointerDefault(attributes),
  msUnion: findAttribute(attributes, 'ms_union') !== undefined,
});

const isLocal = ({ attributes }: SyntaxInterface): boolean => findAttribute(attributes, 'local') !== undefined;
