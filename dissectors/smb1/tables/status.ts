/** NTSTATUS values (MS-ERREF 2.3.1) that SMB1's messages are seen with. */
const NT_STATUS: Readonly<Record<number, string>> = {
  0x00000000: 'STATUS_SUCCESS',
  0x00000103: 'STATUS_PENDING',
  0x80000005: 'STATUS_BUFFER_OVERFLOW',
  0x80000006: 'STATUS_NO_MORE_FILES',
  0xc0000001: 'STATUS_UNSUCCESSFUL',
  0xc0000002: 'STATUS_NOT_IMPLEMENTED',
  0xc0000008: 'STATUS_INVALID_HANDLE',
  0xc000000d: 'STATUS_INVALID_PARAMETER',
  0xc000000f: 'STATUS_NO_SUCH_FILE',
  0xc0000016: 'STATUS_MORE_PROCESSING_REQUIRED',
  0xc0000022: 'STATUS_ACCESS_DENIED',
  0xc0000034: 'STATUS_OBJECT_NAME_NOT_FOUND',
  0xc000006d: 'STATUS_LOGON_FAILURE',
  0xc00000bb: 'STATUS_NOT_SUPPORTED',
  0xc00000cc: 'STATUS_BAD_NETWORK_NAME',
  0xc00000d0: 'STATUS_REQUEST_NOT_ACCEPTED',
};

/** Error classes of the older form (MS-CIFS 2.2.2.4): the class in the first byte, the code in the last two. */
const CLASSES: Readonly<Record<number, string>> = { 1: 'ERRDOS', 2: 'ERRSRV', 3: 'ERRHRD', 0xff: 'ERRCMD' };

/** A Status field's name: an NTSTATUS, or class and code. */
export function statusName(status: number): string {
  const known = NT_STATUS[status];
  if (known) return known;
  const kind = CLASSES[status & 0xff];
  if (kind && (status & 0xff00) === 0) return `${kind}/${status >>> 16}`;
  return `0x${status.toString(16).padStart(8, '0')}`;
}
