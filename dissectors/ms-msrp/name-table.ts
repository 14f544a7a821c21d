import { type Dissection, type Flow, limits, stateKey } from '#sdk';
import type { Call } from '../dcerpc/keys.ts';
import { type KnownName, type KnownTable, METHODS, type NameAnswer, type NameAsked } from './keys.ts';

/**
 * What a message server's name table holds, as its answers tell (MS-MSRP 3.1.1, 3.1.4). Names that were there before the
 * capture are unknown until an answer speaks of them; so are those that a call may have changed whose answer is not, or
 * not yet, there to be read.
 */

export const NERR = {
  success: 0,
  invalidLevel: 0x7c,
  bufTooSmall: 0x84b,
  internalError: 0x85c,
  alreadyExists: 0x8e4,
  tooManyNames: 0x8e5,
  delComputerName: 0x8e6,
  notLocalName: 0x8ed,
  incompleteDel: 0x8fb,
  moreData: 0xea,
} as const;

/** ERROR_ACCESS_DENIED and ERROR_INVALID_NAME: the table was not looked at. */
const UNTOUCHED: ReadonlySet<number> = new Set([0x05, 0x7b]);

/** A table's names by key; the oldest knowledge goes when there is too much. */
interface Table {
  readonly names: Map<string, KnownName>;
  /** Every name is known: a whole enumeration was seen. */
  complete: boolean;
  /** The computer's name, once an answer has said which that is. */
  computer: string | undefined;
  /** The answer that said that there is no room for another name; undefined since a name was deleted, too. */
  full: number | undefined;
  /** Names of which an answer said that they are still there after their deletion: the frame. */
  readonly pending: Map<string, number>;
  /** Adds and deletions that wait for their answers, with the name; undefined where that could not be read. */
  readonly underWay: Map<Call, string | undefined>;
}

const newTable = (): Table => ({
  names: new Map(),
  complete: false,
  computer: undefined,
  full: undefined,
  pending: new Map(),
  underWay: new Map(),
});

/** By server's address: all connections to one speak of the same table. */
const tables = stateKey<Map<string, Table>>(() => new Map());
/** Gaps of a connection that its table has heard of; one that began before the capture has said what nobody heard. */
const gaps = stateKey<{ heard: number }>(() => ({ heard: 0 }));

const PADDED = 15;

/** A name as the table has it: upper case, fifteen characters, blanks behind them left out (2.2.2.1). */
export const keyOf = (name: string): string => name.toUpperCase().slice(0, PADDED).replace(/ +$/, '');

/** The table of the server that a call is for. */
export function tableOf(d: Dissection, call: Call): Table {
  const known = d.shared(tables);
  const address = serverOf(call.flow, call.direction);
  const table = known.get(address) ?? newTable();
  known.delete(address);
  known.set(address, table);
  if (known.size > limits.nameTables) {
    known.delete(known.keys().next().value!);
    d.reached('nameTables');
  }
  const { connection } = call.flow;
  const state = connection.state(gaps);
  const now =
    connection.sides[0].gaps + connection.sides[1].gaps + (connection.gaps ? 1 : 0) + (connection.fromStart ? 0 : 1);
  if (now > state.heard) forget(table);
  state.heard = now;
  return table;
}

const serverOf = (flow: Flow, direction: 0 | 1): string => `${flow.addresses[direction === 0 ? 1 : 0]}`;

/** Something may have happened to any name. */
export function forget(table: Table): void {
  table.names.clear();
  table.pending.clear();
  table.complete = false;
  table.full = undefined;
}

/** A call was sent that may change a name. */
export function begun(d: Dissection, table: Table, call: Call, key: string | undefined): void {
  table.underWay.set(call, key);
  if (table.underWay.size <= limits.calls) return;
  table.underWay.delete(table.underWay.keys().next().value!);
  forget(table);
  d.reached('calls');
}

/** Its answer cannot be read: whether it was done nobody knows. */
export function unread(table: Table, call: Call): void {
  if (!table.underWay.has(call)) return;
  const key = table.underWay.get(call);
  table.underWay.delete(call);
  if (key === undefined) return forget(table);
  lose(table, key);
  table.full = undefined;
}

function lose(table: Table, key: string): void {
  table.names.delete(key);
  table.pending.delete(key);
  table.complete = false;
}

/** No other call is under way that may change it. */
function isAlone(table: Table, key: string, but: Call | undefined): boolean {
  for (const [call, name] of table.underWay) if (call !== but && (name === undefined || name === key)) return false;
  return true;
}

/** What is known of a name, whatever the other calls do that are under way. */
function known(table: Table, key: string, but: Call | undefined): KnownName | undefined {
  if (!isAlone(table, key, but)) return undefined;
  return table.names.get(key) ?? (table.complete ? { held: false, frame: 0 } : undefined);
}

/** What is known before the answer, of the name that is asked for and of those that are listed. */
export function snapshot(table: Table, call: Call, asked: NameAsked, answer: NameAnswer): KnownTable {
  const listed = new Set((answer.names ?? []).map(keyOf));
  const of = (key: string): KnownName | undefined => known(table, key, call);
  const isList = METHODS[call.opnum] === 'enum';
  const mine = asked.key === undefined ? undefined : of(asked.key);
  const quiet = [...table.underWay.keys()].every((it) => it === call);
  return {
    held: mine?.held,
    evidence: mine?.frame || undefined,
    computer: table.computer,
    missing: isList ? [...table.names.keys()].filter((key) => of(key)?.held && !listed.has(key)) : [],
    gone: isList ? [...listed].filter((key) => table.names.has(key) && of(key)?.held === false) : [],
    count: table.complete && quiet ? [...table.names.values()].filter((it) => it.held).length : undefined,
    full: quiet ? table.full : undefined,
    pending: asked.key !== undefined && isAlone(table, asked.key, call) ? table.pending.get(asked.key) : undefined,
  };
}

/** What an answer says of the names. */
export function learn(d: Dissection, table: Table, call: Call, asked: NameAsked, answer: NameAnswer): void {
  const { key, resume } = asked;
  const { status, names, at } = answer;
  const method = METHODS[call.opnum];
  const frame = at('return').frame;
  table.underWay.delete(call);
  const set = (name: string, held: boolean): void => {
    table.names.delete(name);
    table.names.set(name, { held, frame });
    table.pending.delete(name);
    if (table.names.size > limits.messageNames) {
      const oldest: string = table.names.keys().next().value!;
      table.names.delete(oldest);
      table.pending.delete(oldest);
      table.complete = false;
      d.reached('messageNames');
    }
  };
  if (method === 'enum') {
    if (status !== NERR.success && status !== NERR.bufTooSmall) return;
    const whole = status === NERR.success && (resume === 0 || resume === null) && names !== undefined;
    if (whole) {
      table.names.clear();
      table.pending.clear();
      table.complete = true;
    }
    for (const name of names ?? []) set(keyOf(name), true);
    return;
  }
  if (UNTOUCHED.has(status)) return;
  if (key === undefined) {
    if (method !== 'info') forget(table);
    return;
  }
  if (status === NERR.success) {
    set(key, method !== 'del');
    if (method === 'del') table.full = undefined;
  } else if (status === NERR.alreadyExists && method === 'add') set(key, true);
  else if (status === NERR.tooManyNames && method === 'add') {
    table.full = frame;
    set(key, false);
  } else if (status === NERR.notLocalName && method !== 'add') set(key, false);
  else if (status === NERR.delComputerName && method === 'del') table.computer = key;
  else if (status === NERR.incompleteDel && method === 'del') {
    // It is there, and may be gone at any time.
    lose(table, key);
    table.full = undefined;
    table.pending.set(key, frame);
    if (table.pending.size > limits.messageNames) table.pending.delete(table.pending.keys().next().value!);
  } else if (method !== 'info') lose(table, key);
}
