/** SHA-512 of `before` followed by the bytes from `start` to `end`. */
export function sha512(before: Uint8Array, b: Uint8Array, start: number, end: number): Uint8Array {
  // Loaded when it is first needed: it costs more than most runs take to start.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha512').update(before).update(b.subarray(start, end)).digest();
}

/** 16 hex digits of SHA-256 over the parts. */
export function fingerprintOf(parts: readonly string[]): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}
