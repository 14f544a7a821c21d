/**
 * Time stamps of one pcapng interface (draft-ietf-opsawg-pcapng, section 4.2: if_tsresol and if_tsoffset): a 64-bit
 * count of units, split into seconds and nanoseconds exactly. It exceeds 2^53 in any file of our time that counts in
 * nanoseconds, so it is never one number.
 */
export class Timestamps {
  readonly #offset: number;
  /** Units in a second where they are a power of ten up to 10^9: nearly always. */
  readonly #units: number;
  readonly #nanoseconds: number;
  /** Units in a second otherwise. */
  readonly #wide: bigint | undefined;
  /** Decimal digits of a second that are worth showing. */
  readonly digits: number;
  seconds = 0;
  nanoseconds = 0;

  /** `resolution` is if_tsresol: a negative power of ten, or of two if its highest bit is set. */
  constructor(resolution = 6, offset = 0) {
    const exponent = resolution & 0x7f;
    const binary = (resolution & 0x80) !== 0;
    this.#offset = offset;
    this.#units = 10 ** Math.min(exponent, 9);
    this.#nanoseconds = 1e9 / this.#units;
    this.#wide = binary ? 1n << BigInt(exponent) : exponent > 9 ? 10n ** BigInt(exponent) : undefined;
    this.digits = Math.min(9, binary ? Math.ceil(exponent * Math.log10(2)) : exponent);
  }

  /** Splits a time stamp into `seconds` and `nanoseconds`. */
  split(high: number, low: number): void {
    if (this.#wide !== undefined) return this.#splitWide(high, low, this.#wide);
    // Long division with 16-bit digits: a remainder is below 10^9, so every step stays below 2^46.
    const units = this.#units;
    const q2 = Math.floor(high / units);
    let rest = (high - q2 * units) * 65536 + (low >>> 16);
    const q1 = Math.floor(rest / units);
    rest = (rest - q1 * units) * 65536 + (low & 0xffff);
    const q0 = Math.floor(rest / units);
    this.seconds = (q2 * 65536 + q1) * 65536 + q0 + this.#offset;
    this.nanoseconds = (rest - q0 * units) * this.#nanoseconds;
  }

  #splitWide(high: number, low: number, units: bigint): void {
    const count = (BigInt(high) << 32n) | BigInt(low);
    this.seconds = Number(count / units) + this.#offset;
    this.nanoseconds = Number(((count % units) * 1_000_000_000n) / units);
  }
}
