import { type Dissection, type Field, on, protocol } from '#sdk';
import { childrenCount, type Element, element, elements, oidText, within } from '../ber/keys.ts';
import { KERBEROS, mechanism, mechanismName, SPNEGO, tokenType } from '../gss-api/keys.ts';
import * as fields from './layout.ts';

const NEG_TOKEN_INIT = 0xa0;
const NEG_TOKEN_RESP = 0xa1;
const OID = 0x06;
const SEQUENCE = 0x30;
/** Context-specific, constructed. */
const tag = (number: number): number => 0xa0 | number;

/** Simple and Protected GSS-API Negotiation (RFC 4178) with Microsoft's NegTokenInit2 (MS-SPNG 2.2.1). */
export const spnego = protocol({
  name: 'spnego',
  label: 'SPNEGO',
  title: 'Simple Protected Negotiation',
  inside: true,
  spec: fields.rfc4178('4.2'),
  fields: fields.looseFields,
  routes: [on(mechanism, SPNEGO)],
  carries: () => [mechanism],
  informs: true,
  dissect(d: Dissection) {
    elements(d, 'spnego', (it) => {
      if (it.tag === NEG_TOKEN_INIT) members(d, fields.negTokenInit, initMember);
      else if (it.tag === NEG_TOKEN_RESP) members(d, fields.negTokenResp, respMember);
    });
  },
});

/** A SEQUENCE of tagged members, each shown by what it holds. */
function members(d: Dissection, heading: Field, member: (d: Dissection, number: number, inner: Element) => void): void {
  within(
    d,
    element(d),
    heading.abbrev,
    () =>
      elements(d, heading.abbrev, (it) => {
        const inner = element(d);
        within(d, inner, heading.abbrev, () => member(d, it.tag, inner));
      }),
    heading,
  );
}

function initMember(d: Dissection, number: number, inner: Element): void {
  switch (number) {
    case tag(0):
      if (d.recording) d.generate(fields.mechTypes, childrenCount(d), inner.content, d.end);
      return elements(d, 'spnego.mechTypes', (it) => {
        if (it.tag === OID) identifier(d, fields.mechType);
      });
    case tag(1):
      return contextFlags(d);
    case tag(2):
      return token(d, fields.mechToken);
    case tag(3):
      // Where RFC 4178 has mechListMIC, an OCTET STRING, NegTokenInit2 has negHints.
      if (inner.tag !== SEQUENCE) return token(d, fields.mechListMic);
      return hints(d);
    case tag(4):
      return token(d, fields.mechListMic);
  }
}

function respMember(d: Dissection, number: number): void {
  switch (number) {
    case tag(0):
      if (d.left > 0 && d.left <= 4) d.take(fields.negState, d.left);
      return;
    case tag(1):
      return identifier(d, fields.supportedMech);
    case tag(2):
      return token(d, fields.responseToken);
    case tag(3):
      return token(d, fields.mechListMic);
  }
}

function hints(d: Dissection): void {
  const node = d.open(fields.negHints);
  elements(d, 'spnego.negHints', (it) => {
    const inner = element(d);
    within(d, inner, 'spnego.negHints', () => {
      if (it.tag === tag(0)) d.take(fields.hintName, d.left);
      else if (it.tag === tag(1)) d.take(fields.hintAddress, d.left);
    });
  });
  d.close(node);
}

/** A BIT STRING: the number of unused bits, then bits from the most significant on. */
function contextFlags(d: Dissection): void {
  d.skip(1);
  const { at } = d;
  const node = d.open(fields.reqFlags);
  if (d.left > 0) for (const flag of fields.contextFlags) d.mark(flag, at, at + 1);
  d.skip(d.left);
  d.close(node);
}

function identifier(d: Dissection, field: Field): void {
  if (!d.recording) return;
  const oid = oidText(d.bytes, d.at, d.end);
  if (oid === undefined) return;
  d.generate(field, oid, d.at, d.end);
  const name = mechanismName(oid);
  if (name) d.generate(fields.mechanismNamed, name, d.at, d.end);
}

/** A mechanism's own token: shown as bytes, and handed on where its content says whose it is. */
function token(d: Dissection, field: Field): void {
  const { at, end, promised } = d;
  const type = tokenType(d.bytes, at, end);
  // The frame that NTLM never has and SPNEGO needs no second time is Kerberos'.
  if (type !== undefined) d.route(mechanism, type === SPNEGO ? KERBEROS : type, at, end, promised);
  d.take(field, d.left);
}
