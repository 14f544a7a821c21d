import { bit, type Field, type Refinement, specification } from '#sdk';

const nrpc = specification('MS-NRPC', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-nrpc/');

/** Wireshark lists the options among NTLM's, and two of them under another's name. */
const option = (name: string, label: string, mask: number): Field =>
  bit(`ntlmssp.neg_flags.na${name}`, label, mask, { spec: nrpc('3.1.4.2') });

const options = [
  option('8000000', 'Secure RPC (Y)', 0x40000000),
  option('8000000', 'Authenticated RPC via lsass', 0x20000000),
  option('100000', 'AES and SHA2 (W)', 0x01000000),
  option('200000', 'RODC pass-through (V)', 0x00200000),
  option('100000', 'No NT4 emulation (U)', 0x00100000),
  option('80000', 'Cross-forest trusts (T)', 0x00080000),
  option('40000', 'NetrLogonGetDomainInfo (S)', 0x00040000),
  option('20000', 'NetrServerPasswordSet2 (R)', 0x00020000),
  option('10000', 'DNS domain trusts (Q)', 0x00010000),
  option('8000', 'Transitive trusts (P)', 0x00008000),
  option('4000', 'Strong keys (O)', 0x00004000),
  option('2000', 'No replication of the security authority (N)', 0x00002000),
  option('1000', 'No replication of accounts (M)', 0x00001000),
  option('800', 'Concurrent RPC (L)', 0x00000800),
  option('400', 'Generic pass-through (K)', 0x00000400),
  option('200', 'SendToSam (J)', 0x00000200),
  option('100', 'Password change is refused (I)', 0x00000100),
  option('80', 'NetrDatabaseRedo (H)', 0x00000080),
  option('40', 'Several SIDs (G)', 0x00000040),
  option('20', 'Restarted full synchronization (F)', 0x00000020),
  option('10', 'Change log on backup domain controllers (E)', 0x00000010),
  option('8', 'Promotion count (D)', 0x00000008),
  option('4', 'RC4 (C)', 0x00000004),
  option('2', 'Persistent backup domain controllers (B)', 0x00000002),
  option('1', 'Account lockout (A)', 0x00000001),
];

const called = (name: string): Refinement => ({ abbrev: `netlogon.${name}` });
const result: Refinement = { ...called('rc'), base: 'hex' };
const flags: Refinement = { ...called('neg_flags'), base: 'hex', bits: options, spec: nrpc('3.1.4.2') };

/** What establishes a secure channel, and what is attacked where one is forged; the other operations by name. */
export const secureChannel = {
  idl: new URL('./netlogon.idl', import.meta.url),
  opnums: [4, 15, 26],
  refine: {
    'NetrServerReqChallenge.return': result,
    'NetrServerAuthenticate2.return': result,
    'NetrServerAuthenticate3.return': result,
    'NetrServerAuthenticate2.NegotiateFlags': flags,
    'NetrServerAuthenticate3.NegotiateFlags': flags,
    ...Object.fromEntries(
      ['NetrServerReqChallenge', 'NetrServerAuthenticate2', 'NetrServerAuthenticate3'].flatMap((operation, i) => [
        [`${operation}.PrimaryName`, called('server')],
        [`${operation}.ComputerName`, called('computer_name')],
        ...(i > 0
          ? [
              [`${operation}.AccountName`, called('acct_name')],
              [`${operation}.SecureChannelType`, called('sec_chan_type')],
              [`${operation}.ClientCredential`, called('clientcred')],
              [`${operation}.ServerCredential`, called('servercred')],
            ]
          : []),
      ]),
    ),
    'NetrServerAuthenticate3.AccountRid': called('serverrid'),
    'NetrServerReqChallenge.ClientChallenge': called('clientchallenge'),
    'NetrServerReqChallenge.ServerChallenge': called('serverchallenge'),
  },
};
