import { bit, bytes, type Field, field, layout, specification, u8, u16, u32 } from '#sdk';

export const nlmp = specification('MS-NLMP', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/');

export const NEGOTIATE = 1;
export const CHALLENGE = 2;
export const AUTHENTICATE = 3;
/** As Wireshark's lists and people have them. */
export const TYPES: Readonly<Record<number, string>> = {
  [NEGOTIATE]: 'NTLMSSP_NEGOTIATE',
  [CHALLENGE]: 'NTLMSSP_CHALLENGE',
  [AUTHENTICATE]: 'NTLMSSP_AUTH',
};

export const header = layout(
  { prefix: 'ntlmssp', little: true, spec: nlmp('2.2.1') },
  {
    identifier: { label: 'Signature', kind: 'string', size: 8 },
    messagetype: u32('MessageType', { base: 'hex', names: TYPES }),
  },
);

const flag = (name: string, label: string, mask: number): Field =>
  bit(`ntlmssp.${name}`, label, mask, { little: true, spec: nlmp('2.2.2.5') });

export const UNICODE = 0x00000001;
export const EXTENDED_SECURITY = 0x00080000;
export const VERSION = 0x02000000;
export const KEY_EXCHANGE = 0x40000000;

export const flags = layout(
  { prefix: 'ntlmssp', little: true, spec: nlmp('2.2.2.5') },
  {
    negotiateflags: u32('NegotiateFlags', {
      base: 'hex',
      bits: [
        flag('negotiate56', 'NTLMSSP_NEGOTIATE_56', 0x80000000),
        flag('negotiatekeyexch', 'NTLMSSP_NEGOTIATE_KEY_EXCH', KEY_EXCHANGE),
        flag('negotiate128', 'NTLMSSP_NEGOTIATE_128', 0x20000000),
        flag('negotiatent10000000', 'Reserved (r1)', 0x10000000),
        flag('negotiatent08000000', 'Reserved (r2)', 0x08000000),
        flag('negotiatent04000000', 'Reserved (r3)', 0x04000000),
        flag('negotiateversion', 'NTLMSSP_NEGOTIATE_VERSION', VERSION),
        flag('negotiatent01000000', 'Reserved (r4)', 0x01000000),
        flag('negotiatetargetinfo', 'NTLMSSP_NEGOTIATE_TARGET_INFO', 0x00800000),
        flag('requestnonntsession', 'NTLMSSP_REQUEST_NON_NT_SESSION_KEY', 0x00400000),
        flag('negotiatent00200000', 'Reserved (r5)', 0x00200000),
        flag('negotiateidentify', 'NTLMSSP_NEGOTIATE_IDENTIFY', 0x00100000),
        flag('negotiatentlm2', 'NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY', EXTENDED_SECURITY),
        flag('targettypeshare', 'Reserved (r6)', 0x00040000),
        flag('targettypeserver', 'NTLMSSP_TARGET_TYPE_SERVER', 0x00020000),
        flag('targettypedomain', 'NTLMSSP_TARGET_TYPE_DOMAIN', 0x00010000),
        flag('negotiatealwayssign', 'NTLMSSP_NEGOTIATE_ALWAYS_SIGN', 0x00008000),
        flag('negotiate00004000', 'Reserved (r7)', 0x00004000),
        flag('negotiateoemworkstationsupplied', 'NTLMSSP_NEGOTIATE_OEM_WORKSTATION_SUPPLIED', 0x00002000),
        flag('negotiateoemdomainsupplied', 'NTLMSSP_NEGOTIATE_OEM_DOMAIN_SUPPLIED', 0x00001000),
        flag('negotiateanonymous', 'Anonymous Connection', 0x00000800),
        flag('negotiatentonly', 'Reserved (r8)', 0x00000400),
        flag('negotiatentlm', 'NTLMSSP_NEGOTIATE_NTLM', 0x00000200),
        flag('negotiate00000100', 'Reserved (r9)', 0x00000100),
        flag('negotiatelmkey', 'NTLMSSP_NEGOTIATE_LM_KEY', 0x00000080),
        flag('negotiatedatagram', 'NTLMSSP_NEGOTIATE_DATAGRAM', 0x00000040),
        flag('negotiateseal', 'NTLMSSP_NEGOTIATE_SEAL', 0x00000020),
        flag('negotiatesign', 'NTLMSSP_NEGOTIATE_SIGN', 0x00000010),
        flag('negotiate00000008', 'Reserved (r10)', 0x00000008),
        flag('requesttarget', 'NTLMSSP_REQUEST_TARGET', 0x00000004),
        flag('negotiateoem', 'NTLM_NEGOTIATE_OEM', 0x00000002),
        flag('negotiateunicode', 'NTLMSSP_NEGOTIATE_UNICODE', UNICODE),
      ],
    }),
  },
);

export const version = layout(
  {
    prefix: 'ntlmssp.version',
    little: true,
    root: field('ntlmssp.version', 'Version', 'none', { spec: nlmp('2.2.2.10') }),
    spec: nlmp('2.2.2.10'),
  },
  {
    major: u8('ProductMajorVersion'),
    minor: u8('ProductMinorVersion'),
    build_number: u16('ProductBuild'),
    reserved: bytes('Reserved', 3),
    ntlm_current_revision: u8('NTLMRevisionCurrent'),
  },
);

export const challenge = layout(
  { prefix: 'ntlmssp', spec: nlmp('2.2.1.2') },
  { ntlmserverchallenge: bytes('ServerChallenge', 8), reserved: bytes('Reserved', 8) },
);

/** The header of a payload field: what it belongs to decides under which name Wireshark lists it. */
const place = (prefix: string) => ({
  length: field(`${prefix}.length`, 'Len', 'uint', { size: 2, little: true, spec: nlmp('2.2.1') }),
  capacity: field(`${prefix}.maxlen`, 'MaxLen', 'uint', { size: 2, little: true, spec: nlmp('2.2.1') }),
  offset: field(`${prefix}.offset`, 'BufferOffset', 'uint', { size: 4, little: true, spec: nlmp('2.2.1') }),
});
export type Place = ReturnType<typeof place>;
export const stringPlace = place('ntlmssp.string');
export const blobPlace = place('ntlmssp.blob');
export const targetInfoPlace = place('ntlmssp.challenge.target_info');

/** A text that NTLMSSP_NEGOTIATE_UNICODE decides the encoding of. */
export interface Text {
  readonly unicode: Field;
  readonly oem: Field;
}
const text = (name: string, label: string, section: string): Text => ({
  unicode: field(`ntlmssp.${name}`, label, 'string', { encoding: 'utf-16le', spec: nlmp(section) }),
  oem: field(`ntlmssp.${name}`, label, 'string', { encoding: 'oem', spec: nlmp(section) }),
});

export const negotiateDomain = text('negotiate.domain', 'DomainName', '2.2.1.1');
export const negotiateWorkstation = text('negotiate.callingworkstation', 'WorkstationName', '2.2.1.1');
export const targetName = text('challenge.target_name', 'TargetName', '2.2.1.2');
export const domain = text('auth.domain', 'DomainName', '2.2.1.3');
export const user = text('auth.username', 'UserName', '2.2.1.3');
export const workstation = text('auth.hostname', 'Workstation', '2.2.1.3');

const blob = (name: string, label: string, section = '2.2.1.3'): Field =>
  field(`ntlmssp.${name}`, label, 'bytes', { spec: nlmp(section) });
export const lmResponse = blob('auth.lmresponse', 'LmChallengeResponse');
export const ntResponse = blob('auth.ntresponse', 'NtChallengeResponse');
export const sessionKey = blob('auth.sesskey', 'EncryptedRandomSessionKey');
export const mic = blob('authenticate.mic', 'MIC');
/** The client's challenge of extended session security, which takes the LM response's place (MS-NLMP 3.3.1). */
export const clientChallenge = blob('ntlmclientchallenge', 'ClientChallenge', '3.3.1');

/** Wireshark's marks of a response whose password it knows; the one that everybody knows is none. */
const known = (name: string, label: string): Field =>
  field(`ntlmssp.${name}`, label, 'none', { generated: true, spec: nlmp('3.3.2') });
export const authenticated = known('authenticated', 'Authenticated with an empty password');
export const sessionBaseKey = known('sessionbasekey', 'SessionBaseKey follows from it');
export const exportedKey = known('sessionkey', 'ExportedSessionKey follows from it');

/** NTLMSSP_MESSAGE_SIGNATURE: both forms of it begin with a version of 1. */
export const signature = field('ntlmssp.verf', 'NTLMSSP_MESSAGE_SIGNATURE', 'none', { spec: nlmp('2.2.2.9') });
export const signatureVersion = field('ntlmssp.verf.vers', 'Version', 'uint', {
  size: 4,
  little: true,
  spec: nlmp('2.2.2.9'),
});
export const signatureBody = blob('verf.body', 'Checksum and SeqNum', '2.2.2.9');
export const signatureChecksum = blob('verf.hmacmd5', 'Checksum', '2.2.2.9.2');
export const signatureNumber = blob('verf.sequence', 'SeqNum', '2.2.2.9.2');

export const unknownType = field('ntlmssp.messagetype.unknown', 'Message type that MS-NLMP does not have', 'none', {
  generated: true,
});

const places = [stringPlace, blobPlace, targetInfoPlace].flatMap((it) => [it.length, it.capacity, it.offset]);
const texts = [negotiateDomain, negotiateWorkstation, targetName, domain, user, workstation].flatMap((it) => [
  it.unicode,
  it.oem,
]);

export const layouts = [header, flags, version, challenge];
export const looseFields = [
  ...places,
  ...texts,
  lmResponse,
  ntResponse,
  sessionKey,
  mic,
  clientChallenge,
  authenticated,
  sessionBaseKey,
  exportedKey,
  signature,
  signatureVersion,
  signatureBody,
  signatureChecksum,
  signatureNumber,
  unknownType,
];
