import { flags, heading, int, list, octets, time, uint } from './field-kinds.ts';
import { ENCRYPTION_TYPES } from './tables.ts';

/** Fields of the exchanges with a key distribution centre: KDC-REQ and KDC-REP. */
export const asReq = heading('as_req', 'as-req', '5.4.1');
export const asRep = heading('as_rep', 'as-rep', '5.4.2');
export const tgsReq = heading('tgs_req', 'tgs-req', '5.4.1');
export const tgsRep = heading('tgs_rep', 'tgs-rep', '5.4.2');

export const reqBody = heading('req_body', 'req-body', '5.4.1');
export const kdcOptions = octets('kdc_options', 'kdc-options', '5.4.1');
/** Bits 14 to 16 are of MS-SFU 2.2.3, RFC 6806 3 and RFC 8062 3. */
export const kdcOptionBits = flags(
  'KDCOptions',
  [
    'reserved',
    'forwardable',
    'forwarded',
    'proxiable',
    'proxy',
    'allow-postdate',
    'postdated',
    'unused7',
    'renewable',
    'unused9',
    'unused10',
    'opt-hardware-auth',
    'unused12',
    'unused13',
    'constrained-delegation',
    'canonicalize',
    'request-anonymous',
    'unused17',
    'unused18',
    'unused19',
    'unused20',
    'unused21',
    'unused22',
    'unused23',
    'unused24',
    'unused25',
    'disable-transited-check',
    'renewable-ok',
    'enc-tkt-in-skey',
    'unused29',
    'renew',
    'validate',
  ],
  '5.4.1',
);
export const from = time('from', 'from');
export const till = time('till', 'till');
export const rtime = time('rtime', 'rtime');
export const nonce = uint('nonce', 'nonce', '5.4.1');
export const etypes = list('kdc-req-body.etype', 'etype', '5.4.1');
export const enctype = int('ENCTYPE', 'ENCTYPE', '5.4.1', ENCRYPTION_TYPES);
export const addresses = list('addresses', 'addresses', '5.2.5');
export const encAuthorizationData = heading('enc_authorization_data', 'enc-authorization-data', '5.4.1');
export const additionalTickets = list('additional_tickets', 'additional-tickets', '5.4.1');
export const additionalTicket = heading('Ticket', 'Ticket', '5.3');

export const kdcFields = [
  asReq,
  asRep,
  tgsReq,
  tgsRep,
  reqBody,
  kdcOptions,
  ...kdcOptionBits,
  from,
  till,
  rtime,
  nonce,
  etypes,
  enctype,
  addresses,
  encAuthorizationData,
  additionalTickets,
  additionalTicket,
];
