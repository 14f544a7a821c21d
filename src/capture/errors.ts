/** Why nothing of an input can be read: it cannot be opened, or it is no capture. The message is one line and names it. */
export class CaptureError extends Error {
  readonly kind: 'missing' | 'not-a-capture';

  constructor(kind: 'missing' | 'not-a-capture', message: string) {
    super(message);
    this.name = 'CaptureError';
    this.kind = kind;
  }
}

/** Thrown inside this folder where bytes stop making sense: the capture ends there. Stackless, for it is no bug. */
export class Damage {
  readonly message: string;
  /** Where in the (decompressed) file, if whoever throws it knows. */
  readonly position: number | undefined;

  constructor(message: string, position?: number) {
    this.message = message;
    this.position = position;
  }
}

/** What went wrong in words: a Damage's or an Error's message, a system error's meaning instead of its code. */
export function reason(error: unknown): string {
  if (error instanceof Damage) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  return (code !== undefined && SYSTEM[code]) || message || String(error);
}

const SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ENXIO: 'no such device',
  EIO: 'input/output error',
  EBADF: 'it is closed',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file has grown too large',
  EROFS: 'the file system is read-only',
};
