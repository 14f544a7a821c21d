import { type Anchor, type Dissection, limits, type NdrStub, type PlainValue, stateKey } from '#sdk';
import type { Call, Stub } from '../dcerpc/keys.ts';
import { type KnownName, METHODS, type NameAnswer, type NameAsked, nameCall } from './keys.ts';

/**
 * What a message server's name table holds, as its answers tell (MS-MSRP 3.1.1, 3.1.4). Names that were there before the
 * capture are unknown until an answer speaks of them.
 */

export const NERR = {
  success: 0,
  invalidLevel: 0x7c,
  bufTooSmall: 0x84b,
  alreadyExists: 0x8e4,
  delComputerName: 0x8e6,
  notLocalName: 0x8ed,
  moreData: 0xea,
} as const;

/** A table's names by key; the oldest knowledge goes when there is too much. */
interface Table {
  readonly names: Map<string, KnownName>;
  /** Every name is known: a whole enumeration was seen. */
  complete: boolean;
  computer: string | undefined;
  /** Names that calls without an answer so far add or delete: whether they are held nobody knows. */
  readonly pending: Map<Call, string>;
}

const tableOf = (d: Dissection, server: string): Table => {
  const known = d.shared(tables);
  const table = known.get(server) ?? { names: new Map(), complete: false, computer: undefined, pending: new Map() };
  known.delete(server);
  known.set(server, table);
  if (known.size > limits.nameTables) {
    known.delete(known.keys().next().value!);
    d.reached('nameTables');
  }
  return table;
};

/** What a connection lacked when one of its calls was last read: a gap may have held calls that changed the names. */
const lost = stateKey<{ gaps: number }>(() => ({ gaps: 0 }));

function forgetAcrossGap({ connection }: Call['flow'], table: Table): void {
  const gaps = connection.sides[0].gaps + connection.sides[1].gaps;
  const state = connection.state(lost);
  if (gaps === state.gaps) return;
  state.gaps = gaps;
  table.names.clear();
  table.complete = false;
}

/** By server: all connections to one speak of the same table. */
const tables = stateKey<Map<string, Table>>(() => new Map());
const requests = stateKey<WeakMap<Call, NameAsked>>(() => new WeakMap());
/** What the last enumeration of a connection said: where the next one goes on. */
const resumed = stateKey<Resumed>(() => ({ handle: undefined, seen: false, lost: false }));
interface Resumed {
  handle: number | undefined;
  seen: boolean;
  /** The capture cut the answer that gave it. */
  lost: boolean;
}

const PADDED = 15;
/** As much as an enumeration of a full table needs. */
const ARGUMENTS = { values: 8192, length: 1024, depth: 16 };

/** A name as the table has it: upper case, fifteen characters, blanks behind them left out (2.2.2.1). */
export const keyOf = (name: string): string => name.toUpperCase().slice(0, PADDED).replace(/ +$/, '');

type Args = Readonly<Record<string, PlainValue>>;
const numberIn = (value: PlainValue | undefined): number | undefined => (typeof value === 'number' ? value : undefined);
const textIn = (value: PlainValue | undefined): string | undefined =>
  typeof value === 'string' ? value.replace(/\0+$/, '') : undefined;
const within = (value: PlainValue | undefined, name: string): PlainValue | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Args)[name] : undefined;

/** A stub of msgsvc was read. */
export function readNames(d: Dissection, { call, request }: Stub, read: NdrStub, whole: boolean): void {
  const method = METHODS[call.opnum];
  const { flow } = call;
  if (!method || d.quoted) return;
  const args = read.arguments(ARGUMENTS);
  const at = (path: string): Anchor => {
    const place = read.place(path);
    return d.anchor(place?.field, place?.start ?? d.layer.start, place?.end ?? d.layer.end);
  };
  const table = tableOf(d, `${flow.addresses[call.direction === 0 ? 1 : 0]}`);
  forgetAcrossGap(flow, table);
  const cut = !whole && d.layer.promised > d.layer.end;
  if (request) {
    // Of what the capture cut off nothing is said: null is not what was not seen.
    const asked = cut ? undefined : askedIn(args, at, method === 'enum', flow.peek(resumed));
    if (asked) flow.state(requests).set(call, asked);
    if (method === 'add' || method === 'del') begun(d, table, call, asked?.key);
    return;
  }
  const asked = flow.peek(requests)?.get(call);
  const status = read.returned;
  if (cut && method === 'enum') flow.state(resumed).lost = true;
  // What is left over shows that something was read amiss: then the result is none, either.
  if (!asked || status === undefined || read.undecoded > 0) return;
  table.pending.delete(call);
  const answer = answerIn(args, asked, status, at);
  d.observe(nameCall, { call, method, asked, answer, table: snapshot(table, asked, answer, method) });
  learn(d, table, method, asked, answer);
  if (method === 'enum') {
    const state = flow.state(resumed);
    state.seen = true;
    state.lost = false;
    state.handle = status === NERR.bufTooSmall || status === NERR.moreData ? answer.resume : undefined;
  }
}

/** A call that will change a name; without the name, any of them. */
function begun(d: Dissection, table: Table, call: Call, key: string | undefined): void {
  if (key === undefined || table.pending.size >= limits.calls) {
    if (key !== undefined) d.reached('calls');
    table.names.clear();
    table.complete = false;
  } else table.pending.set(call, key);
}

function askedIn(args: Args, at: (path: string) => Anchor, isEnum: boolean, last: Resumed | undefined): NameAsked {
  const name = textIn(args['MsgName']);
  const struct = args['InfoStruct'];
  return {
    server: args['ServerName'] === null ? null : textIn(args['ServerName']),
    name,
    key: name === undefined ? undefined : keyOf(name),
    level: numberIn(isEnum ? within(struct, 'Level') : args['Level']),
    prefMaxLen: numberIn(args['PrefMaxLen']),
    resume: args['ResumeHandle'] === null ? null : numberIn(args['ResumeHandle']),
    lastResume: last?.lost ? 'lost' : last?.handle,
    enumeratedBefore: last?.seen ?? false,
    anchors: {
      name: at('MsgName'),
      level: at(isEnum ? 'InfoStruct.Level' : 'Level'),
      prefMaxLen: at('PrefMaxLen'),
      resume: at('ResumeHandle'),
      server: at('ServerName'),
    },
  };
}

function answerIn(args: Args, { level }: NameAsked, status: number, at: (path: string) => Anchor): NameAnswer {
  const struct = args['InfoStruct'];
  const union = within(struct, 'MsgInfo') ?? struct;
  const arm = within(union, 'Level0') ?? within(union, 'Level1');
  const one = within(union, 'MsgInfo0') ?? within(union, 'MsgInfo1');
  const buffer = within(arm, 'Buffer');
  const empty = numberIn(within(arm, 'EntriesRead')) === 0 ? [] : undefined;
  const names = Array.isArray(buffer) ? buffer.map(nameOf) : empty;
  const which = within(union, 'Level1') !== undefined ? 'Level1' : 'Level0';
  return {
    status,
    level: numberIn(within(struct, 'Level')),
    tag: within(union, 'MsgInfo1') !== undefined ? 1 : within(union, 'MsgInfo0') !== undefined ? 0 : undefined,
    entriesRead: numberIn(within(arm, 'EntriesRead')),
    total: numberIn(args['TotalEntries']),
    resume: numberIn(args['ResumeHandle']),
    names: names?.every((name) => name !== undefined) ? names : undefined,
    info: one === undefined ? undefined : nameOf(one),
    base: one === undefined ? `InfoStruct.MsgInfo.${which}` : `InfoStruct.MsgInfo${level ?? 0}`,
    elements: Array.isArray(buffer) ? buffer : one === undefined || one === null ? [] : [one],
    at,
  };
}

const nameOf = (value: PlainValue): string | undefined =>
  textIn(within(value, 'msgi0_name')) ?? textIn(within(value, 'msgi1_name'));

/** What is known before the answer, of the name that is asked for and of those that are listed. */
function snapshot(table: Table, asked: NameAsked, answer: NameAnswer, method: string) {
  const listed = new Set((answer.names ?? []).map(keyOf));
  const pending = new Set(table.pending.values());
  const held = (key: string | undefined): boolean | undefined =>
    key === undefined || pending.has(key)
      ? undefined
      : (table.names.get(key)?.held ?? (table.complete ? false : undefined));
  const isList = method === 'enum';
  return {
    held: held(asked.key),
    evidence: asked.key === undefined ? undefined : table.names.get(asked.key)?.frame,
    computer: table.computer,
    missing: isList ? [...table.names.keys()].filter((key) => held(key) && !listed.has(key)) : [],
    gone: isList ? [...listed].filter((key) => table.names.has(key) && held(key) === false) : [],
    count: table.complete && pending.size === 0 ? [...table.names.values()].filter((it) => it.held).length : undefined,
  };
}

function learn(
  d: Dissection,
  table: Table,
  method: string,
  { key, resume }: NameAsked,
  { status, names, at }: NameAnswer,
): void {
  const frame = at('return').frame;
  const set = (name: string, held: boolean): void => {
    table.names.delete(name);
    table.names.set(name, { held, frame });
    if (table.names.size > limits.messageNames) {
      table.names.delete(table.names.keys().next().value!);
      table.complete = false;
      d.reached('messageNames');
    }
  };
  if (method === 'enum') {
    if (status !== NERR.success && status !== NERR.bufTooSmall) return;
    const whole = status === NERR.success && (resume === 0 || resume === null) && names !== undefined;
    if (whole) table.names.clear();
    for (const name of names ?? []) set(keyOf(name), true);
    if (whole) table.complete = true;
    return;
  }
  if (key === undefined) return;
  if (status === NERR.success) set(key, method !== 'del');
  else if (status === NERR.alreadyExists && method === 'add') set(key, true);
  else if (status === NERR.notLocalName && method !== 'add') set(key, false);
  else if (status === NERR.delComputerName && method === 'del') {
    set(key, true);
    table.computer = key;
  } else if (method !== 'info') {
    // Whether it was done after all nobody knows.
    table.names.delete(key);
    table.complete = false;
  }
}
