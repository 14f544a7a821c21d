import { type Dissection, on, protocol, u16le } from '#sdk';
import { element, oidText, within } from '../ber/keys.ts';
import { authToken, authVerifier, KERBEROS, mechanism } from '../gss-api/keys.ts';
import { rotatedBefore } from './keys.ts';
import { kerberos } from './message.ts';
import { TOKENS } from './tables.ts';
import * as fields from './token-layout.ts';

/** [APPLICATION 0], constructed: GSS-API's frame (RFC 2743 3.1). */
const FRAME = 0x60;
const OID = 0x06;

/** Tokens of the Kerberos mechanism of GSS-API (RFC 4121, RFC 1964): framed, without their frame, or bare messages. */
export const kerberosToken = protocol({
  name: 'spnego-krb5',
  label: 'SPNEGO-KRB5',
  title: 'Kerberos 5 GSS-API token',
  inside: true,
  spec: fields.rfc4121('4.1'),
  layouts: fields.layouts,
  fields: fields.looseFields,
  routes: [on(authToken, KERBEROS), on(authVerifier, KERBEROS), on(mechanism, KERBEROS)],
  carries: () => [kerberos],
  informs: true,
  dissect(d: Dissection) {
    const node = d.open(fields.blob);
    try {
      if (d.left > 0 && d.u8(0) === FRAME) framed(d);
      else bare(d);
    } finally {
      d.at = d.end;
      d.close(node);
    }
  },
});

function framed(d: Dissection): void {
  within(d, element(d), 'spnego-krb5', () => {
    const it = element(d);
    if (it.tag === OID && it.end <= d.end) {
      if (d.recording) d.generate(fields.oid, oidText(d.bytes, it.content, it.end) ?? '', it.content, it.end);
      d.at = it.next;
    }
    bare(d);
  });
}

/** A token, or a Kerberos message that stands for one: only tags of messages have 0x40 set. */
function bare(d: Dissection): void {
  if (d.left >= 2 && TOKENS[u16le(d.bytes, d.at)] !== undefined) token(d);
  else d.submit(kerberos, 'spnego-krb5', d.at, d.end, d.promised);
}

function token(d: Dissection): void {
  const type = d.u16le(0);
  d.take(fields.tokenId, 2);
  switch (type) {
    case 0x0001:
    case 0x0002:
    case 0x0003:
    case 0x0004:
    case 0x0104:
      return d.submit(kerberos, 'spnego.krb5.tok_id', d.at, d.end, d.promised);
    case 0x0101:
    case 0x0201:
      return signed(d, false);
    case 0x0102:
      return signed(d, true);
    case 0x0404:
      return mic(d);
    case 0x0405:
      return wrap(d);
  }
}

/** RFC 1964 1.2.1 and 1.2.2. */
function signed(d: Dissection, wrapped: boolean): void {
  const sealed = wrapped && d.u16le(2) !== 0xffff;
  d.take(fields.signing, 2);
  if (wrapped) d.take(fields.sealing, 2);
  d.take(fields.filler, wrapped ? 2 : 4);
  d.take(fields.sequenceNumber, 8);
  d.take(fields.checksum, 8);
  if (sealed && d.left >= 8) d.take(fields.confounder, 8);
}

/** RFC 4121 4.2.6.1. */
function mic(d: Dissection): void {
  d.record(fields.flags);
  d.take(fields.filler, 5);
  d.record(fields.number);
  if (d.left > 0) d.take(fields.checksum, d.left);
}

/**
 * RFC 4121 4.2.6.2. What follows the header is a checksum where the message is only signed; where it is sealed, in a
 * verifier, it is what rotation put before the message: EC's filler, the header's copy and the checksum, all encrypted.
 * The message after it is its carrier's.
 */
function wrap(d: Dissection): void {
  // Flags, filler and the two counts.
  d.need(6);
  const before = rotatedBefore(d.bytes, d.at - 2);
  d.record(fields.flags);
  d.take(fields.filler, 1);
  d.record(fields.counts);
  d.record(fields.number);
  if (before > 0 && before <= d.left) d.limitTo(before, 'spnego.krb5.cfx_rrc');
  if (d.left > 0) d.take(fields.checksum, d.left);
}
