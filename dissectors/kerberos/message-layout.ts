import { bit, type Field, field, specification } from '#sdk';
import { ENCRYPTION_TYPES, ERRORS, MESSAGE_TYPES, NAME_TYPES } from './tables.ts';

export const rfc4120 = specification('RFC 4120', 'https://www.rfc-editor.org/rfc/rfc4120#section-{section}');

const heading = (name: string, label: string, section: string): Field =>
  field(`kerberos.${name}_element`, label, 'none', { spec: rfc4120(section) });
const uint = (name: string, label: string, section: string): Field =>
  field(`kerberos.${name}`, label, 'uint', { spec: rfc4120(section) });
const int = (name: string, label: string, section: string, names: Readonly<Record<number, string>>): Field =>
  field(`kerberos.${name}`, label, 'int', { names, spec: rfc4120(section) });
const text = (name: string, label: string, section: string): Field =>
  field(`kerberos.${name}`, label, 'string', { encoding: 'utf-8', spec: rfc4120(section) });
const octets = (name: string, label: string, section: string): Field =>
  field(`kerberos.${name}`, label, 'bytes', { spec: rfc4120(section) });
/** Number of elements of a SEQUENCE OF. */
const list = (name: string, label: string): Field =>
  field(`kerberos.${name}`, label, 'uint', { size: 4, generated: true, spec: rfc4120('5.2.2') });
const time = (name: string, label: string): Field =>
  field(`kerberos.${name}`, label, 'time', { generated: true, spec: rfc4120('5.2.3') });

export const apReq = heading('ap_req', 'AP-REQ', '5.5.1');
export const apRep = heading('ap_rep', 'AP-REP', '5.5.2');
export const krbError = heading('krb_error', 'KRB-ERROR', '5.9.1');
export const tgtReq = heading('tgt_req', 'KERB-TGT-REQUEST', '3.2.3');
export const tgtRep = heading('tgt_rep', 'KERB-TGT-REPLY', '3.2.3');
export const other = heading('kdc_message', 'Message of another type', '5.10');

export const pvno = uint('pvno', 'pvno', '5.4.1');
export const msgType = int('msg_type', 'msg-type', '7.5.7', MESSAGE_TYPES);

export const apOptions = octets('ap_options', 'ap-options', '5.5.1');
export const apOptionBits = [
  bit('kerberos.APOptions.reserved', 'reserved', 0x80),
  bit('kerberos.APOptions.use.session.key', 'use-session-key', 0x40),
  bit('kerberos.APOptions.mutual.required', 'mutual-required', 0x20),
];
export const ticket = heading('ticket', 'ticket', '5.3');
export const tktVno = uint('tkt_vno', 'tkt-vno', '5.3');
export const authenticator = heading('authenticator', 'authenticator', '5.5.1');

export const encPart = heading('enc_part', 'enc-part', '5.2.9');
export const etype = int('etype', 'etype', '5.2.9', ENCRYPTION_TYPES);
export const kvno = uint('kvno', 'kvno', '5.2.9');
export const cipher = octets('cipher', 'cipher', '5.2.9');

export const realm = text('realm', 'realm', '5.2.2');
export const crealm = text('crealm', 'crealm', '5.9.1');
export const nameType = int('name_type', 'name-type', '6.2', NAME_TYPES);
export const sname = heading('sname', 'sname', '5.2.2');
export const snameStrings = list('sname_string', 'name-string');
export const snameString = text('SNameString', 'KerberosString', '5.2.1');
export const cname = heading('cname', 'cname', '5.2.2');
export const cnameStrings = list('cname_string', 'name-string');
export const cnameString = text('CNameString', 'KerberosString', '5.2.1');
export const serverName = heading('server_name', 'server-name', '5.2.2');

export const ctime = time('ctime', 'ctime');
export const cusec = uint('cusec', 'cusec', '5.9.1');
export const stime = time('stime', 'stime');
export const susec = uint('susec', 'susec', '5.9.1');
export const errorCode = int('error_code', 'error-code', '7.5.9', ERRORS);
export const eText = text('e_text', 'e-text', '5.9.1');
export const eData = octets('e_data', 'e-data', '5.9.1');

export const looseFields = [
  apReq,
  apRep,
  krbError,
  tgtReq,
  tgtRep,
  other,
  pvno,
  msgType,
  apOptions,
  ...apOptionBits,
  ticket,
  tktVno,
  authenticator,
  encPart,
  etype,
  kvno,
  cipher,
  realm,
  crealm,
  nameType,
  sname,
  snameStrings,
  snameString,
  cname,
  cnameStrings,
  cnameString,
  serverName,
  ctime,
  cusec,
  stime,
  susec,
  errorCode,
  eText,
  eData,
];
