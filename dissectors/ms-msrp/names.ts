import { type Anchor, type Dissection, type NdrStub, type PlainValue, stateKey } from '#sdk';
import type { Call, Stub } from '../dcerpc/keys.ts';
import { METHODS, type NameAnswer, type NameAsked, nameCall } from './keys.ts';
import { begun, forget, keyOf, learn, NERR, snapshot, tableOf, unread } from './name-table.ts';

/** Calls of msgsvc and their answers, as rules and the name table want them (MS-MSRP 3.1.4). */

const requests = stateKey<WeakMap<Call, NameAsked>>(() => new WeakMap());
/** What the last enumeration of a connection said: where the next one goes on. */
const resumed = stateKey<{ handle: number | null | undefined }>(() => ({ handle: null }));

/** As much as an enumeration of a full table needs. */
const ARGUMENTS = { values: 8192, length: 1024, depth: 16 };

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
  const table = tableOf(d, call);
  const changes = method === 'add' || method === 'del';
  if (request) {
    // A part of a name would be another name.
    const asked = whole ? askedIn(args, at, method === 'enum', flow.state(resumed).handle) : undefined;
    if (asked) flow.state(requests).set(call, asked);
    if (changes) begun(d, table, call, asked?.key);
    if (method === 'enum') flow.state(resumed).handle = undefined;
    return;
  }
  const asked = flow.peek(requests)?.get(call);
  const status = read.returned;
  // What is left over shows that something was read amiss: then the result is none, either.
  if (!asked || !whole || status === undefined || read.undecoded > 0) return unread(table, call);
  const answer = answerIn(args, asked, status, at);
  d.observe(nameCall, { call, method, asked, answer, table: snapshot(table, call, asked, answer) });
  learn(d, table, call, asked, answer);
  if (method === 'enum') {
    const goesOn = status === NERR.bufTooSmall || status === NERR.moreData;
    flow.state(resumed).handle = goesOn ? answer.resume : null;
  }
}

/** A sealed stub: what it did to the names nobody knows. */
export function sealedNames(d: Dissection, { call }: Stub): void {
  if (METHODS[call.opnum] === 'add' || METHODS[call.opnum] === 'del') forget(tableOf(d, call));
}

function askedIn(
  args: Args,
  at: (path: string) => Anchor,
  isEnum: boolean,
  lastResume: number | null | undefined,
): NameAsked {
  const name = textIn(args['MsgName']);
  const struct = args['InfoStruct'];
  return {
    server: args['ServerName'] === null ? null : textIn(args['ServerName']),
    name,
    key: name === undefined ? undefined : keyOf(name),
    level: numberIn(isEnum ? within(struct, 'Level') : args['Level']),
    prefMaxLen: numberIn(args['PrefMaxLen']),
    resume: args['ResumeHandle'] === null ? null : numberIn(args['ResumeHandle']),
    lastResume,
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
