import type { ArgumentVisitor, ByteWriter, NdrStub, PlainScalar } from '#sdk';

/** What fits behind an operation's name in a column. */
const LIMITS = { values: 32, length: 64, depth: 6, named: true, handles: false, result: false };
/** Characters of it. */
const MOST = 160;

/** A stub's arguments on one line: ', ServerName: \\SRV, Level: 1'; of a response, its result first. */
export function tellArguments(stub: NdrStub, out: ByteWriter): void {
  const { result } = stub;
  const start = out.length;
  if (result) {
    out.ascii(', ');
    const { name, value } = result;
    out.utf8(name ?? (value < 10 ? String(value) : `0x${value.toString(16)}`));
  }
  telling.begin(out, start);
  stub.visit(telling, LIMITS);
  if (charactersSince(out, start) <= MOST) return;
  const text = textSince(out, start);
  out.length = start;
  out.utf8(`${text.slice(0, MOST - 1)}…`);
}

const decoder = new TextDecoder();
const textSince = (out: ByteWriter, start: number): string => decoder.decode(out.buffer.subarray(start, out.length));

/** As many as the text has, or as its bytes where those are too few to matter. */
const charactersSince = (out: ByteWriter, start: number): number =>
  out.length - start <= MOST ? out.length - start : textSince(out, start).length;

/** Structures are told member by member; of an array its length, or its one element. */
class Telling implements ArgumentVisitor {
  #out!: ByteWriter;
  #start = 0;
  /** Structures and arrays under way, counted from the outermost array. */
  #inside = 0;
  #array = '';
  #elements = 0;
  #element: PlainScalar = null;

  begin(out: ByteWriter, start: number): void {
    this.#out = out;
    this.#start = start;
    this.#inside = 0;
  }

  value(name: string, value: PlainScalar): void {
    if (this.#inside > 0) return this.#count(value);
    if (value === null || value === '' || this.#isFull()) return;
    this.#name(name);
    if (typeof value === 'string') this.#out.text(value);
    else if (typeof value === 'number' && value >= 0 && Number.isSafeInteger(value)) this.#out.decimal(value);
    else this.#out.ascii(String(value));
  }

  structure(): void {
    if (this.#inside === 0) return;
    this.#count(null);
    this.#inside++;
  }

  array(name: string): void {
    this.structure();
    if (this.#inside > 0) return;
    this.#inside = 1;
    this.#array = name;
    this.#elements = 0;
    this.#element = null;
  }

  end(): void {
    if (this.#inside === 0 || --this.#inside > 0) return;
    if (this.#elements === 1 && this.#element !== null) return this.value(this.#array, this.#element);
    if (this.#isFull()) return;
    this.#name(this.#array);
    this.#out.byte(0x5b);
    this.#out.decimal(this.#elements);
    this.#out.byte(0x5d);
  }

  #count(element: PlainScalar): void {
    if (this.#inside > 1) return;
    this.#elements++;
    this.#element = element;
  }

  #name(name: string): void {
    this.#out.ascii(', ');
    this.#out.utf8(name);
    this.#out.ascii(': ');
  }

  #isFull(): boolean {
    return charactersSince(this.#out, this.#start) >= MOST;
  }
}

const telling = new Telling();
