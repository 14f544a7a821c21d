import { field } from '#sdk';
import { flags, heading, int, list, octets, rfc4120, text, time, uint } from './field-kinds.ts';
import { ADDRESS_TYPES, CHECKSUM_TYPES, ENCRYPTION_TYPES, ERRORS, MESSAGE_TYPES, NAME_TYPES } from './tables.ts';

export const apReq = heading('ap_req', 'ap-req', '5.5.1');
export const apRep = heading('ap_rep', 'ap-rep', '5.5.2');
export const krbSafe = heading('krb_safe', 'krb-safe', '5.6.1');
export const krbPriv = heading('krb_priv', 'krb-priv', '5.7.1');
export const krbCred = heading('krb_cred', 'krb-cred', '5.8.1');
export const krbError = heading('krb_error', 'krb-error', '5.9.1');
export const tgtReq = heading('tgt_req', 'KERB-TGT-REQUEST', '3.2.3');
export const tgtRep = heading('tgt_rep', 'KERB-TGT-REPLY', '3.2.3');
export const other = heading('kdc_message', 'Message of another type', '5.10');

export const pvno = uint('pvno', 'pvno', '5.4.1');
export const msgType = int('msg_type', 'msg-type', '7.5.7', MESSAGE_TYPES);

export const apOptions = octets('ap_options', 'ap-options', '5.5.1');
export const apOptionBits = flags('APOptions', ['reserved', 'use-session-key', 'mutual-required'], '5.5.1');
export const ticket = heading('ticket', 'ticket', '5.3');
export const tktVno = uint('tkt_vno', 'tkt-vno', '5.3');
export const authenticator = heading('authenticator', 'authenticator', '5.5.1');

export const encPart = heading('enc_part', 'enc-part', '5.2.9');
export const etype = int('etype', 'etype', '5.2.9', ENCRYPTION_TYPES);
export const kvno = uint('kvno', 'kvno', '5.2.9');
export const cipher = octets('cipher', 'cipher', '5.2.9');
export const checksumType = int('cksumtype', 'cksumtype', '5.2.9', CHECKSUM_TYPES);
export const checksum = octets('checksum', 'checksum', '5.2.9');

export const realm = text('realm', 'realm', '5.2.2');
export const crealm = text('crealm', 'crealm', '5.9.1');
export const nameType = int('name_type', 'name-type', '6.2', NAME_TYPES);
export const nameStrings = list('name_string', 'name-string', '5.2.2');
export const nameString = text('KerberosString', 'KerberosString', '5.2.1');
export const sname = heading('sname', 'sname', '5.2.2');
export const snameStrings = list('sname_string', 'sname-string', '5.2.2');
export const snameString = text('SNameString', 'SNameString', '5.2.1');
export const cname = heading('cname', 'cname', '5.2.2');
export const cnameStrings = list('cname_string', 'cname-string', '5.2.2');
export const cnameString = text('CNameString', 'CNameString', '5.2.1');
export const serverName = heading('server_name', 'server-name', '5.2.2');

export const hostAddress = heading('HostAddress', 'HostAddress', '5.2.5');
export const addressType = int('addr_type', 'addr-type', '7.5.3', ADDRESS_TYPES);
export const address = octets('address', 'address', '5.2.5');
export const addressIpv4 = field('kerberos.addr_ip', 'IP Address', 'ipv4', { size: 4, spec: rfc4120('7.5.3') });
export const addressIpv6 = field('kerberos.addr_ipv6', 'IPv6 Address', 'ipv6', { size: 16, spec: rfc4120('7.5.3') });
export const addressNetbios = text('addr_nb', 'NetBIOS Address', '7.5.3');

export const ctime = time('ctime', 'ctime');
export const cusec = uint('cusec', 'cusec', '5.9.1');
export const stime = time('stime', 'stime');
export const susec = uint('susec', 'susec', '5.9.1');
export const errorCode = int('error_code', 'error-code', '7.5.9', ERRORS);
export const eText = text('e_text', 'e-text', '5.9.1');
export const eData = octets('e_data', 'e-data', '5.9.1');

export const messageFields = [
  apReq,
  apRep,
  krbSafe,
  krbPriv,
  krbCred,
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
  checksumType,
  checksum,
  realm,
  crealm,
  nameType,
  nameStrings,
  nameString,
  sname,
  snameStrings,
  snameString,
  cname,
  cnameStrings,
  cnameString,
  serverName,
  hostAddress,
  addressType,
  address,
  addressIpv4,
  addressIpv6,
  addressNetbios,
  ctime,
  cusec,
  stime,
  susec,
  errorCode,
  eText,
  eData,
];
