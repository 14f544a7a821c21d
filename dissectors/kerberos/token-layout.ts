import { bit, field, layout, specification, u8, u16, u64 } from '#sdk';
import { TOKENS } from './tables.ts';

const rfc1964 = specification('RFC 1964', 'https://www.rfc-editor.org/rfc/rfc1964#section-{section}');
export const rfc4121 = specification('RFC 4121', 'https://www.rfc-editor.org/rfc/rfc4121#section-{section}');
const krb5 = 'spnego.krb5';
const hex = { base: 'hex', little: true } as const;

export const blob = field('spnego.krb5.blob', 'Token', 'bytes', { spec: rfc4121('4.1') });
export const oid = field('spnego.krb5_oid', 'OID', 'string', { generated: true, spec: rfc4121('4.1') });
export const tokenId = field('spnego.krb5.tok_id', 'TOK_ID', 'uint', {
  ...hex,
  size: 2,
  names: TOKENS,
  spec: rfc4121('4.1'),
});

const SIGNING = { 0x0000: 'DES MAC MD5', 0x0001: 'MD2.5', 0x0002: 'DES MAC', 0x0011: 'HMAC' };
const SEALING = { 0x0000: 'DES CBC', 0x0010: 'RC4', 0xffff: 'none' };
/** RFC 1964's tokens, after TOK_ID. */
export const signing = field('spnego.krb5.sgn_alg', 'SGN_ALG', 'uint', {
  ...hex,
  size: 2,
  names: SIGNING,
  spec: rfc1964('1.2.1'),
});
export const sealing = field('spnego.krb5.seal_alg', 'SEAL_ALG', 'uint', {
  ...hex,
  size: 2,
  names: SEALING,
  spec: rfc1964('1.2.2'),
});
export const sequenceNumber = field('spnego.krb5.snd_seq', 'SND_SEQ', 'bytes', { size: 8, spec: rfc1964('1.2.1.2') });
export const confounder = field('spnego.krb5.confounder', 'Confounder', 'bytes', { size: 8, spec: rfc1964('1.2.2.3') });
export const filler = field('spnego.krb5.filler', 'Filler', 'bytes', { spec: rfc4121('4.2.6') });
export const checksum = field('spnego.krb5.sgn_cksum', 'SGN_CKSUM', 'bytes', { spec: rfc4121('4.2.6') });

/** Sealed, of Flags (RFC 4121 4.2.2). */
export const SEALED = 0x02;
/** RFC 4121's tokens, after TOK_ID. */
export const flags = layout(
  { prefix: krb5, spec: rfc4121('4.2.2') },
  {
    cfx_flags: u8('Flags', {
      base: 'hex',
      bits: [
        bit('spnego.krb5.acceptor_subkey', 'AcceptorSubkey', 0x04),
        bit('spnego.krb5.sealed', 'Sealed', SEALED),
        bit('spnego.krb5.send_by_acceptor', 'SentByAcceptor', 0x01),
      ],
    }),
  },
);
export const counts = layout({ prefix: krb5, spec: rfc4121('4.2.6.2') }, { cfx_ec: u16('EC'), cfx_rrc: u16('RRC') });
export const number = layout({ prefix: krb5, spec: rfc4121('4.2.6') }, { cfx_seq: u64('SND_SEQ') });

export const layouts = [flags, counts, number];
export const looseFields = [blob, oid, tokenId, signing, sealing, sequenceNumber, confounder, filler, checksum];
