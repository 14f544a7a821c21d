import { encoded, type Field, field } from '#sdk';

/** What a segment is to those who follow its connection; several may be true of one. */
export const RETRANSMISSION = 0x1;
export const FAST_RETRANSMISSION = 0x2;
export const SPURIOUS_RETRANSMISSION = 0x4;
export const OUT_OF_ORDER = 0x8;
export const REUSED_PORTS = 0x10;
export const LOST_SEGMENT = 0x20;
export const ACKED_LOST_SEGMENT = 0x40;
export const WINDOW_UPDATE = 0x80;
export const WINDOW_FULL = 0x100;
export const KEEP_ALIVE = 0x200;
export const KEEP_ALIVE_ACK = 0x400;
export const DUPLICATE_ACK = 0x800;
export const ZERO_WINDOW_PROBE = 0x1000;
export const ZERO_WINDOW = 0x2000;
export const ZERO_WINDOW_PROBE_ACK = 0x4000;

/** All of these are told by the field of the first. */
export const REPEATED = RETRANSMISSION | FAST_RETRANSMISSION | SPURIOUS_RETRANSMISSION;

export interface Remark {
  readonly bit: number;
  /** What its field is there for: the bit, as a rule. */
  readonly told: number;
  readonly field: Field;
  /** Before whatever the list says of the packet. */
  readonly mark: Uint8Array;
}

const remark = (bit: number, name: string, mark: string, label: string, told = bit): Remark => ({
  bit,
  told,
  field: field(`tcp.analysis.${name}`, label, 'none', { generated: true }),
  mark: encoded(mark),
});

/** In the order in which Wireshark lists them. */
export const REMARKS: readonly Remark[] = [
  remark(ZERO_WINDOW_PROBE_ACK, 'zero_window_probe_ack', '[TCP ZeroWindowProbeAck] ', 'Answers a zero window probe'),
  remark(ZERO_WINDOW, 'zero_window', '[TCP ZeroWindow] ', 'Its sender can take no more'),
  remark(ZERO_WINDOW_PROBE, 'zero_window_probe', '[TCP ZeroWindowProbe] ', 'Asks whether the window is open again'),
  remark(DUPLICATE_ACK, 'duplicate_ack', '[TCP Dup ACK ', 'Acknowledges the same once more'),
  remark(KEEP_ALIVE_ACK, 'keep_alive_ack', '[TCP Keep-Alive ACK] ', 'Answers a keep-alive'),
  remark(KEEP_ALIVE, 'keep_alive', '[TCP Keep-Alive] ', 'Asks whether the peer is still there'),
  remark(WINDOW_FULL, 'window_full', '[TCP Window Full] ', 'Fills the window that its receiver offered'),
  remark(WINDOW_UPDATE, 'window_update', '[TCP Window Update] ', 'Changes the window and nothing else'),
  remark(ACKED_LOST_SEGMENT, 'ack_lost_segment', '[TCP ACKed unseen segment] ', 'Acknowledges what was not captured'),
  remark(LOST_SEGMENT, 'lost_segment', '[TCP Previous segment not captured] ', 'What lies before it was not captured'),
  remark(OUT_OF_ORDER, 'out_of_order', '[TCP Out-Of-Order] ', 'Comes after what follows it'),
  remark(
    SPURIOUS_RETRANSMISSION,
    'spurious_retransmission',
    '[TCP Spurious Retransmission] ',
    'Repeats what was acknowledged already',
  ),
  remark(
    FAST_RETRANSMISSION,
    'fast_retransmission',
    '[TCP Fast Retransmission] ',
    'Repeats what acknowledgments ask for',
  ),
  remark(RETRANSMISSION, 'retransmission', '[TCP Retransmission] ', 'Repeats what was sent before', REPEATED),
  remark(REUSED_PORTS, 'reused_ports', '[TCP Port numbers reused] ', 'Begins a connection on the ports of another'),
];
