import { bits, bytes, field, guid, layout, u8, u16, u32 } from '#sdk';
import { win32ErrorName } from '../win32-error/keys.ts';
import { wds } from './spec.ts';

/**
 * A WDS packet, request or reply (MS-WDSC 2.2.1): endpoint header, operation header, variables. All numbers are
 * little-endian.
 */
const little = true;

export const request = field('wdsc.request', 'WDS Request Packet', 'none', { spec: wds('2.2.1') });
export const reply = field('wdsc.reply', 'WDS Reply Packet', 'none', { spec: wds('2.2.1') });

const endpointHeader = field('wdsc.endpoint', 'Endpoint Header', 'none', { spec: wds('2.2.1.1') });
export const endpoint = layout(
  { prefix: 'wdsc.endpoint', little, root: endpointHeader, spec: wds('2.2.1.1') },
  {
    size_of_header: u16('Size-Of-Header'),
    version: u16('Version', { base: 'hex' }),
    packet_size: u32('Packet-Size'),
    guid: guid('Endpoint-GUID'),
    reserved: bytes('Reserved', 16),
  },
);
export const endpointName = field('wdsc.endpoint.name', 'Endpoint', 'string', { generated: true });

const PACKET_TYPES: Readonly<Record<number, string>> = { 1: 'WDSCPL_PACKET_REQUEST', 2: 'WDSCPL_PACKET_REPLY' };

export const operationHeader = field('wdsc.operation', 'Operation Header', 'none', { spec: wds('2.2.1.2') });
export const operation = layout(
  { prefix: 'wdsc.operation', little, spec: wds('2.2.1.2') },
  {
    packet_size: u32('Packet-Size'),
    version: u16('Version', { base: 'hex' }),
    packet_type: u8('Packet-Type', { names: PACKET_TYPES, spec: wds('2.2.1.2.1') }),
    padding: u8('Padding1', { base: 'hex' }),
  },
);
/** One field of the document, two meanings. */
export const opcode = field('wdsc.opcode', 'OpCode', 'uint', { size: 4, base: 'hex', little, spec: wds('2.2.1.2') });
export const errorCode = field('wdsc.error_code', 'ErrorCode', 'uint', {
  size: 4,
  base: 'hex',
  little,
  names: win32ErrorName,
  spec: wds('2.2.1.2'),
});
export const variableCount = field('wdsc.variable_count', 'Variable-Count', 'uint', {
  size: 4,
  little,
  spec: wds('2.2.1.2'),
});
export const operationName = field('wdsc.operation.name', 'Operation', 'string', { generated: true });

const BASE_TYPES: Readonly<Record<number, string>> = {
  0x0001: 'WDSCPL_VAR_BYTE',
  0x0002: 'WDSCPL_VAR_USHORT',
  0x0004: 'WDSCPL_VAR_ULONG',
  0x0008: 'WDSCPL_VAR_ULONG64',
  0x0010: 'WDSCPL_VAR_STRING',
  0x0020: 'WDSCPL_VAR_WSTRING',
  0x0040: 'WDSCPL_VAR_BLOB',
};
export const ARRAY = 0x1000;

const typeOf = (value: number): string | undefined => {
  const base = BASE_TYPES[value & 0xffff & ~ARRAY];
  const isArray = value >>> 16 === ARRAY || (value & ARRAY) !== 0;
  return base && (isArray ? `${base} | WDSCPL_VAR_ARRAY` : base);
};

/** The fixed part of a block: 80 bytes, before its value. */
export const block = field('wdsc.variable', 'Variable Description Block', 'none', { spec: wds('2.2.1.3.1') });
export const variable = layout(
  { prefix: 'wdsc.variable', little, spec: wds('2.2.1.3.1') },
  {
    name: { label: 'Variable-Name', kind: 'string', size: 66, encoding: 'utf-16le' },
    padding: u16('Padding1', { base: 'hex' }),
    type: u32('Variable-Type', {
      base: 'hex',
      names: typeOf,
      bits: [
        bits('wdsc.variable.base_type', 'Base Type', 0xffff, { base: 'hex', names: BASE_TYPES, digits: 4, little }),
        bits('wdsc.variable.type_modifier', 'Type Modifier', 0xffff0000, {
          base: 'hex',
          names: { [ARRAY]: 'WDSCPL_VAR_ARRAY' },
          digits: 4,
          little,
          spec: wds('2.2.1.3.2.2'),
        }),
      ],
      spec: wds('2.2.1.3.2'),
    }),
    value_length: u32('Value-Length', { spec: wds('2.2.1.3.3') }),
    array_size: u32('Array-Size', { spec: wds('2.2.1.3.3') }),
  },
);
export const value = field('wdsc.variable.value', 'Variable-Value', 'none', { spec: wds('2.2.1.3.1') });
export const paddingEnd = field('wdsc.variable.padding_end', 'Padding_end', 'bytes', { spec: wds('2.2.1.3.1') });
/** After the last variable. */
export const leftOver = field('wdsc.left_over', 'Left over', 'bytes');

/** A value, or one element of an array, by its base type. */
const types = { little, spec: wds('2.2.1.3.2.1') };
export const valueByte = field('wdsc.value.byte', 'Byte', 'uint', types);
export const valueUshort = field('wdsc.value.ushort', 'USHORT', 'uint', types);
export const valueUlong = field('wdsc.value.ulong', 'ULONG', 'uint', types);
export const valueUlong64 = field('wdsc.value.ulong64', 'ULONG64', 'uint', types);
export const valueString = field('wdsc.value.string', 'String', 'string', types);
export const valueWide = field('wdsc.value.wstring', 'Unicode String', 'string', { ...types, encoding: 'utf-16le' });
export const valueBlob = field('wdsc.value.blob', 'Blob', 'bytes', types);
export const valueUnknown = field('wdsc.value.unknown', 'Value of an unknown type', 'bytes', types);
/** A blob that is text; what the text is. */
export const blobText = field('wdsc.value.text', 'Text', 'string', { encoding: 'utf-8' });
export const blobWideText = field('wdsc.value.unicode_text', 'Text (UTF-16)', 'string', { encoding: 'utf-16le' });
export const xml = field('wdsc.value.xml', 'XML document', 'bool', { generated: true });
/** What a number of a known variable means. */
export const valueMeaning = field('wdsc.value.name', 'Meaning', 'string', { generated: true });
/** Bytes that are a password or a key. */
export const secret = field('wdsc.secret', 'Password or key', 'bool', { generated: true });
/** Elements beyond those that are shown one by one. */
export const furtherElements = field('wdsc.value.further', 'Further elements', 'bytes');

export const looseFields = [
  request,
  reply,
  operationHeader,
  endpointName,
  opcode,
  errorCode,
  variableCount,
  operationName,
  block,
  value,
  paddingEnd,
  leftOver,
  valueByte,
  valueUshort,
  valueUlong,
  valueUlong64,
  valueString,
  valueWide,
  valueBlob,
  valueUnknown,
  blobText,
  blobWideText,
  xml,
  valueMeaning,
  secret,
  furtherElements,
];
