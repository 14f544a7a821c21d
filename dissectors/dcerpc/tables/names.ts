/** Packet types (C706 12.1, MS-RPCE 2.2.2.11). */
export const PACKET_TYPES: Readonly<Record<number, string>> = {
  0: 'Request',
  1: 'Ping',
  2: 'Response',
  3: 'Fault',
  4: 'Working',
  5: 'Nocall',
  6: 'Reject',
  7: 'Ack',
  8: 'Cl_cancel',
  9: 'Fack',
  10: 'Cancel_ack',
  11: 'Bind',
  12: 'Bind_ack',
  13: 'Bind_nak',
  14: 'Alter_context',
  15: 'Alter_context_resp',
  16: 'AUTH3',
  17: 'Shutdown',
  18: 'Co_cancel',
  19: 'Orphaned',
  20: 'RPC-over-HTTP RTS',
};

export const AUTH_TYPES: Readonly<Record<number, string>> = {
  0: 'None',
  1: 'Kerberos 5',
  9: 'SPNEGO',
  10: 'NTLMSSP',
  14: 'SCHANNEL SSPI',
  16: 'Kerberos SSPI',
  17: 'DPA',
  18: 'MSN',
  21: 'Digest',
  30: 'Kernel',
  68: 'NETLOGON Secure Channel',
  100: 'MSMQ',
};

export const AUTH_LEVELS: Readonly<Record<number, string>> = {
  0: 'Default',
  1: 'None',
  2: 'Connect',
  3: 'Call',
  4: 'Packet',
  5: 'Packet integrity',
  6: 'Packet privacy',
};

export const RESULTS: Readonly<Record<number, string>> = {
  0: 'Acceptance',
  1: 'User rejection',
  2: 'Provider rejection',
  3: 'Negotiate ACK',
};
export const REASONS: Readonly<Record<number, string>> = {
  0: 'Reason not specified',
  1: 'Abstract syntax not supported',
  2: 'Proposed transfer syntaxes not supported',
  3: 'Local limit exceeded',
};
/** Bind_nak (C706 12.6.3.1, MS-RPCE 2.2.2.5). */
export const REJECTS: Readonly<Record<number, string>> = {
  0: 'Reason not specified',
  1: 'Temporary congestion',
  2: 'Local limit exceeded',
  3: 'Called paddr unknown',
  4: 'Protocol version not supported',
  5: 'Default context not supported',
  6: 'User data not readable',
  7: 'No PSAP available',
  8: 'Authentication type not recognized',
  9: 'Invalid checksum',
};

export const NDR = '8a885d04-1ceb-11c9-9fe8-08002b104860';
export const NDR64 = '71710533-beba-4937-8319-b5dbef9ccc36';
/** The first eight bytes of a bind-time feature negotiation's "syntax" (MS-RPCE 3.3.1.5.3). */
export const FEATURES = '6cb71c2c-9812-4540-';

/** Status of faults and rejects (C706 appendix E, MS-RPCE 2.2.2.?; MS-ERREF for the others). */
export const FAULTS: Readonly<Record<number, string>> = {
  0x00000000: 'Stub-defined exception',
  0x00000001: 'nca_s_fault_other',
  0x00000005: 'nca_s_fault_access_denied',
  0x000006d8: 'nca_s_fault_cant_perform',
  0x000006f7: 'nca_s_fault_ndr',
  0x00000721: 'nca_s_fault_sec_pkg_error',
  0x1c000001: 'nca_s_fault_int_div_by_zero',
  0x1c000002: 'nca_s_fault_addr_error',
  0x1c000003: 'nca_s_fault_fp_div_zero',
  0x1c000004: 'nca_s_fault_fp_underflow',
  0x1c000005: 'nca_s_fault_fp_overflow',
  0x1c000006: 'nca_s_fault_invalid_tag',
  0x1c000007: 'nca_s_fault_invalid_bound',
  0x1c000008: 'nca_rpc_version_mismatch',
  0x1c000009: 'nca_unspec_reject',
  0x1c00000a: 'nca_s_bad_actid',
  0x1c00000b: 'nca_who_are_you_failed',
  0x1c00000c: 'nca_manager_not_entered',
  0x1c00000d: 'nca_s_fault_cancel',
  0x1c00000e: 'nca_s_fault_ill_inst',
  0x1c00000f: 'nca_s_fault_fp_error',
  0x1c000010: 'nca_s_fault_int_overflow',
  0x1c000014: 'nca_s_fault_pipe_empty',
  0x1c000015: 'nca_s_fault_pipe_closed',
  0x1c000016: 'nca_s_fault_pipe_order',
  0x1c000017: 'nca_s_fault_pipe_discipline',
  0x1c000018: 'nca_s_fault_pipe_comm_error',
  0x1c000019: 'nca_s_fault_pipe_memory',
  0x1c00001a: 'nca_s_fault_context_mismatch',
  0x1c00001b: 'nca_s_fault_remote_no_memory',
  0x1c00001c: 'nca_invalid_pres_context_id',
  0x1c00001d: 'nca_unsupported_authn_level',
  0x1c00001f: 'nca_invalid_checksum',
  0x1c000020: 'nca_invalid_crc',
  0x1c000021: 'nca_s_fault_user_defined',
  0x1c000022: 'nca_s_fault_tx_open_failed',
  0x1c000023: 'nca_s_fault_codeset_conv_error',
  0x1c000024: 'nca_s_fault_object_not_found',
  0x1c000025: 'nca_s_fault_no_client_stub',
  0x1c010002: 'nca_op_rng_error',
  0x1c010003: 'nca_unk_if',
  0x1c010006: 'nca_wrong_boot_time',
  0x1c010009: 'nca_s_you_crashed',
  0x1c01000b: 'nca_proto_error',
  0x1c010013: 'nca_out_args_too_big',
  0x1c010014: 'nca_server_too_busy',
  0x1c010017: 'nca_unsupported_type',
};
