import { bit, field, layout, u32 } from '#sdk';
import { ntStatusName } from '../nt-status/keys.ts';
import { flags, heading, int, kile, list, octets, sfu, text } from './field-kinds.ts';
import { PADATA_TYPES } from './tables.ts';

/** Pre-authentication data (RFC 4120 5.2.7), and what its values hold. */
export const padata = list('padata', 'padata', '5.4.1');
export const paData = heading('PA_DATA', 'PA-DATA', '5.2.7');
export const padataType = int('padata_type', 'padata-type', '7.5.2', PADATA_TYPES);
export const padataValue = octets('padata_value', 'padata-value', '5.2.7');

export const passwordSalt = octets('pw_salt', 'pw-salt', '5.2.7.3');
export const etypeInfoEntry = heading('ETYPE_INFO_ENTRY', 'ETYPE-INFO-ENTRY', '5.2.7.4');
export const infoSalt = octets('info_salt', 'salt', '5.2.7.4');
export const etypeInfo2Entry = heading('ETYPE_INFO2_ENTRY', 'ETYPE-INFO2-ENTRY', '5.2.7.5');
export const info2Salt = text('info2_salt', 'salt', '5.2.7.5');
export const s2kparams = octets('s2kparams', 's2kparams', '5.2.7.5');

export const includePac = field('kerberos.include_pac', 'include-pac', 'bool', { spec: kile('2.2.3') });
export const pacOptions = octets('flags', 'flags', kile('2.2.10'));
export const pacOptionBits = flags(
  'PAC.OPTIONS.FLAGS',
  ['claims', 'branch-aware', 'forward-to-full-dc', 'resource-based-constrained-delegation'],
  kile('2.2.10'),
);
const supports = (name: string, mask: number) =>
  bit(`kerberos.supported_entypes.${name}`, name, mask, { little: true, spec: kile('2.2.7') });
export const supportedTypes = layout(
  { prefix: 'kerberos', little: true, spec: kile('2.2.8') },
  {
    supported_entypes: u32('SupportedEnctypes', {
      base: 'hex',
      bits: [
        supports('des-cbc-crc', 0x01),
        supports('des-cbc-md5', 0x02),
        supports('rc4-hmac', 0x04),
        supports('aes128-cts-hmac-sha1-96', 0x08),
        supports('aes256-cts-hmac-sha1-96', 0x10),
        supports('fast-supported', 0x10000),
        supports('compound-identity-supported', 0x20000),
        supports('claims-supported', 0x40000),
        supports('resource-sid-compression-disabled', 0x80000),
      ],
    }),
  },
);
export const extendedError = layout(
  { prefix: 'kerberos', little: true, spec: kile('2.2.1') },
  {
    status: u32('NT Status', { abbrev: 'kerberos.smb.nt_status', base: 'hex', names: ntStatusName }),
    'ext_error.reserved': u32('Reserved', { base: 'hex' }),
    'ext_error.flags': u32('Flags', { base: 'hex' }),
  },
);

export const userName = heading('name', 'name', sfu('2.2.1'));
export const userChecksum = heading('cksum', 'cksum', sfu('2.2.1'));
export const authPackage = text('auth', 'auth', sfu('2.2.1'));
export const userId = heading('user_id', 'user-id', sfu('2.2.2'));
export const userIdChecksum = heading('checksum', 'checksum', sfu('2.2.2'));
export const subjectCertificate = octets('subject_certificate', 'subject-certificate', sfu('2.2.2'));
export const userIdOptions = octets('options', 'options', sfu('2.2.2'));

export const padataLayouts = [supportedTypes, extendedError];
export const padataFields = [
  padata,
  paData,
  padataType,
  padataValue,
  passwordSalt,
  etypeInfoEntry,
  infoSalt,
  etypeInfo2Entry,
  info2Salt,
  s2kparams,
  includePac,
  pacOptions,
  ...pacOptionBits,
  userName,
  userChecksum,
  authPackage,
  userId,
  userIdChecksum,
  subjectCertificate,
  userIdOptions,
];
