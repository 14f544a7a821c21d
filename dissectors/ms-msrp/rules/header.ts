import type { Field, PduView } from '#sdk';

/** Where fields lie in the SMB header (MS-CIFS 2.2.3.1); Protocol and Command come before Status. */
const STATUS = 5;
export const FLAGS = 9;
export const FLAGS2 = 10;
/** PIDHigh, TID, PIDLow, UID, MID. */
export const IDS: ReadonlySet<number> = new Set([12, 24, 26, 28, 30]);

interface Placed {
  readonly field: Field;
  readonly at: number;
}

/**
 * The header's fields beside Protocol and Command that hold something, with their places. Status counts once, be it one
 * number or class and code.
 */
export function filledIn(header: PduView): Placed[] {
  const filled = placed(header).filter(
    ({ field, at }) => at >= STATUS && header.bytes(field).some((byte) => byte !== 0),
  );
  const status = filled.find(isStatus);
  return filled.filter((it) => !isStatus(it) || it === status);
}

export const isStatus = ({ at }: Placed): boolean => at >= STATUS && at < FLAGS;

/** Whether a response reports an error. */
export const refuses = ({ header }: PduView): boolean => filledIn(header).some(isStatus);

/** Status, or its first part. */
export const statusOf = ({ header }: PduView): Field | undefined => placed(header).find(isStatus)?.field;

/** A field's value for a message: a number as hex, longer ones as their bytes. */
export function shown(header: PduView, field: Field): string {
  const hex = (value: number, bytes: number): string => value.toString(16).padStart(bytes * 2, '0');
  if (field.kind === 'uint') return `0x${hex(header.uint(field), field.size)}`;
  return Array.from(header.bytes(field), (byte) => hex(byte, 1)).join(' ');
}

function placed(header: PduView): Placed[] {
  const { packet, layer } = header;
  return [...header.fields()].map((field) => ({ field, at: packet.tree.start(header.node(field)) - layer.start }));
}
