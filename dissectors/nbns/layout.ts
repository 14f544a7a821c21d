import { bit, bits, ether, type Field, field, layout, specification, u8, u16, u32 } from '#sdk';
import { SUFFIXES } from '../nbss/keys.ts';

export const rfc1002 = specification('RFC 1002', 'https://www.rfc-editor.org/rfc/rfc1002#section-{section}');
const spec = rfc1002('4.2.1.1');

export const RESPONSE = 0x8000;
export const WACK = 7;

/** OPCODE: operations 5 to 8 with their second code, and what Windows adds (15). */
export const OPERATIONS: Readonly<Record<number, string>> = {
  0: 'Name query',
  5: 'Registration',
  6: 'Release',
  [WACK]: 'Wait for acknowledgment',
  8: 'Refresh',
  9: 'Refresh (alternate opcode)',
  15: 'Multi-homed registration',
};

/** RCODE (RFC 1002 4.2.6, 4.2.11, 4.2.14). */
export const RESULTS: Readonly<Record<number, string>> = {
  0: 'No error',
  1: 'Request was invalidly formatted',
  2: 'Server failure',
  3: 'Requested name does not exist',
  4: 'Request is not implemented',
  5: 'Request was refused',
  6: 'Name is owned by another node',
  7: 'Name is in conflict',
};

export const A = 1;
export const NS = 2;
const NULL = 10;
export const NB = 32;
export const NBSTAT = 33;
/** RR_TYPE (4.2.1.3). */
export const TYPES: Readonly<Record<number, string>> = {
  [A]: 'A',
  [NS]: 'NS',
  [NULL]: 'NULL',
  [NB]: 'NB',
  [NBSTAT]: 'NBSTAT',
};
const CLASSES = { 1: 'IN' };

const response = bit('nbns.flags.response', 'Response', RESPONSE, {
  names: { 0: 'Message is a query', 1: 'Message is a response' },
});
const opcode = bits('nbns.flags.opcode', 'Opcode', 0x7800, { names: OPERATIONS });
const authoritative = bit('nbns.flags.authoritative', 'Authoritative', 0x0400, {
  names: { 0: 'Server is not an authority for domain', 1: 'Server is an authority for domain' },
});
const truncated = bit('nbns.flags.truncated', 'Truncated', 0x0200, {
  names: { 0: 'Message is not truncated', 1: 'Message is truncated' },
});
const recursionDesired = bit('nbns.flags.recdesired', 'Recursion desired', 0x0100, {
  names: { 0: "Don't do query recursively", 1: 'Do query recursively' },
});
const recursionAvailable = bit('nbns.flags.recavail', 'Recursion available', 0x0080, {
  names: { 0: "Server can't do recursive queries", 1: 'Server can do recursive queries' },
});
const broadcast = bit('nbns.flags.broadcast', 'Broadcast', 0x0010, {
  names: { 0: 'Not a broadcast packet', 1: 'Broadcast packet' },
});
const rcode = bits('nbns.flags.rcode', 'Reply code', 0x000f, { names: RESULTS });

const flagsOf = (own: readonly Field[]) => ({ flags: u16('Flags', { base: 'hex', bits: own }) });
const id = u16('Transaction ID', { base: 'hex' });
const counts = {
  'count.queries': u16('Questions'),
  'count.answers': u16('Answer RRs'),
  'count.auth_rr': u16('Authority RRs'),
  'count.add_rr': u16('Additional RRs'),
};
const ofRequest = flagsOf([response, opcode, truncated, recursionDesired, broadcast]);
const ofResponse = flagsOf([
  response,
  opcode,
  authoritative,
  truncated,
  recursionDesired,
  recursionAvailable,
  broadcast,
  rcode,
]);
/** The header of a request, and of a response, which says more of its sender. */
export const request = layout({ prefix: 'nbns', spec }, { id, ...ofRequest, ...counts });
export const answer = layout({ prefix: 'nbns', spec }, { id, ...ofResponse, ...counts });

/** What WAIT FOR ACKNOWLEDGEMENT holds instead of an address: the request's OPCODE and NM_FLAGS (4.2.16). */
export const waiting = layout(
  { prefix: 'nbns', spec: rfc1002('4.2.16') },
  flagsOf([response, opcode, authoritative, truncated, recursionDesired, recursionAvailable, broadcast]),
);

/** After a name (4.2.1.2, 4.2.1.3). */
const kind = { type: u16('Type', { names: TYPES }), class: u16('Class', { names: CLASSES }) };
export const question = layout({ prefix: 'nbns', spec: rfc1002('4.2.1.2') }, kind);
export const record = layout(
  { prefix: 'nbns', spec: rfc1002('4.2.1.3') },
  { ...kind, ttl: u32('Time to live'), data_length: u16('Data length') },
);

/** The entries of the four sections. */
const heading = (key: string, label: string, section: string): Field =>
  field(`nbns.${key}`, label, 'none', { spec: rfc1002(section) });
export const sections = {
  query: heading('query', 'Query', '4.2.1.2'),
  answer: heading('answer', 'Answer', '4.2.1.3'),
  authority: heading('authority', 'Authority record', '4.2.1.3'),
  additional: heading('additional', 'Additional record', '4.2.1.3'),
};

export const name = field('nbns.name', 'Name', 'string', { generated: true, spec: rfc1002('4.1') });
/** The name's last byte, which says what it is for. */
export const suffix = field('nbns.name_type', 'Name type', 'uint', {
  generated: true,
  base: 'hex',
  digits: 2,
  names: SUFFIXES,
  spec: rfc1002('4.1'),
});
/** Address Entries of an NB record (4.2.1.3). */
const ONT = { 0: 'B-node', 1: 'P-node', 2: 'M-node', 3: 'H-node' };
const GROUP = { 0: 'Unique name', 1: 'Group name' };
const YES = { 0: 'No', 1: 'Yes' };
export const nbFlags = layout(
  { prefix: 'nbns', spec: rfc1002('4.2.1.3') },
  {
    nb_flags: u16('Name flags', {
      base: 'hex',
      bits: [
        bit('nbns.nb_flags.group', 'Name type', 0x8000, { names: GROUP }),
        bits('nbns.nb_flags.ont', 'ONT', 0x6000, { names: ONT }),
      ],
    }),
  },
);
export const address = field('nbns.addr', 'Addr', 'ipv4', { size: 4, spec: rfc1002('4.2.1.3') });

/** NODE STATUS RESPONSE (4.2.18): names, then the unit's statistics. */
export const numberOfNames = field('nbns.number_of_names', 'Number of names', 'uint', {
  size: 1,
  spec: rfc1002('4.2.18'),
});
export const NODE_NAME = 16;
export const nodeName = field('nbns.netbios_name', 'Name', 'string', { generated: true, spec: rfc1002('4.2.18') });
export const nameFlags = layout(
  { prefix: 'nbns', spec: rfc1002('4.2.18') },
  {
    name_flags: u16('Name flags', {
      base: 'hex',
      bits: [
        bit('nbns.name_flags.group', 'Name type', 0x8000, { names: GROUP }),
        bits('nbns.name_flags.ont', 'ONT', 0x6000, { names: ONT }),
        bit('nbns.name_flags.drg', 'Name is being deregistered', 0x1000, { names: YES }),
        bit('nbns.name_flags.cnf', 'Name is in conflict', 0x0800, { names: YES }),
        bit('nbns.name_flags.act', 'Name is active', 0x0400, { names: YES }),
        bit('nbns.name_flags.prm', 'Permanent node name', 0x0200, { names: YES }),
      ],
    }),
  },
);
export const statistics = layout(
  { prefix: 'nbns', spec: rfc1002('4.2.18') },
  {
    unit_id: ether('Unit ID'),
    jumpers: u8('Jumpers', { base: 'hex' }),
    test_result: u8('Test result', { base: 'hex' }),
    version_number: u16('Version number', { base: 'hex' }),
    period_of_statistics: u16('Period of statistics', { base: 'hex' }),
    num_crcs: u16('Number of CRCs'),
    num_alignment_errors: u16('Number of alignment errors'),
    num_collisions: u16('Number of collisions'),
    num_send_aborts: u16('Number of send aborts'),
    num_good_sends: u32('Number of good sends'),
    num_good_receives: u32('Number of good receives'),
    numretransmits: u16('Number of retransmits'),
    num_no_resource_conditions: u16('Number of no resource conditions'),
    numcommand_blocks: u16('Number of command blocks'),
    numpending_sessions: u16('Number of pending sessions'),
    max_num_pending_sessions: u16('Max number of pending sessions'),
    max_total_sessions_possible: u16('Max total sessions possible'),
    session_data_packet_size: u16('Session data packet size'),
  },
);
export const data = field('nbns.data', 'Data', 'bytes', { spec: rfc1002('4.2.1.3') });

/** Over TCP a message has its length before it (4.2.1.1). */
export const tcpLength = field('nbns.length', 'Length', 'uint', { size: 2, spec });

export const layouts = [request, answer, waiting, question, record, nbFlags, nameFlags, statistics];
export const fields = [...Object.values(sections), name, suffix, address, numberOfNames, nodeName, data, tcpLength];
