import type { Kind } from '../../model/field.ts';
import type { IdlArray, IdlStruct } from '../idl/schema.ts';
import { BASE_SIZE } from '../idl/size.ts';
import type { BaseName } from '../idl/syntax.ts';
import type { Role } from './definition.ts';
import type { Content, StructureBody } from './plan.ts';

/** Whether an array is shown as one run: text, or bytes that are no numbers. */
export function contentOf({ string, dimensions }: IdlArray, base: BaseName | undefined): Content {
  const isNarrow = base === 'char' || base === 'uchar' || base === 'byte' || base === 'small' || base === 'usmall';
  if (dimensions.length === 1) {
    if (base === 'wchar' || (string && (base === 'ushort' || base === 'short'))) return 'wide';
    if (string && isNarrow) return 'narrow';
    // Counted text (MS-DTYP's STRING) varies; what does not is most often a blob.
    if (base === 'char' && dimensions[0]!.varying) return 'narrow';
  }
  return isNarrow ? 'bytes' : 'elements';
}

/** What a refinement's kind makes of a value. */
export const READ_AS: Partial<Record<Kind, Role>> = {
  filetime: 'filetime',
  guid: 'guid',
  string: 'narrow',
  bytes: 'bytes',
  ipv4: 'bytes',
  ipv6: 'bytes',
};

/** Length, maximum length and a pointer to text: RPC_UNICODE_STRING and its like (MS-DTYP 2.3.10). */
export function isCounted({ members }: IdlStruct, body: StructureBody): boolean {
  const [length, , buffer] = members;
  const plan = body.members[2];
  if (members.length !== 3 || length!.name !== 'Length' || buffer!.name !== 'Buffer' || plan?.kind !== 'pointer')
    return false;
  return plan.to.kind === 'array' && (plan.to.content === 'wide' || plan.to.content === 'narrow');
}

export const ROLES: Partial<Record<BaseName, Role>> = {
  boolean: 'bool',
  byte: 'uint',
  char: 'uint',
  uchar: 'uint',
  wchar: 'uint',
  small: 'int',
  usmall: 'uint',
  short: 'int',
  ushort: 'uint',
  long: 'int',
  ulong: 'uint',
  hyper: 'int',
  uhyper: 'uint',
  int3264: 'int',
  uint3264: 'uint',
  float: 'float',
  double: 'float',
  error: 'uint',
};

/** Bytes of a base type's field, 0 where the syntax decides. */
export const sizeOf = (base: BaseName): number => (base === 'int3264' || base === 'uint3264' ? 0 : BASE_SIZE[base]);
