/**
 * Examples' bytes: packets, calls and connections that are right in every byte but for what is given. Numbers stand as
 * numbers, texts as text, everything else as hex.
 */
import type { Example, Turn } from '#sdk';

const byte = (n: number): string => (n & 0xff).toString(16).padStart(2, '0');
export const u16 = (n: number): string => byte(n) + byte(n >>> 8);
export const u32 = (n: number): string => u16(n) + u16(n >>> 16);
const latin1 = (text: string): string => Array.from(text, (c) => byte(c.charCodeAt(0))).join('');
export const utf16 = (text: string): string => Array.from(text, (c) => u16(c.charCodeAt(0))).join('');
const clean = (hex: string): string => hex.replace(/\s/g, '');
const size = (hex: string): number => clean(hex).length / 2;
const zeros = (n: number): string => '00'.repeat(n);

/** 'd8deeb5a-effd-…' as its 16 bytes. */
export function guid(text: string): string {
  const [a = '', b = '', c = '', d = '', e = ''] = text.split('-');
  const turned = (hex: string): string => (hex.match(/../g) ?? []).reverse().join('');
  return turned(a) + turned(b) + turned(c) + d + e;
}

export const OS_DEPLOYMENT = 'd8deeb5a-effd-43b2-99fc-1a8a5921c227';
export const LOG_INIT = 3;
export const GET_CLIENT_UNATTEND = 5;

interface Variable {
  readonly name: string;
  /** 66 bytes instead of the name. */
  readonly nameBytes?: string;
  readonly type: number;
  readonly value: string;
  readonly length?: number;
  readonly size?: number;
  readonly padding?: string;
}

/** A Variable Description Block (2.2.1.3.1). */
export function variable(it: Variable): string {
  const name = clean(it.nameBytes ?? utf16(it.name)).padEnd(132, '0');
  const fixed = `${name} 0000 ${u32(it.type)} ${u32(it.length ?? size(it.value))} ${u32(it.size ?? 0)}`;
  const padding = it.padding ?? zeros((16 - ((size(fixed) + size(it.value)) % 16)) % 16);
  return `${fixed} ${clean(it.value)} ${padding}`.trimEnd();
}

export const ulong = (name: string, value: number): string => variable({ name, type: 4, value: u32(value) });
export const string = (name: string, value: string): string =>
  variable({ name, type: 0x10, value: `${latin1(value)}00` });
export const wstring = (name: string, value: string): string =>
  variable({ name, type: 0x20, value: `${utf16(value)}0000` });
export const blob = (name: string, text: string): string => variable({ name, type: 0x40, value: latin1(text) });

interface Packet {
  readonly variables?: readonly string[];
  readonly headerSize?: number;
  readonly endpointVersion?: number;
  readonly endpointSize?: number;
  readonly endpoint?: string;
  readonly reserved?: string;
  readonly operationSize?: number;
  readonly operationVersion?: number;
  readonly type?: number;
  readonly code?: number;
  readonly count?: number;
  /** After the last variable. */
  readonly trailer?: string;
}

/** A packet (2.2.1); sizes and counts are right unless given. */
export function packet(it: Packet = {}): string {
  const { variables = [], trailer = '' } = it;
  const sum = variables.reduce((n, one) => n + size(one), 0) + size(trailer);
  return [
    `${u16(it.headerSize ?? 40)} ${u16(it.endpointVersion ?? 0x100)} ${u32(it.endpointSize ?? 56 + sum)}`,
    `${guid(it.endpoint ?? OS_DEPLOYMENT)} ${it.reserved ?? zeros(16)}`,
    `${u32(it.operationSize ?? 16 + sum)} ${u16(it.operationVersion ?? 0x100)} ${byte(it.type ?? 1)} 00`,
    `${u32(it.code ?? 0)} ${u32(it.count ?? variables.length)}`,
    ...variables,
    trailer,
  ]
    .filter(Boolean)
    .join(' ');
}

const VERSION = ulong('VERSION', 1);
/** WDS_OP_LOG_INIT (MS-WDSOSD 2.2.1), asked and answered. */
export const asks = (it: Packet = {}): string => packet({ code: LOG_INIT, variables: [VERSION], ...it });
export const answers = (it: Packet = {}): string =>
  packet({ type: 2, variables: [VERSION, ulong('LOGLEVEL', 3), wstring('TRANSACTION_ID', '1')], ...it });

/** A connection-oriented PDU (C706 12.6.4). */
const pdu = (type: number, body: string, callId: number, verifier = ''): string =>
  `0500 ${byte(type)} 03 10000000 ${u16(16 + size(body) + size(verifier))} ${u16(Math.max(0, size(verifier) - 8))} ${u32(callId)} ${body} ${verifier}`.trimEnd();

const WDS = `${guid('1a927394-352e-4553-ae3f-7cf4aafca620')} 01000000`;
const NDR = `${guid('8a885d04-1ceb-11c9-9fe8-08002b104860')} 02000000`;

export interface Security {
  readonly type?: number;
  readonly level: number;
}

/** A security trailer with its token (MS-RPCE 2.2.2.11); the body before it is a multiple of four bytes. */
const trailer = ({ type = 9, level }: Security, token = zeros(16)): string =>
  `${byte(type)} ${byte(level)} 00 00 00000000 ${token}`;

const client = (tcp: string): Turn => ({ from: 'client', tcp });
const server = (tcp: string): Turn => ({ from: 'server', tcp });

export const bound = (security?: Security): Turn[] => {
  const verifier = security ? trailer(security) : '';
  return [
    client(pdu(11, `d016 d016 00000000 01000000 00000100 ${WDS} ${NDR}`, 1, verifier)),
    server(pdu(12, `d016 d016 01000000 0500 3530343000 00 01000000 00000000 ${NDR}`, 1, verifier)),
  ];
};

/** A bind that the server refuses (bind_nak). */
export const refusedBind = (security: Security, reason: number): Turn[] => [
  ...bound(security).slice(0, 1),
  server(pdu(13, `${u16(reason)} 01 05 00 000000`, 1)),
];

/** A request in a connectionless PDU (C706 12.5.3.9): IPv4 and UDP without a checksum, in Ethernet. */
export function datagram(bytes: string): string {
  const stub = `${u32(size(bytes))} ${u32(size(bytes))} ${bytes}`;
  const header = `04 00 08 00 100000 00 ${zeros(16)} ${guid('1a927394-352e-4553-ae3f-7cf4aafca620')} ${'1d'.repeat(16)}`;
  const rest = `00000000 01000000 00000000 0000 ffff ffff ${u16(size(stub))} 0000 00 00`;
  const udp = size(header) + size(rest) + size(stub) + 8;
  const swapped = (n: number): string => byte(n >>> 8) + byte(n);
  const before = `4500 ${swapped(udp + 20)} 0001 4000 4011`;
  const addresses = 'c0000201 c0000202';
  const words = clean(before + addresses).match(/..../g) ?? [];
  const sum = words.reduce((n, word) => n + Number.parseInt(word, 16), 0);
  const checksum = swapped(~((sum & 0xffff) + (sum >>> 16)) & 0xffff);
  const ethernet = '020000000002 020000000001 0800';
  return `${ethernet} ${before} ${checksum} ${addresses} c000 13b0 ${swapped(udp)} 0000 ${header} ${rest} ${stub}`;
}

interface Sent {
  readonly security?: Security;
  readonly callId?: number;
  readonly uRequestPacketSize?: number;
}

const aligned = (stub: string): string => `${stub} ${zeros((4 - (size(stub) % 4)) % 4)}`.trimEnd();

/** A request of WdsRpcMessage (3.1.4.1). */
export const call = (bytes: string, { security, callId = 1, uRequestPacketSize }: Sent = {}): Turn => {
  const stub = aligned(`${u32(uRequestPacketSize ?? size(bytes))} ${u32(size(bytes))} ${bytes}`);
  return client(pdu(0, `${u32(size(stub))} 0000 0000 ${stub}`, callId, security ? trailer(security) : ''));
};

interface Got {
  readonly security?: Security;
  readonly callId?: number;
  readonly status?: number;
  readonly puReplyPacketSize?: number;
}

/** Its response; without a packet the pointer is null. */
export const result = (bytes: string | null, it: Got = {}): Turn => {
  const { security, callId = 1, status = 0 } = it;
  const reply =
    bytes === null
      ? `${u32(it.puReplyPacketSize ?? 0)} 00000000`
      : aligned(`${u32(it.puReplyPacketSize ?? size(bytes))} 00000200 ${u32(size(bytes))} ${bytes}`);
  const stub = `${reply} ${u32(status)}`;
  return server(pdu(2, `${u32(size(stub))} 0000 0000 ${stub}`, callId, security ? trailer(security) : ''));
};

/** A fault in the response's place. */
export const fault = (status: number, callId = 1): Turn =>
  server(pdu(3, `20000000 0000 00 00 ${u32(status)} 00000000`, callId));

export const PORT = 5040;

/** A connection with one call. */
export const exchange = (request = asks(), reply: string | null = answers(), got: Got = {}): Turn[] => [
  ...bound(),
  call(request),
  result(reply, got),
];
export const requested = (it: Packet = {}): Turn[] => exchange(asks(it));
export const replied = (it: Packet = {}): Turn[] => exchange(asks(), answers(it));

export const on5040 = (shows: string, turns: readonly Turn[], more: Partial<Example> = {}): Example => ({
  shows,
  port: PORT,
  turns,
  ...more,
});
export const bad = (shows: string, turns: readonly Turn[], ...finds: string[]): Example =>
  on5040(shows, turns, { finds });
export const good = on5040;

/** A privacy level hides the stub: bytes that are no packet. */
export const SEALED: Security = { level: 6 };
const HIDDEN = 'c3'.repeat(176);

// Captures that tell nothing of a packet, and not all of a call.
const encrypted = on5040('sealed', [
  ...bound(SEALED),
  call(HIDDEN, { security: SEALED }),
  result(HIDDEN, { security: SEALED }),
]);
const cut = on5040('the capture cut the packet off', [...bound(), call(asks())], { cut: 100, close: 'none' });
export const boundUnseen = on5040('the bind was not captured', [call(asks({ headerSize: 0 }))], {
  midstream: true,
  close: 'none',
});
/** What hides the packet from a rule that a sealed one, too, tells something. */
export const notThere: readonly Example[] = [cut, boundUnseen];
export const unknowable: readonly Example[] = [encrypted, ...notThere];

/** A sealed call: what a client that authenticates must send. */
export const sealedBy = (security: Security): Turn[] => [
  ...bound(security),
  call(HIDDEN, { security }),
  result(HIDDEN, { security }),
];
export const SEALED_CALL = sealedBy(SEALED);

/** Who asks, as operations of MS-WDSOSD want to know. */
export const CLIENT = [wstring('CLIENT_MAC', '020000000001'), wstring('CLIENT_GUID', '0'.repeat(32))];

/** A reply of WDS_OP_GET_CLIENT_UNATTEND (MS-WDSOSD 2.2.3). */
export const UNATTEND = (unattend: string): string =>
  packet({ type: 2, variables: [ulong('VERSION', 1), ulong('FLAGS', 1), unattend] });
