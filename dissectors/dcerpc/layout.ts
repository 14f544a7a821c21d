import { bit, bytes, field, layout, u8, u16, u32 } from '#sdk';
import { c706, rpce } from './spec.ts';
import { AUTH_LEVELS, AUTH_TYPES, FAULTS, PACKET_TYPES, REASONS, REJECTS, RESULTS } from './tables/names.ts';

const spec = c706('12.6.3.1');

export const FIRST_FRAG = 0x01;
export const LAST_FRAG = 0x02;
export const OBJECT = 0x80;

const dataRepresentation = [
  field('dcerpc.drep.byteorder', 'Byte order', 'uint', {
    size: 1,
    mask: 0xf0,
    names: { 0: 'Big-endian', 1: 'Little-endian' },
  }),
  field('dcerpc.drep.character', 'Character', 'uint', { size: 1, mask: 0x0f, names: { 0: 'ASCII', 1: 'EBCDIC' } }),
];
export const floatingPoint = field('dcerpc.drep.fp', 'Floating-point', 'uint', {
  size: 1,
  names: { 0: 'IEEE', 1: 'VAX', 2: 'Cray', 3: 'IBM' },
});

/** Connection-oriented common header up to the numbers whose byte order it sets (C706 12.6.3.1). */
export const common = layout(
  { prefix: 'dcerpc', spec },
  {
    ver: u8('Version'),
    ver_minor: u8('Version (minor)'),
    pkt_type: u8('Packet type', { names: PACKET_TYPES }),
    cn_flags: u8('Packet Flags', {
      base: 'hex',
      bits: [
        bit('dcerpc.cn_flags.object', 'Object', OBJECT),
        bit('dcerpc.cn_flags.maybe', 'Maybe', 0x40),
        bit('dcerpc.cn_flags.dne', 'Did Not Execute', 0x20),
        bit('dcerpc.cn_flags.mpx', 'Multiplex', 0x10),
        bit('dcerpc.cn_flags.reserved', 'Reserved', 0x08),
        bit('dcerpc.cn_flags.cancel_pending', 'Cancel Pending', 0x04),
        bit('dcerpc.cn_flags.last_frag', 'Last Frag', LAST_FRAG),
        bit('dcerpc.cn_flags.first_frag', 'First Frag', FIRST_FRAG),
      ],
    }),
    drep: bytes('Data Representation', 4, { bits: dataRepresentation, also: [] }),
  },
);

export const numbers = layout(
  { prefix: 'dcerpc', spec },
  { cn_frag_len: u16('Frag Length'), cn_auth_len: u16('Auth Length'), cn_call_id: u32('Call ID') },
);

export const bind = layout(
  { prefix: 'dcerpc', spec: c706('12.6.4.3') },
  {
    cn_max_xmit: u16('Max Xmit Frag'),
    cn_max_recv: u16('Max Recv Frag'),
    cn_assoc_group: u32('Assoc Group', { base: 'hex' }),
  },
);
export const contextCount = field('dcerpc.cn_num_ctx_items', 'Num Ctx Items', 'uint', { size: 1, spec });
export const contextItem = field('dcerpc.cn_ctx_item', 'Ctx Item', 'none', { spec });
export const contextId = field('dcerpc.cn_ctx_id', 'Context ID', 'uint', { size: 2, spec });
export const transferCount = field('dcerpc.cn_num_trans_items', 'Num Trans Items', 'uint', { size: 1, spec });
export const abstractSyntax = field('dcerpc.cn_bind_abstract_syntax', 'Abstract Syntax', 'none', { spec });
export const bindUuid = field('dcerpc.cn_bind_to_uuid', 'Interface UUID', 'guid', { size: 16, spec });
export const bindVersion = field('dcerpc.cn_bind_if_ver', 'Interface Ver', 'uint', { size: 2, spec });
export const bindMinor = field('dcerpc.cn_bind_if_ver_minor', 'Interface Ver Minor', 'uint', { size: 2, spec });
export const transferSyntax = field('dcerpc.cn_bind_trans', 'Transfer Syntax', 'none', { spec });
export const transferUuid = field('dcerpc.cn_bind_trans_id', 'ID', 'guid', { size: 16, spec });
export const transferVersion = field('dcerpc.cn_bind_trans_ver', 'ver', 'uint', { size: 4, spec });
export const features = field('dcerpc.cn_bind_trans_btfn', 'Bind Time Features', 'uint', {
  size: 2,
  base: 'hex',
  little: true,
  spec: rpce('2.2.2.14'),
});
export const featureBits = [
  bit('dcerpc.cn_bind_trans_btfn.01', 'Security Context Multiplexing Supported', 0x01, {
    size: 2,
    little: true,
    spec: rpce('2.2.2.14'),
  }),
  bit('dcerpc.cn_bind_trans_btfn.02', 'Keep Connection On Orphan Supported', 0x02, {
    size: 2,
    little: true,
    spec: rpce('2.2.2.14'),
  }),
];

/** One for each context that was proposed, in their order. */
export const resultItem = field('dcerpc.cn_result_item', 'Result', 'none', { spec });
export const addressLength = field('dcerpc.cn_sec_addr_len', 'Scndry Addr len', 'uint', { size: 2, spec });
export const address = field('dcerpc.cn_sec_addr', 'Scndry Addr', 'string', { spec });
export const resultCount = field('dcerpc.cn_num_results', 'Num results', 'uint', { size: 1, spec });
export const result = field('dcerpc.cn_ack_result', 'Ack result', 'uint', { size: 2, names: RESULTS, spec });
export const reason = field('dcerpc.cn_ack_reason', 'Ack reason', 'uint', { size: 2, names: REASONS, spec });
export const ackFeatures = features;
export const ackSyntax = field('dcerpc.cn_ack_trans_id', 'Transfer Syntax', 'guid', { size: 16, spec });
export const ackVersion = field('dcerpc.cn_ack_trans_ver', 'Syntax ver', 'uint', { size: 4, spec });
export const rejectReason = field('dcerpc.cn_reject_reason', 'Reject reason', 'uint', {
  size: 2,
  names: REJECTS,
  spec,
});
export const protocolCount = field('dcerpc.cn_num_protocols', 'Number of protocols', 'uint', { size: 1, spec });
export const protocolMajor = field('dcerpc.cn_protocol_ver_major', 'Protocol major version', 'uint', { size: 1, spec });
export const protocolMinor = field('dcerpc.cn_protocol_ver_minor', 'Protocol minor version', 'uint', { size: 1, spec });

export const allocHint = field('dcerpc.cn_alloc_hint', 'Alloc hint', 'uint', { size: 4, spec });
export const opnum = field('dcerpc.opnum', 'Opnum', 'uint', { size: 2, spec });
/** Of a response: the request's. */
export const requestObject = field('dcerpc.obj_id', 'Object', 'guid', { generated: true });
export const objectId = field('dcerpc.obj_id', 'Object', 'guid', { size: 16, spec });
export const cancelCount = field('dcerpc.cn_cancel_count', 'Cancel count', 'uint', { size: 1, spec });
export const faultFlags = field('dcerpc.cn_fault_flags', 'Fault flags', 'uint', {
  size: 1,
  base: 'hex',
  spec: rpce('2.2.2.9'),
});
export const extendedError = bit('dcerpc.cn_fault_flags.extended_error', 'Extended error information present', 0x01, {
  spec: rpce('2.2.2.9'),
});
export const status = field('dcerpc.cn_status', 'Status', 'uint', { size: 4, base: 'hex', names: FAULTS, spec });
export const statusExpert = field('dcerpc.cn_status.expert', 'Fault', 'none', { generated: true });
export const reserved = field('dcerpc.reserved', 'Reserved', 'bytes', { spec });

export const authInfo = field('dcerpc.auth_info', 'Auth Info', 'none', { spec: rpce('2.2.2.11') });
/** Wireshark counts the trailer of a call twice. */
export const authInfoAgain = field('dcerpc.auth_info', 'Auth Info', 'none', { alias: true });
export const authTrailer = layout(
  { prefix: 'dcerpc', spec: rpce('2.2.2.11') },
  {
    auth_type: u8('Auth type', { names: AUTH_TYPES }),
    auth_level: u8('Auth level', { names: AUTH_LEVELS }),
    auth_pad_len: u8('Auth pad len'),
    auth_rsrvd: u8('Auth Rsrvd'),
  },
);
export const authContext = field('dcerpc.auth_ctx_id', 'Auth Context ID', 'uint', { size: 4, spec: rpce('2.2.2.11') });
export const authPadding = field('dcerpc.auth_padding', 'Auth Padding', 'bytes', { spec: rpce('2.2.2.11') });
export const credentials = field('dcerpc.auth_credentials', 'Auth Credentials', 'bytes', { spec: rpce('2.2.2.11') });

/** What of a stub's bytes is a password only its interface can tell: it is read for them, too. */
const stubBytes = { ofAll: true, spec };
export const stubData = field('dcerpc.stub_data', 'Stub data', 'bytes', stubBytes);
export const encryptedStub = field('dcerpc.encrypted_stub_data', 'Encrypted stub data', 'bytes', {
  spec: rpce('2.2.2.11'),
});
export const payloadStub = field('dcerpc.payload_stub_data', 'Payload stub data', 'none', { spec });
export const fragmentData = field('dcerpc.fragment_data', 'Fragment data', 'bytes', stubBytes);
export const faultStub = field('dcerpc.fault_stub_data', 'Fault stub data', 'bytes', { spec });
export const noBind = field('dcerpc.cn_ctx_id.no_bind', 'No bind info for interface Context ID', 'none', {
  generated: true,
});
export const noRequest = field('dcerpc.no_request_found', 'No request to this DCE/RPC call found', 'none', {
  generated: true,
});
export const requestIn = field('dcerpc.request_in', 'Request in frame', 'uint', { size: 4, generated: true });
export const time = field('dcerpc.time', 'Time from request', 'duration', { generated: true });

/** Verification trailer behind a request's stub (MS-RPCE 2.2.2.13). */
const trailer = rpce('2.2.2.13');
export const signature = field('dcerpc.rpc_sec_vt.signature', 'SEC_VT_SIGNATURE', 'bytes', { size: 8, spec: trailer });
export const vtCommand = field('dcerpc.rpc_sec_vt.command', 'Command', 'uint', {
  size: 2,
  base: 'hex',
  little: true,
  spec: trailer,
});
export const vtBits = [
  field('dcerpc.rpc_sec_vt.command.cmd', 'Cmd', 'uint', {
    size: 2,
    base: 'hex',
    little: true,
    mask: 0x3fff,
    names: { 1: 'BITMASK_1', 2: 'PCONTEXT', 3: 'HEADER2' },
    spec: trailer,
  }),
  bit('dcerpc.rpc_sec_vt.command.end', 'SEC_VT_COMMAND_END', 0x4000, { size: 2, little: true, spec: trailer }),
  bit('dcerpc.rpc_sec_vt.command.must_process', 'SEC_VT_MUST_PROCESS_COMMAND', 0x8000, {
    size: 2,
    little: true,
    spec: trailer,
  }),
];
export const vtLength = field('dcerpc.rpc_sec_vt.command.length', 'Length', 'uint', {
  size: 2,
  little: true,
  spec: trailer,
});
export const vtBitmask = field('dcerpc.rpc_sec_vt.bitmask', 'rpc_sec_vt_bitmask', 'uint', {
  size: 4,
  base: 'hex',
  little: true,
  spec: trailer,
});
export const vtSign = bit('dcerpc.rpc_sec_vt.bitmask.sign', 'CLIENT_SUPPORT_HEADER_SIGNING', 0x01, {
  size: 4,
  little: true,
  spec: trailer,
});
export const vtUuid = field('dcerpc.rpc_sec_vt.pcontext.interface.uuid', 'UUID', 'guid', {
  size: 16,
  little: true,
  spec: trailer,
});
export const vtVersion = field('dcerpc.rpc_sec_vt.pcontext.interface.ver', 'Version', 'uint', {
  size: 4,
  base: 'hex',
  little: true,
  spec: trailer,
});
export const vtData = field('dcerpc.rpc_sec_vt.data', 'Data', 'bytes', { spec: trailer });

/** Bytes of a PDU that are not there. */
export const missing = field('dcerpc.cn_deseg_req', 'Desegmentation Required', 'uint', { generated: true });
/** Bytes after a call's last argument. */
export const longFrame = field('dcerpc.long_frame', 'Long frame', 'none', { generated: true });
