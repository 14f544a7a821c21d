import {
  Cursor,
  type Dissection,
  type Field,
  type Layer,
  type NdrObservationKind,
  type NdrProcedure,
  type NdrStub,
  type StubOptions,
} from '#sdk';
import { takeVerification } from './connection/verification.ts';
import { type Stub, stubOf } from './keys.ts';
import { stubData } from './layout.ts';

/** Takes note of whose stub it is, and how long; undefined where nobody can read it. */
export function beginStub(d: Dissection, opnum: Field): Stub | undefined {
  const stub = stubOf(d);
  if (!stub) {
    d.take(stubData, d.left);
    return undefined;
  }
  d.layer.note = stub;
  d.generate(opnum, stub.call.opnum);
  if (stub.sealed) return undefined;
  if (stub.fragments && stub.request) {
    const end = takeVerification(d, d.at, d.end);
    stub.trailer = end < d.end;
    d.limitTo(end - d.at, 'dcerpc.rpc_sec_vt');
  }
  return stub;
}

/** What is left is bytes. */
export function takeRest(d: Dissection, stub: Stub): void {
  if (d.left <= 0) return;
  stub.call.undecoded += d.left;
  d.take(stubData, d.left);
}

/** How it is to be read. */
export const readingOf = (stub: Stub, ndr64 = stub.ndr64): StubOptions => ({
  direction: stub.request ? 'request' : 'response',
  syntax: ndr64 ? 'ndr64' : 'ndr',
  little: stub.little,
  inputs: stub.request ? undefined : stub.call.inputs,
});

/** Published IDL holds the place of operations that it does not describe with nothing: `void Opnum0NotUsedOnWire(void)`. */
export const isUndescribed = ({ idl }: NdrProcedure): boolean =>
  idl.returns === undefined && !idl.parameters.some(({ sent }) => sent);

/** What the right syntax shows, too: the others tell of counts and tags that are none. */
const HARMLESS: ReadonlySet<NdrObservationKind> = new Set([
  'left-over',
  'unique-repeated',
  'full-repeated',
  'padding-not-zero',
  'unknown-enumerator',
  'string-unterminated',
  'string-ends-early',
]);

/**
 * Whether a stub whose bind was not captured is in NDR64: the syntax in which it is read to its end without a doubt.
 * Undefined where that is neither.
 */
export function guessSyntax(
  read: NdrStub,
  procedure: NdrProcedure,
  stub: Stub,
  layer: Layer,
  at: number,
): boolean | undefined {
  return [false, true].find((ndr64) => {
    try {
      read.read(cursorOver(layer, at), procedure, readingOf(stub, ndr64));
    } catch {
      return false;
    }
    return leftOver(stub, layer, read.undecoded) === 0 && read.observations.every(({ kind }) => HARMLESS.has(kind));
  });
}

export function cursorOver({ source, end, promised }: Layer, at: number): Cursor {
  const cursor = new Cursor();
  cursor.bytes = source.bytes;
  cursor.at = at;
  cursor.end = end;
  cursor.promised = promised;
  return cursor;
}

/** What rounds the stub up to four bytes, or aligns the verification trailer behind it, is no argument's. */
export function leftOver({ trailer }: Stub, { source, end }: Layer, bytes: number): number {
  const zeros = (): boolean => source.bytes.subarray(end - bytes, end).every((byte) => byte === 0);
  return bytes <= 3 && (trailer || zeros()) ? 0 : bytes;
}
