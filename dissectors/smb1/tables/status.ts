import { ntStatus, ntStatusName } from '../../nt-status/keys.ts';
import { DOS_ERRORS, ERROR_CLASSES, HARDWARE_ERRORS, SERVER_ERRORS } from './errors.ts';

const CODES: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  1: DOS_ERRORS,
  2: SERVER_ERRORS,
  3: HARDWARE_ERRORS,
};

/** The older form's name: 'ERRSRV/ERRaccess'; the number where the code has none. */
export function errorName(status: number): string {
  const errorClass = status & 0xff;
  const code = status >>> 16;
  const kind = ERROR_CLASSES[errorClass] ?? `0x${errorClass.toString(16).padStart(2, '0')}`;
  return `${kind}/${CODES[errorClass]?.[code] ?? code}`;
}

/** A Status field's name where the form is not known: an NTSTATUS, or class and code. */
export function statusName(status: number): string {
  const known = ntStatusName(status);
  if (known) return known;
  const kind = ERROR_CLASSES[status & 0xff];
  if (kind && (status & 0xff00) === 0) return errorName(status);
  return ntStatus(status);
}
