/** Shorthand for examples: an SMB message whose header is zero but for what is said, then its body in hex. */
interface HeaderBytes {
  status?: string;
  flags?: string;
  flags2?: string;
  pidHigh?: string;
  security?: string;
  reserved?: string;
  tid?: string;
  pid?: string;
  uid?: string;
  mid?: string;
}

const message = (command: string, body: string, flags: string, h: HeaderBytes): string =>
  `ff534d42 ${command} ${h.status ?? '00000000'} ${h.flags ?? flags} ${h.flags2 ?? '0000'} ${h.pidHigh ?? '0000'} ` +
  `${h.security ?? '0000000000000000'} ${h.reserved ?? '0000'} ${h.tid ?? '0000'} ${h.pid ?? '0000'} ${h.uid ?? '0000'} ${h.mid ?? '0000'} ${body}`;

export const request = (command: string, body: string, header: HeaderBytes = {}): string => message(command, body, '00', header);
export const response = (command: string, body: string, header: HeaderBytes = {}): string => message(command, body, '80', header);

/** Parts of correct messages: sender "A", recipient "B", text "Hi". */
export const SEND = request('d0', '00 0c00 04 4100 04 4200 01 0300 486900');
export const SEND_ANSWER = response('d0', '00 0000');
export const START = request('d5', '00 0600 04 4100 04 4200');
export const START_ANSWER = response('d5', '01 0100 0000');
export const TEXT = request('d7', '01 0100 0600 01 0300 486900');
export const TEXT_ANSWER = response('d7', '00 0000');
export const END = request('d6', '01 0100 0000');
export const END_ANSWER = response('d6', '00 0000');
/** A block of 128 letters x. */
export const FULL_TEXT = request('d7', `01 0100 8300 01 8000 ${'78'.repeat(128)}`);
