import { type Field, field, layout, u8, u16 } from '#sdk';
import { ibm } from './keys.ts';

const spec = ibm('5');

export const COMMANDS: Readonly<Record<number, string>> = {
  0x00: 'Add Group Name Query',
  0x01: 'Add Name Query',
  0x02: 'Name In Conflict',
  0x03: 'Status Query',
  0x07: 'Terminate Trace',
  0x08: 'Datagram',
  0x09: 'Broadcast Datagram',
  0x0a: 'Name Query',
  0x0d: 'Add Name Response',
  0x0e: 'Name Recognized',
  0x0f: 'Status Response',
  0x13: 'Terminate Trace',
  0x14: 'Data Ack',
  0x15: 'Data First Middle',
  0x16: 'Data Only Last',
  0x17: 'Session Confirm',
  0x18: 'Session End',
  0x19: 'Session Initialize',
  0x1a: 'No Receive',
  0x1b: 'Receive Outstanding',
  0x1c: 'Receive Continue',
  0x1f: 'Session Alive',
};

export const header = layout(
  { prefix: 'netbios', little: true, spec },
  {
    hdr_len: u16('Length'),
    delimiter: u16('Delimiter', { base: 'hex', names: { 0xefff: 'NetBIOS' } }),
    command: u8('Command', { base: 'hex', names: COMMANDS }),
  },
);
/** The data and the correlators that every header has room for. */
export const REST = 7;
export const sessions = layout(
  { prefix: 'netbios', spec },
  {
    remote_session: u8('Remote Session No.', { base: 'hex' }),
    local_session: u8('Local Session No.', { base: 'hex' }),
  },
);

const byte = (name: string, label: string, base: 'dec' | 'hex' = 'hex') =>
  field(`netbios.${name}`, label, 'uint', { size: 1, base, spec });
const word = (name: string, label: string, base: 'dec' | 'hex' = 'hex') =>
  field(`netbios.${name}`, label, 'uint', { size: 2, base, little: true, spec });

const statusRequest = byte('status_request', 'Status request', 'dec');
const statusResponse = byte('status_response', 'Status response', 'dec');
const status = byte('status', 'Status', 'dec');
const flags = byte('flags', 'Flags');
const noReceive = byte('no_receive_flags', 'Flags');
const localSession = byte('local_session_no', 'Local Session No.');
const callNameType = byte('call_name_type', "Caller's Name Type");
const bufferLength = word('status_buffer_len', 'Length of status buffer', 'dec');
const nameType = word('name_type', 'Name type', 'dec');
const second = word('data2', 'DATA2 value');
const resync = word('resync_indicator', 'Re-sync indicator');
const largest = word('max_data_recv_size', 'Maximum data receive size', 'dec');
const termination = word('termination_indicator', 'Termination indicator');
const accepted = word('num_data_bytes_accepted', 'Number of data bytes accepted', 'dec');
export const transmitted = word('xmit_corrl', 'Transmit Correlator');
export const response = word('resp_corrl', 'Response Correlator');

export const looseFields = [
  ...[statusRequest, statusResponse, status, flags, noReceive, localSession, callNameType, bufferLength, nameType],
  ...[second, resync, largest, termination, accepted, transmitted, response],
];

/** What a command's frame says; whatever it does not say is reserved. */
export interface Shape {
  readonly data1?: Field;
  /** One field of two bytes, or two of one. */
  readonly data2?: readonly Field[];
  readonly transmitted?: boolean;
  readonly response?: boolean;
  readonly names?: 'both' | 'sender';
  readonly sessions?: boolean;
  /** Data are the user's. */
  readonly carries?: boolean;
}

const RESPONSE = { response: true } as const;
const TRANSMITTED = { transmitted: true } as const;
const CORRELATED = { transmitted: true, response: true } as const;
const SESSION = { sessions: true } as const;
const NAMES = { names: 'both' } as const;
const ASKED = [localSession, callNameType];

export const SHAPES: ReadonlyMap<number, Shape> = new Map<number, Shape>([
  [0x00, { ...RESPONSE, names: 'sender' }],
  [0x01, { ...RESPONSE, names: 'sender' }],
  [0x02, NAMES],
  [0x03, { data1: statusRequest, data2: [bufferLength], ...RESPONSE, ...NAMES }],
  [0x08, { ...NAMES, carries: true }],
  [0x09, { names: 'sender', carries: true }],
  [0x0a, { data2: ASKED, ...RESPONSE, ...NAMES }],
  [0x0d, { data1: status, data2: [nameType], ...TRANSMITTED, ...NAMES }],
  [0x0e, { data2: ASKED, ...CORRELATED, ...NAMES }],
  [0x0f, { data1: statusResponse, data2: [second], ...TRANSMITTED, ...NAMES }],
  [0x14, { ...TRANSMITTED, ...SESSION }],
  [0x15, { data1: flags, data2: [resync], ...CORRELATED, ...SESSION, carries: true }],
  [0x16, { data1: flags, data2: [resync], ...CORRELATED, ...SESSION, carries: true }],
  [0x17, { data1: flags, data2: [largest], ...CORRELATED, ...SESSION }],
  [0x18, { data2: [termination], ...SESSION }],
  [0x19, { data1: flags, data2: [largest], ...CORRELATED, ...SESSION }],
  [0x1a, { data1: noReceive, data2: [accepted], ...SESSION }],
  [0x1b, { data2: [accepted], ...SESSION }],
  [0x1c, { ...TRANSMITTED, ...SESSION }],
  [0x1f, SESSION],
]);
