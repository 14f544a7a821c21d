/** A place in an IDL text; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something that was repaired: what was found, and how it is read. */
export interface IdlWarning {
  readonly place: Place;
  readonly message: string;
}

export const placeText = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;

/** An IDL text that cannot be read. */
export class IdlError extends Error {
  readonly place: Place;
  /** The message without its place. */
  readonly reason: string;

  constructor(place: Place, reason: string) {
    super(`${placeText(place)}: ${reason}`);
    this.name = 'IdlError';
    this.place = place;
    this.reason = reason;
  }
}

/** Takes what was repaired. */
export type Warn = (place: Place, message: string) => void;
