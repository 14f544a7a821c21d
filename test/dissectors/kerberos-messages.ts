/** Kerberos messages for tests, in DER: all names, salts and ciphers are invented. */
import { concat, der, hex, latin1, repeat } from './tokens.ts';

const SEQUENCE = 0x30;
export const integer = (...bytes: number[]): Uint8Array => der(0x02, bytes);
export const text = (of: string): Uint8Array => der(0x1b, latin1(of));
export const octets = (of: Uint8Array): Uint8Array => der(0x04, of);
export const bits = (of: string): Uint8Array => der(0x03, [0], hex(of));
export const time = (of: string): Uint8Array => der(0x18, latin1(of));
export const member = (number: number, inner: Uint8Array): Uint8Array => der(0xa0 | number, inner);
export const sequenceOf = (...elements: Uint8Array[]): Uint8Array => der(SEQUENCE, ...elements);
/** A SEQUENCE whose members are numbered from `first`; those that are undefined are left out. */
const numbered = (first: number, members: readonly (Uint8Array | undefined)[]): Uint8Array =>
  sequenceOf(...members.flatMap((it, i) => (it ? [member(first + i, it)] : [])));
export const sequence = (...members: (Uint8Array | undefined)[]): Uint8Array => numbered(0, members);
export const principal = (type: number, ...names: string[]): Uint8Array =>
  sequence(integer(type), sequenceOf(...names.map(text)));
export const encrypted = (bytes: Uint8Array): Uint8Array => sequence(integer(18), integer(4), octets(bytes));
export const checksum = (...type: number[]): Uint8Array => sequence(integer(...type), octets(hex('c0ffee')));
export const address = (type: number, bytes: Uint8Array): Uint8Array => sequence(integer(type), octets(bytes));
/** PA-DATA: its members are [1] and [2]. */
export const paData = (type: readonly number[], value: Uint8Array): Uint8Array =>
  numbered(1, [integer(...type), octets(value)]);

const service = principal(2, 'cifs', 'files.lab.example');
const granting = principal(2, 'krbtgt', 'LAB.EXAMPLE');
export const ticketFor = (name: Uint8Array, cipher: number): Uint8Array =>
  der(0x61, sequence(integer(5), text('LAB.EXAMPLE'), name, encrypted(repeat(cipher, 40))));
export const ticket = ticketFor(service, 0xee);

export const apReq = der(
  0x6e,
  sequence(integer(5), integer(14), bits('20000000'), ticket, encrypted(repeat(0xaa, 30))),
);
export const apRep = der(0x6f, sequence(integer(5), integer(15), encrypted(repeat(0xbb, 20))));
export const tgtRequest = sequence(integer(5), integer(16), principal(1, 'bob'), text('LAB.EXAMPLE'));
export const tgtReply = sequence(integer(5), integer(17), ticket);

export const errorOf = (code: number, data?: Uint8Array): Uint8Array =>
  der(
    0x7e,
    sequence(
      integer(5),
      integer(30),
      time('20260101000000Z'),
      undefined,
      time('20260101000100Z'),
      integer(0x07, 0x45, 0x0b),
      integer(code),
      text('LAB.EXAMPLE'),
      principal(1, 'alice'),
      text('LAB.EXAMPLE'),
      service,
      text('clocks differ'),
      data && octets(data),
    ),
  );

/** What a KDC-REQ asks for, with every member that there is. */
export const body = (options = bits('40810010'), addresses?: Uint8Array): Uint8Array =>
  sequence(
    options,
    principal(1, 'alice'),
    text('LAB.EXAMPLE'),
    granting,
    time('20260101000000Z'),
    time('20370913024805Z'),
    time('20370913024806Z'),
    integer(0x4e, 0xc0, 0x13, 0x27),
    sequenceOf(integer(18), integer(23), integer(0xff, 0x79)),
    addresses ?? sequenceOf(address(20, latin1('WS1            \x20'))),
    encrypted(repeat(0xcc, 8)),
    sequenceOf(ticketFor(service, 0xe1), ticketFor(service, 0xe2)),
  );
/** KDC-REQ: its members are numbered from 1. */
export const kdcReq = (tag: number, padata?: readonly Uint8Array[], what = body()): Uint8Array =>
  der(tag, numbered(1, [integer(5), integer(tag - 0x60), padata && sequenceOf(...padata), what]));
export const asReq = (...padata: Uint8Array[]): Uint8Array => kdcReq(0x6a, padata);
export const kdcRep = (tag: number, ...padata: Uint8Array[]): Uint8Array =>
  der(
    tag,
    sequence(
      integer(5),
      integer(tag - 0x60),
      sequenceOf(...padata),
      text('LAB.EXAMPLE'),
      principal(1, 'alice'),
      ticketFor(granting, 0xe3),
      encrypted(repeat(0xdd, 9)),
    ),
  );

export const grantingAp = der(
  0x6e,
  sequence(integer(5), integer(14), bits('00000000'), ticketFor(granting, 0xe4), encrypted(repeat(0xa1, 12))),
);
export const tgsRequest = paData([1], grantingAp);
export const encTimestamp = paData([2], encrypted(repeat(0xab, 16)));
export const etypeInfo = paData(
  [11],
  sequenceOf(sequence(integer(3), octets(latin1('pepper'))), sequence(integer(23))),
);
export const etypeInfo2 = paData(
  [19],
  sequenceOf(sequence(integer(18), text('LAB.EXAMPLEalice'), octets(hex('00001000'))), sequence(integer(0xff, 0x7b))),
);
export const pacRequest = paData([0, 128], sequence(der(0x01, [0xff])));
export const forUser = paData(
  [0, 129],
  sequence(principal(10, 'carol'), text('LAB'), checksum(0xff, 0x76), text('Kerberos')),
);
export const forX509User = paData(
  [0, 130],
  sequence(
    sequence(integer(7), principal(10, 'carol'), text('LAB'), octets(hex('3082')), bits('20000000')),
    checksum(16),
  ),
);
export const pacOptions = paData([0, 167], sequence(bits('50000000')));
/** KERB-EXT-ERROR: STATUS_NOT_SUPPORTED. */
export const extended = hex('bb0000c0 00000000 03000000');
export const errorData = (value: Uint8Array): Uint8Array => numbered(1, [integer(3), octets(value)]);
export const none = concat();
