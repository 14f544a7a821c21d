import { bit, type Dissection, type Field, field, LITTLE, layout, specification, u32 } from '#sdk';

const nrpc = specification('MS-NRPC', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-nrpc/');
const spec = nrpc('3.5.4.4.2');

/** NetrServerAuthenticate2 and 3: what establishes a secure channel, and what is attacked where one is forged. */
const AUTHENTICATE2 = 15;
const AUTHENTICATE3 = 26;

/** Wireshark lists the options among NTLM's, and two of them under another's name. */
const option = (name: string, label: string, mask: number): Field =>
  bit(`ntlmssp.neg_flags.na${name}`, label, mask, { spec: nrpc('3.1.4.2') });

const negotiation = layout(
  { prefix: 'netlogon', spec: nrpc('3.1.4.2') },
  {
    neg_flags: u32('NegotiateFlags', {
      base: 'hex',
      bits: [
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
      ],
    }),
  },
);

const CHANNELS = {
  0: 'NullSecureChannel',
  1: 'MsvApSecureChannel',
  2: 'WorkstationSecureChannel',
  3: 'TrustedDnsDomainSecureChannel',
  4: 'TrustedDomainSecureChannel',
  5: 'UasServerSecureChannel',
  6: 'ServerSecureChannel',
  7: 'CdcServerSecureChannel',
};

const text = (name: string, label: string): Field =>
  field(`netlogon.${name}`, label, 'string', { encoding: 'utf-16le', spec });
const primaryName = text('server', 'PrimaryName');
const accountName = text('acct_name', 'AccountName');
const computerName = text('computer_name', 'ComputerName');
const channel = field('netlogon.sec_chan_type', 'SecureChannelType', 'uint', { size: 2, names: CHANNELS, spec });
const clientCredential = field('netlogon.clientcred', 'ClientCredential', 'bytes', { size: 8, spec });
const serverCredential = field('netlogon.servercred', 'ServerCredential', 'bytes', { size: 8, spec });
const accountRid = field('netlogon.serverrid', 'AccountRid', 'uint', { size: 4, spec });
const returned = field('netlogon.rc', 'Return value', 'uint', { size: 4, base: 'hex', spec });

export const authenticationLayouts = [negotiation];
export const authenticationFields = [
  ...negotiation.items.flatMap((it) => [it.field, ...it.children.map((child) => child.field)]),
  primaryName,
  accountName,
  computerName,
  channel,
  clientCredential,
  serverCredential,
  accountRid,
  returned,
];

/** How a stub's bytes are to be read, as DCE/RPC tells it. */
interface Stub {
  readonly call: { readonly opnum: number };
  readonly request: boolean;
  readonly little: boolean;
  readonly ndr64: boolean;
}

/** Reads the stubs of both calls in NDR; the cursor is behind what was read. */
export function readAuthentication(d: Dissection, stub: Stub): void {
  const { opnum } = stub.call;
  if ((opnum !== AUTHENTICATE2 && opnum !== AUTHENTICATE3) || stub.ndr64) return;
  const start = d.at;
  const order = stub.little ? LITTLE : 0;
  if (stub.request) {
    const present = stub.little ? d.u32le(0) : d.u32be(0);
    d.skip(4);
    if (present) string(d, primaryName, start, stub.little);
    string(d, accountName, start, stub.little);
    align(d, start, 2);
    d.take(channel, 2, order);
    string(d, computerName, start, stub.little);
    d.take(clientCredential, 8);
    align(d, start, 4);
    d.record(negotiation, order);
  } else {
    d.take(serverCredential, 8);
    d.record(negotiation, order);
    if (opnum === AUTHENTICATE3) d.take(accountRid, 4, order);
    d.take(returned, 4, order);
  }
}

/** A conformant and varying string of wide characters (C706 14.3.4.2). */
function string(d: Dissection, of: Field, start: number, little: boolean): void {
  align(d, start, 4);
  const offset = little ? d.u32le(4) : d.u32be(4);
  const count = little ? d.u32le(8) : d.u32be(8);
  d.skip(12);
  if (offset !== 0) d.fail(d.left + 1);
  d.take(of, 2 * count);
}

function align(d: Dissection, start: number, to: number): void {
  const over = (d.at - start) % to;
  if (over) d.skip(to - over);
}
