import { bit, bytes, field, guid, layout, u8, u16, u32 } from '#sdk';
import { floatingPoint } from '../layout.ts';
import { c706 } from '../spec.ts';
import { AUTH_TYPES, FAULTS, PACKET_TYPES } from '../tables/names.ts';

const spec = c706('12.5.2');

export const LAST_FRAGMENT = 0x02;
export const FRAGMENT = 0x04;

const representation = [
  field('dcerpc.drep.byteorder', 'Byte order', 'uint', {
    size: 1,
    mask: 0xf0,
    names: { 0: 'Big-endian', 1: 'Little-endian' },
  }),
  field('dcerpc.drep.character', 'Character', 'uint', { size: 1, mask: 0x0f, names: { 0: 'ASCII', 1: 'EBCDIC' } }),
];

/** Connectionless header before the numbers whose byte order it sets (C706 12.5.2). */
export const common = layout(
  { prefix: 'dcerpc', spec },
  {
    ver: u8('Version'),
    pkt_type: u8('Packet type', { names: PACKET_TYPES }),
    dg_flags1: u8('Flags1', {
      base: 'hex',
      bits: [
        bit('dcerpc.dg_flags1_rsrvd_80', 'Reserved for implementation', 0x80),
        bit('dcerpc.dg_flags1_broadcast', 'Broadcast', 0x40),
        bit('dcerpc.dg_flags1_idempotent', 'Idempotent', 0x20),
        bit('dcerpc.dg_flags1_maybe', 'Maybe', 0x10),
        bit('dcerpc.dg_flags1_nofack', 'No Fack', 0x08),
        bit('dcerpc.dg_flags1_frag', 'Fragment', FRAGMENT),
        bit('dcerpc.dg_flags1_last_frag', 'Last Fragment', LAST_FRAGMENT),
        bit('dcerpc.dg_flags1_rsrvd_01', 'Reserved for implementation', 0x01),
      ],
    }),
    dg_flags2: u8('Flags2', {
      base: 'hex',
      bits: [
        bit('dcerpc.dg_flags2_rsrvd_80', 'Reserved for future use (MBZ)', 0x80),
        bit('dcerpc.dg_flags2_rsrvd_40', 'Reserved for future use (MBZ)', 0x40),
        bit('dcerpc.dg_flags2_rsrvd_20', 'Reserved for future use (MBZ)', 0x20),
        bit('dcerpc.dg_flags2_rsrvd_10', 'Reserved for future use (MBZ)', 0x10),
        bit('dcerpc.dg_flags2_rsrvd_08', 'Reserved for future use (MBZ)', 0x08),
        bit('dcerpc.dg_flags2_rsrvd_04', 'Reserved for future use (MBZ)', 0x04),
        bit('dcerpc.dg_flags2_cancel_pending', 'Cancel Pending', 0x02),
        bit('dcerpc.dg_flags2_rsrvd_01', 'Reserved for implementation', 0x01),
      ],
    }),
    drep: bytes('Data Representation', 3, { bits: representation }),
    dg_serial_hi: u8('Serial High', { base: 'hex' }),
  },
);
export { floatingPoint };

export const body = layout(
  { prefix: 'dcerpc', spec },
  {
    obj_id: guid('Object'),
    dg_if_id: guid('Interface'),
    dg_act_id: guid('Activity'),
    dg_server_boot: u32('Server boot time', { kind: 'unixtime' }),
    dg_if_ver: u32('Interface Ver'),
    dg_seqnum: u32('Sequence num'),
    opnum: u16('Opnum'),
    dg_ihint: u16('Interface Hint', { base: 'hex' }),
    dg_ahint: u16('Activity Hint', { base: 'hex' }),
    dg_frag_len: u16('Fragment len'),
    dg_frag_num: u16('Fragment num'),
    dg_auth_proto: u8('Auth proto', { names: AUTH_TYPES }),
    dg_serial_lo: u8('Serial Low', { base: 'hex' }),
  },
);

const u = (abbrev: string, label: string, size: number, section: string, hex = false) =>
  field(`dcerpc.${abbrev}`, label, 'uint', { size, base: hex ? 'hex' : 'dec', spec: c706(section) });

export const fackVersion = u('fack_vers', 'FACK Version', 1, '12.5.3.4');
export const fackWindow = u('fack_window_size', 'Window Size', 2, '12.5.3.4');
export const fackTsdu = u('fack_max_tsdu', 'Max TSDU', 4, '12.5.3.4');
export const fackFragment = u('fack_max_frag_size', 'Max Frag Size', 4, '12.5.3.4');
export const fackSerial = u('fack_serial_num', 'Serial Num', 2, '12.5.3.4');
export const fackCount = u('fack_selack_len', 'Selective ACK Len', 2, '12.5.3.4');
export const fackMask = u('fack_selack', 'Selective ACK', 4, '12.5.3.4', true);
export const cancelVersion = u('dg_cancel_vers', 'Cancel Version', 4, '12.5.3.2');
export const cancelId = u('dg_cancel_id', 'Cancel ID', 4, '12.5.3.2');
export const accepting = field('dcerpc.server_accepting_cancels', 'Server accepting cancels', 'bool', {
  size: 4,
  spec: c706('12.5.3.3'),
});
export const status = field('dcerpc.dg_status', 'Status', 'uint', {
  size: 4,
  base: 'hex',
  names: FAULTS,
  spec: c706('12.5.3.10'),
});

export const looseFields = [
  fackVersion,
  fackWindow,
  fackTsdu,
  fackFragment,
  fackSerial,
  fackCount,
  fackMask,
  cancelVersion,
  cancelId,
  accepting,
  status,
];
