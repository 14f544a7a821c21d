/** Why a capture did not start, or broke off. The message is one line. */
export type LiveTrouble =
  /** The program or package is not there. */
  | 'missing'
  /** The user may not capture; the message has the remedy. */
  | 'rights'
  /** libpcap does not understand the capture filter. */
  | 'filter'
  /** The backend cannot do what is asked. */
  | 'option'
  | 'failed';

export class LiveError extends Error {
  readonly kind: LiveTrouble;

  constructor(kind: LiveTrouble, message: string) {
    super(message);
    this.name = 'LiveError';
    this.kind = kind;
  }
}
