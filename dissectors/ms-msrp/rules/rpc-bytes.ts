/**
 * Examples of RPC: msgsvc on its pipe over SMB2, NetrSendMessage in datagrams. Right in every byte but for what is given.
 */
import { client, type Example, server, type Turn } from '#sdk';
import { MSGSVC, MSGSVCSEND } from '../keys.ts';

const byte = (n: number): string => (n & 0xff).toString(16).padStart(2, '0');
const u16 = (n: number): string => byte(n) + byte(n >>> 8);
export const u32 = (n: number): string => u16(n) + u16(n >>> 16);
const utf16 = (text: string): string => Array.from(text, (c) => u16(c.charCodeAt(0))).join('');
const clean = (hex: string): string => hex.replace(/\s/g, '');
const size = (hex: string): number => clean(hex).length / 2;
const zeros = (n: number): string => '00'.repeat(n);
/** Filled up to a multiple of four bytes. */
const aligned = (hex: string): string => `${hex} ${zeros((4 - (size(hex) % 4)) % 4)}`.trimEnd();

// SMB2 (MS-SMB2 2.2): the pipe is opened, spoken to, and closed with its connection. -----------------------------------

const smb2 = (command: number, mid: number, flags: number, body: string): string =>
  `fe534d42 4000 0100 00000000 ${u16(command)} 0100 ${u32(flags)} 00000000 ${u32(mid)}00000000 00000000 01000000 ` +
  `0100000000000000 ${zeros(16)} ${body}`;
const asked = (command: number, mid: number, body: string): Turn => client(smb2(command, mid, 0, body));
const said = (command: number, mid: number, body: string): Turn => server(smb2(command, mid, 1, body));

const CREATE = 5;
const IOCTL = 11;
const TRANSCEIVE = u32(0x0011c017);
const FILE = `${u32(7)}00000000${u32(7)}00000000`;

const create = (pipe: string): Turn[] => [
  asked(
    CREATE,
    1,
    `3900 00 00 02000000 ${zeros(8)} ${zeros(8)} 9f011200 00000000 03000000 01000000 00000000 ` +
      `7800 ${u16(pipe.length * 2)} 00000000 00000000 ${utf16(pipe)}`,
  ),
  said(CREATE, 1, `5900 00 00 01000000 ${zeros(32)} ${zeros(16)} 80000000 00000000 ${FILE} 00000000 00000000`),
];
const transceive = (mid: number, pdu: string): Turn =>
  asked(
    IOCTL,
    mid,
    `3900 0000 ${TRANSCEIVE} ${FILE} 78000000 ${u32(size(pdu))} 00000000 78000000 00000000 00040000 01000000 00000000 ${pdu}`,
  );
const transceived = (mid: number, pdu: string): Turn =>
  said(
    IOCTL,
    mid,
    `3100 0000 ${TRANSCEIVE} ${FILE} 70000000 00000000 70000000 ${u32(size(pdu))} 00000000 00000000 ${pdu}`,
  );

// DCE/RPC (C706 12.6.4) ------------------------------------------------------------------------------------------------

/** 'a-b-c-d-e' as its 16 bytes. */
function guid(text: string): string {
  const [a = '', b = '', c = '', d = '', e = ''] = text.split('-');
  const turned = (hex: string): string => (hex.match(/../g) ?? []).reverse().join('');
  return turned(a) + turned(b) + turned(c) + d + e;
}

const NDR = `${guid('8a885d04-1ceb-11c9-9fe8-08002b104860')} 02000000`;

const pdu = (type: number, callId: number, body: string): string =>
  `0500 ${byte(type)} 03 10000000 ${u16(16 + size(body))} 0000 ${u32(callId)} ${body}`;
const bind = (uuid: string): string => pdu(11, 1, `b810 b810 00000000 01000000 00000100 ${guid(uuid)} 01000000 ${NDR}`);
const BIND_ACK = pdu(12, 1, `b810 b810 01000000 0c00 5c504950455c6d736773766300 0000 01000000 00000000 ${NDR}`);
const request = (callId: number, opnum: number, stub: string): string =>
  pdu(0, callId, `${u32(size(stub))} 0000 ${u16(opnum)} ${numbered(stub)}`);
const response = (callId: number, stub: string): string =>
  pdu(2, callId, `${u32(size(stub))} 0000 0000 ${numbered(stub)}`);
const faulted = (callId: number, status: number): string =>
  pdu(3, callId, `20000000 0000 00 00 ${u32(status)} 00000000`);

// msgsvc's stubs (MS-MSRP 3.1.4) ---------------------------------------------------------------------------------------

/** A place for a referent id; each of a stub's pointers gets its own (C706 14.3.10). */
const REFERENT = '@'.repeat(8);
const numbered = (stub: string): string => {
  let id = 0x20000;
  return stub.replaceAll(REFERENT, () => u32((id += 4) - 4));
};
/** A [string]: counts, characters with their null. */
const wide = (text: string, nul = true): string => {
  const count = text.length + (nul ? 1 : 0);
  return aligned(`${u32(count)} 00000000 ${u32(count)} ${utf16(text)}${nul ? '0000' : ''}`);
};
const unique = (text: string | null): string => (text === null ? '00000000' : `${REFERENT} ${wide(text)}`);

interface Named {
  readonly server?: string | null;
  readonly name?: string;
  /** Whether a null ends the name. */
  readonly nul?: boolean;
}

const SERVER = '\\\\WORKSTATION';
const named = ({ server: to = SERVER, name = 'ALICE', nul = true }: Named): string =>
  `${unique(to)} ${wide(name, nul)}`;

/** One call: what is asked, and what is answered; a fault's status instead of a stub. */
export interface Exchange {
  readonly opnum: number;
  readonly ask: string;
  readonly answer: string | { readonly fault: number };
  /** Milliseconds until the answer, where it is not at once. */
  readonly wait?: number;
}

export const SUCCESS = 0;
export const add = (it: Named = {}, status = SUCCESS): Exchange => ({ opnum: 0, ask: named(it), answer: u32(status) });
export const del = (it: Named = {}, status = SUCCESS): Exchange => ({ opnum: 3, ask: named(it), answer: u32(status) });

interface Info extends Named {
  readonly level?: number;
  /** Of the answer. */
  readonly tag?: number;
  readonly found?: string;
  readonly flag?: number;
  readonly forward?: string | null;
}

const element = (level: number, flag: number, forward: string | null | undefined): string =>
  level === 0 ? REFERENT : `${REFERENT} ${u32(flag)} ${forward == null ? '00000000' : REFERENT}`;

export const info = (it: Info = {}, status = SUCCESS): Exchange => {
  const { level = 0, tag = level, found = it.name ?? 'ALICE', flag = 0, forward = null } = it;
  const texts = `${wide(found)} ${tag !== 0 && forward !== null ? wide(forward) : ''}`;
  const answer =
    status === SUCCESS ? `${u32(tag)} ${REFERENT} ${element(tag, flag, forward)} ${texts}` : `${u32(tag)} 00000000`;
  return { opnum: 2, ask: `${named(it)} ${u32(level)}`, answer: `${answer} ${u32(status)}` };
};

interface List {
  readonly server?: string | null;
  readonly level?: number;
  readonly prefMaxLen?: number;
  readonly resume?: number | null;
  /** Of the answer. */
  readonly names?: readonly string[];
  readonly answeredLevel?: number;
  readonly entriesRead?: number;
  readonly total?: number;
  readonly resumeAfter?: number | null;
  readonly flag?: number;
  readonly forward?: string | null;
}

const optional = (n: number | null): string => (n === null ? '00000000' : `${REFERENT} ${u32(n)}`);
export const EVERYTHING = 0xffffffff;

export const list = (it: List = {}, status: number | { fault: number } = SUCCESS): Exchange => {
  const { level = 0, names = ['WORKSTATION', 'ALICE'], resume = 0, prefMaxLen = EVERYTHING } = it;
  const { answeredLevel: out = level, resumeAfter = resume === null ? null : 0, flag = 0, forward = null } = it;
  const { entriesRead = names.length, total = names.length } = it;
  const ask = `${unique(it.server === undefined ? SERVER : it.server)} ${u32(level)} ${u32(level)} ${
    level > 1 ? '' : `${REFERENT} 00000000 00000000`
  } ${u32(prefMaxLen)} ${optional(resume)}`;
  if (typeof status === 'object') return { opnum: 1, ask, answer: status };
  const heads = names.map(() => element(out, flag, forward)).join(' ');
  const texts = names.map((name) => `${wide(name)} ${out !== 0 && forward !== null ? wide(forward) : ''}`).join(' ');
  const buffer = names.length > 0 ? `${REFERENT} ${u32(names.length)} ${heads} ${texts}` : '00000000';
  const struct = `${u32(out)} ${u32(out)} ${REFERENT} ${u32(entriesRead)} ${buffer}`;
  return { opnum: 1, ask, answer: `${struct} ${u32(total)} ${optional(resumeAfter)} ${u32(status)}` };
};

/** Calls on the pipe, on a connection to port 445. */
export function onPipe(calls: readonly Exchange[], pipe = 'msgsvc', uuid = MSGSVC): Turn[] {
  const turns = [...create(pipe), transceive(2, bind(uuid)), transceived(2, BIND_ACK)];
  for (const [i, { opnum, ask, answer, wait = 0 }] of calls.entries()) {
    const id = i + 3;
    turns.push(transceive(id, request(id, opnum, ask)));
    const said = typeof answer === 'string' ? response(id, answer) : faulted(id, answer.fault);
    turns.push({ ...transceived(id, said), wait });
  }
  return turns;
}

export const bad = (shows: string, calls: readonly Exchange[], ...finds: string[]): Example => ({
  shows,
  turns: onPipe(calls),
  finds,
});
export const good = (shows: string, ...calls: Exchange[]): Example => ({ shows, turns: onPipe(calls) });

/** Cut, begun late and one-sided: nothing is known of the calls. */
export const unknowable: readonly Example[] = [
  { shows: 'the capture cut the answer off', turns: onPipe([list()]), cut: 60, close: 'none' },
  { shows: 'the pipe was opened before the capture', turns: onPipe([list()]).slice(4), midstream: true, close: 'none' },
  { shows: 'the answer was not captured', turns: onPipe([list()]), missed: [5], close: 'none' },
];

/** Calls over TCP instead of the pipe. */
export const onTcp = (calls: readonly Exchange[], uuid = MSGSVC): Turn[] => [
  { from: 'client', tcp: bind(uuid) },
  { from: 'server', tcp: BIND_ACK },
  ...calls.flatMap(({ opnum, ask, answer }, i): Turn[] => [
    { from: 'client', tcp: request(i + 2, opnum, ask) },
    { from: 'server', tcp: typeof answer === 'string' ? response(i + 2, answer) : faulted(i + 2, answer.fault) },
  ]),
];

// NetrSendMessage (3.2.4.1) over connectionless RPC (C706 12.5.3) -----------------------------------------------------

interface Sent {
  readonly from?: string;
  readonly to?: string;
  readonly text?: string;
  readonly nul?: boolean;
}

const narrow = (text: string, nul = true): string => {
  const count = text.length + (nul ? 1 : 0);
  return aligned(
    `${u32(count)} 00000000 ${u32(count)} ${Array.from(text, (c) => byte(c.charCodeAt(0))).join('')}${nul ? '00' : ''}`,
  );
};

const sendStub = ({ from = 'PRINTSERVER', to = 'ALICE', text = 'Hi', nul = true }: Sent): string =>
  `${narrow(from)} ${narrow(to)} ${narrow(text, nul)}`;

export const send = (it: Sent = {}, status = SUCCESS): Exchange => ({
  opnum: 0,
  ask: sendStub(it),
  answer: u32(status),
});

const ACTIVITY = '11111111222233334444555555555555';
const dg = (type: number, flags: number, stub: string): string =>
  `04 ${byte(type)} ${byte(flags)} 00 100000 00 ${zeros(16)} ${guid(MSGSVCSEND)} ${ACTIVITY} 00000000 01000000 ` +
  `00000000 0000 ffff ffff ${u16(size(stub))} 0000 00 00 ${stub}`;

/** IPv4 and UDP without checksums, in Ethernet. */
function frame(payload: string, answered: boolean, port: number): string {
  const length = size(payload) + 8;
  const be16 = (n: number): string => byte(n >>> 8) + byte(n);
  const [source, destination] = answered ? ['c0000202', 'c0000201'] : ['c0000201', 'c0000202'];
  const head = `45 00 ${be16(length + 20)} 0001 4000 40 11 0000 ${source} ${destination}`;
  const words = clean(head).match(/..../g) ?? [];
  let sum = words.reduce((n, word) => n + Number.parseInt(word, 16), 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  const ip = head.replace('40 11 0000', `40 11 ${be16(~sum & 0xffff)}`);
  const ports = answered ? `${be16(port)} 0402` : `0402 ${be16(port)}`;
  return `020000000002 020000000001 0800 ${ip} ${ports} ${be16(length)} 0000 ${payload}`;
}

/** A call and its answer as datagrams between ports 1026 and 1027, or another of the server's. */
export const inDatagrams = ({ ask, answer }: Exchange, port = 1027): string[] => [
  frame(dg(0, 0x08, ask), false, port),
  ...(typeof answer === 'string'
    ? [frame(dg(2, 0x08, answer), true, port)]
    : [frame(dg(3, 0x08, u32(answer.fault)), true, port)]),
];

export const badSend = (shows: string, it: Exchange, ...finds: string[]): Example => ({
  shows,
  frames: inDatagrams(it),
  finds,
});
export const goodSend = (shows: string, it = send()): Example => ({ shows, frames: inDatagrams(it) });
