import {
  type ByteWriter,
  type Dissection,
  type Field,
  field,
  type IdlSchema,
  idlFile,
  type Layer,
  type NdrInterface,
  type NdrProcedure,
  NdrStub,
  ndrFields,
  ndrInterface,
  type Protocol,
  protocol,
  type Refinements,
} from '#sdk';
import { followFirst, followHandles, handleFields } from './handles.ts';
import { type RpcInterface, rpcStub, type Stub } from './keys.ts';
import { longFrame, stubData } from './layout.ts';
import { beginStub, cursorOver, guessSyntax, isUndescribed, leftOver, readingOf, takeRest } from './stub.ts';
import { tellArguments } from './telling.ts';

/** Names by opnum. */
type Operations = readonly (string | undefined)[];

interface Named {
  uuid: string;
  /** Major version; several versions of an interface are several interfaces. */
  version?: number;
  /** Filter name, Wireshark's where it has one: 'srvsvc'. */
  name: string;
  /** First part of its fields' names, where that is not the filter name. */
  prefix?: string;
  /** The Protocol column. */
  label: string;
  title: string;
  document: string;
  /** Fields beside those of its arguments. */
  fields?: readonly Field[];
}

/** An interface of which only names are known, or that reads its stubs by itself. */
export interface InterfaceOptions extends Named {
  /** Names by opnum; a function is asked when the first is needed. */
  operations: Operations | (() => Operations);
  /** Reads a stub's arguments; without it the stub is shown as bytes. */
  read?: (d: Dissection, stub: Stub) => void;
}

export interface IdlInterfaceOptions extends Named {
  /** Its IDL: a file beside the source, read when it is first needed, or a schema at hand. */
  idl: URL | IdlSchema;
  /** Of an IDL that has only some of the operations: their numbers, in its order; and the names of all. */
  opnums?: readonly number[];
  operations?: () => Operations;
  /** Which of the IDL's interfaces it is; the first unless said otherwise. */
  of?: string;
  refine?: Refinements;
  /** The same interface as another text has it, for operations that this one leaves out (MS-LSAD's and MS-LSAT's). */
  beside?: RpcInterface | undefined;
  /** Another name of the operation's number. */
  opnumAlias?: Field;
  /** Asks whether anybody needs the arguments for more than showing them … */
  needs?: (d: Dissection) => boolean;
  /** … and sees each stub that was read, before the next one is. */
  tells?: (d: Dissection, stub: Stub, read: NdrStub, whole: boolean) => void;
  /** Hears of a stub that nobody can read, because it is sealed. */
  sealed?: (d: Dissection, stub: Stub) => void;
  /** Its arguments may hold passwords. */
  guarded?: boolean;
  /** What it says decides how other calls are read. */
  informs?: boolean;
  /** Hears that a call is over. */
  over?: NonNullable<RpcInterface['over']>;
}

/** An interface as a protocol: its layer is a call's stub, its one sure field the operation. */
export function rpcInterface(options: InterfaceOptions): RpcInterface {
  const { name, prefix = name, label, title, read } = options;
  let names = typeof options.operations === 'function' ? undefined : options.operations;
  const operations = (): Operations => {
    names ??= typeof options.operations === 'function' ? options.operations() : options.operations;
    return names;
  };
  const opnum = operationField(prefix, operations);
  const made = protocol({
    name,
    label,
    title,
    fields: [opnum, stubData, ...(options.fields ?? [])],
    carries: () => [],
    dissect(d) {
      const stub = beginStub(d, opnum);
      if (!stub) return;
      if (read) read(d, stub);
      takeRest(d, stub);
    },
    info(layer, _packet, out) {
      const stub = layer.note as Stub | undefined;
      if (stub) writeOperation(operations(), stub, out);
    },
    summary: (layer, _packet, out) => writeSummary(operations, layer, out),
  });
  return asInterface(options, operations, made);
}

/** An interface as its IDL describes it. The IDL is read when a stub, or one of its fields' names, asks for it. */
export function idlInterface(options: IdlInterfaceOptions): RpcInterface {
  const { name, prefix = name, label, title, refine = {}, opnumAlias } = options;
  const { needs, tells, beside } = options;
  let made: NdrInterface | undefined;
  const ndr = (): NdrInterface => {
    if (made) return made;
    const schema = options.idl instanceof URL ? idlFile(options.idl) : options.idl;
    const { opnums } = options;
    made = ndrInterface(schema, options.of, { prefix, refine, ...(opnums ? { opnums } : {}) });
    return made;
  };
  let names: (string | undefined)[] | undefined;
  const operations = (): (string | undefined)[] => {
    if (names) return names;
    names = [...(options.operations?.() ?? beside?.operations ?? [])];
    for (const [number, procedure] of ndr().procedures)
      if (names[number] === undefined || !isUndescribed(procedure)) names[number] = procedure.name;
    return names;
  };
  const procedureOf = (number: number): NdrProcedure | undefined => {
    const own = ndr().procedures.get(number);
    return own && !isUndescribed(own) ? own : (beside?.procedure?.(number) ?? own);
  };
  const opnum = operationField(prefix, operations);
  /** Names that do not begin with the prefix. */
  const aliases = new Set(
    Object.values(refine)
      .flatMap((it) => [...(it.aliases ?? []), ...(it.bits ?? [])])
      .map(({ abbrev }) => abbrev),
  );
  /** Serves all stubs in turn: those that are dissected, and those that the Info column tells of. */
  let reader: NdrStub | undefined;
  /** The layer whose stub it read last, and in which frame; 0 for no frame in particular. */
  let readOf: Layer | undefined;
  let readIn = 0;
  const readerOf = (layer: Layer, frame: number): NdrStub => {
    reader ??= new NdrStub();
    readOf = layer;
    readIn = frame;
    return reader;
  };

  const sealedIn = (d: Dissection): void => {
    const stub = d.layer.note as Stub | undefined;
    if (stub?.sealed && !d.quoted && needs?.(d)) options.sealed?.(d, stub);
  };

  const itself = protocol({
    name,
    label,
    title,
    fields: [
      opnum,
      ...(opnumAlias ? [opnumAlias] : []),
      stubData,
      longFrame,
      ...ndrFields,
      ...handleFields,
      ...(options.fields ?? []),
    ],
    later: {
      may: (abbrev) => abbrev.startsWith(`${prefix}.`) || SHARED.has(abbrev) || aliases.has(abbrev),
      get made() {
        return made !== undefined;
      },
      fields: () => [...ndr().fields, ...(beside?.protocol.later?.fields() ?? [])],
    },
    informs: options.informs ?? false,
    carries: () => Object.values(refine).flatMap(({ carries }) => (typeof carries === 'object' ? [carries] : [])),
    dissect(d) {
      const stub = beginStub(d, opnum);
      if (!stub) return sealedIn(d);
      const { call, request } = stub;
      if (opnumAlias) d.generate(opnumAlias, call.opnum);
      const procedure = procedureOf(call.opnum);
      if (!procedure || isUndescribed(procedure)) {
        followFirst(d, request);
        return takeRest(d, stub);
      }
      if (stub.ndr64 === undefined && d.left > 0 && d.promised <= d.end) {
        stub.ndr64 = guessSyntax(readerOf(d.layer, 0), procedure, stub, d.layer, d.at);
        if (stub.ndr64 === undefined) return takeRest(d, stub);
      }
      const keepsInputs = request && procedure.slots > 0;
      const told = !d.quoted && (d.watched(rpcStub) || needs?.(d));
      if (!d.recording && !told && !keepsInputs && !ndr().carries) return;
      const read = readerOf(d.layer, d.packet.number);
      const start = d.at;
      let whole = false;
      try {
        read.dissect(d, procedure, readingOf(stub));
        whole = true;
      } finally {
        followHandles(d, read, request);
        if (keepsInputs) call.inputs = read.inputs;
        if (!request) {
          call.status = read.result?.value;
          call.statusName = read.result?.name;
        }
        const over = leftOver(stub, d.layer, read.undecoded);
        call.undecoded += over;
        if (over > 0) d.generate(longFrame, true);
        if (told) {
          tells?.(d, stub, read, whole);
          const { trailer, ndr64 = false } = stub;
          const anchor = (of: Field | undefined, from: number, to: number) => d.anchor(of, from, to);
          d.observe(rpcStub, {
            call,
            request,
            procedure,
            ndr64,
            trailer,
            stub: read,
            whole,
            short: !whole && d.layer.promised <= d.layer.end,
            start,
            end: d.end,
            anchor,
          });
        }
        if (d.at < start) d.at = start;
      }
    },
    info(layer, packet, out) {
      const stub = layer.note as Stub | undefined;
      if (!stub) return;
      writeOperation(operations(), stub, out);
      const procedure = procedureOf(stub.call.opnum);
      if (!procedure || stub.ndr64 === undefined) return;
      const isRead = layer === readOf && packet.number === readIn;
      const read = readerOf(layer, packet.number);
      try {
        if (!isRead) read.read(cursorOver(layer, layer.start), procedure, readingOf(stub));
      } catch {
        // Cut short or malformed: the layer says so, and what was read is told.
      }
      tellArguments(read, out);
    },
    summary: (layer, _packet, out) => writeSummary(operations, layer, out),
  });
  const { guarded = false, over } = options;
  return asInterface(options, operations, itself, { procedure: procedureOf, guarded, ...(over ? { over } : {}) });
}

/** What those have of it who route calls. The names of its operations may have to be read first: only who asks for them pays. */
const asInterface = (
  { uuid, version = 1, label, document }: Named,
  operations: () => Operations,
  made: Protocol,
  more: Partial<RpcInterface> = {},
): RpcInterface => ({
  uuid: uuid.toLowerCase(),
  version,
  label,
  document,
  get operations() {
    return operations();
  },
  protocol: made,
  ...more,
});

/** Fields whose labels the interface makes: they are many under one name. */
const SHARED: ReadonlySet<string> = new Set([
  'dcerpc.referent_id',
  'dcerpc.referent_id64',
  'dcerpc.null_pointer',
  'dcerpc.array',
  'dcerpc.pipe',
]);

const operationField = (name: string, operations: () => Operations): Field =>
  field(`${name}.opnum`, 'Operation', 'uint', { size: 2, generated: true, names: (n) => operations()[n] });

const operationName = (operations: Operations, { call }: Stub): string =>
  operations[call.opnum] ?? `opnum ${call.opnum}`;

function writeOperation(operations: Operations, stub: Stub, out: ByteWriter): void {
  out.utf8(operationName(operations, stub));
  out.ascii(stub.request ? ' request' : ' response');
}

function writeSummary(operations: () => Operations, { note }: Layer, out: ByteWriter): void {
  if (note) out.utf8(`, ${operationName(operations(), note as Stub)}`);
}
