import { bit, field, layout, specification, u8, u24 } from '#sdk';

const rfc1002 = specification('RFC 1002', 'https://www.rfc-editor.org/rfc/rfc1002#section-{section}');
const spec = rfc1002('4.3.1');

export const MESSAGE = 0x00;
export const REQUEST = 0x81;
export const POSITIVE = 0x82;
export const NEGATIVE = 0x83;
export const RETARGET = 0x84;
export const KEEP_ALIVE = 0x85;

export const TYPES: Readonly<Record<number, string>> = {
  [MESSAGE]: 'Session message',
  [REQUEST]: 'Session request',
  [POSITIVE]: 'Positive session response',
  [NEGATIVE]: 'Negative session response',
  [RETARGET]: 'Retarget session response',
  [KEEP_ALIVE]: 'Session keep-alive',
};

/** RFC 1002 4.3.4. */
const ERRORS = {
  0x80: 'Not listening on called name',
  0x81: 'Not listening for calling name',
  0x82: 'Called name not present',
  0x83: 'Called name present, but insufficient resources',
  0x8f: 'Unspecified error',
};

/** Direct hosting (MS-SMB2 2.1): no flags, 24 bits of length. */
export const direct = layout(
  { prefix: 'nbss', spec },
  { type: u8('Message Type', { base: 'hex', names: TYPES }), length: u24('Length') },
);

export const type = field('nbss.type', 'Message Type', 'uint', { size: 1, base: 'hex', names: TYPES, spec });
export const flags = field('nbss.flags', 'Flags', 'uint', { size: 1, base: 'hex', spec });
export const extension = bit('nbss.flags.e', 'Extend', 0x01, {
  names: { 0: 'Add 0 to length', 1: 'Add 65536 to length' },
  spec,
});
/** 17 bits: the flags' lowest and the two bytes after them. */
export const length = field('nbss.length', 'Length', 'uint', { size: 3, mask: 0x1ffff, spec });

export const calledName = field('nbss.called_name', 'Called Name', 'string', {
  generated: true,
  spec: rfc1002('4.3.2'),
});
export const callingName = field('nbss.calling_name', 'Calling Name', 'string', {
  generated: true,
  spec: rfc1002('4.3.2'),
});
export const errorCode = field('nbss.error_code', 'Error code', 'uint', {
  size: 1,
  base: 'hex',
  names: ERRORS,
  spec: rfc1002('4.3.4'),
});
export const retargetAddress = field('nbss.retarget_ip_address', 'Retarget IP address', 'ipv4', {
  size: 4,
  spec: rfc1002('4.3.5'),
});
export const retargetPort = field('nbss.retarget_port', 'Retarget port', 'uint', { size: 2, spec: rfc1002('4.3.5') });
export const continuation = field('nbss.continuation_data', 'Continuation data', 'bytes');

export const looseFields = [
  type,
  flags,
  extension,
  length,
  calledName,
  callingName,
  errorCode,
  retargetAddress,
  retargetPort,
  continuation,
];
