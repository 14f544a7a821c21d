import {
  type Dissection,
  decodeText,
  type Field,
  field,
  layout,
  nullTerminated,
  on,
  protocol,
  specification,
  u8,
  u16,
  u32,
} from '#sdk';
import { mailslotName, NETLOGON } from './keys.ts';

const adts = specification('MS-ADTS', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/');
const little = true;

const QUERY = 0x07;
const RESPONSE = 0x0c;
const SAM_LOGON = 0x12;
const SAM_RESPONSE = 0x13;
const SAM_PAUSED = 0x14;
const SAM_UNKNOWN = 0x15;

/** Operation codes (MS-ADTS 6.3.1.3) by the names that Wireshark gives them. */
const COMMANDS: Readonly<Record<number, string>> = {
  0x00: 'LM1.0/LM2.0 LOGON Request',
  0x06: 'LM2.0 Response to LOGON Request',
  [QUERY]: 'Query for PDC',
  0x08: 'Announce Startup of PDC',
  0x09: 'Announce Failed PDC',
  0x0a: 'Announce Change to UAS or SAM',
  [RESPONSE]: 'Response to Query for PDC',
  [SAM_LOGON]: 'SAM LOGON request from client',
  [SAM_RESPONSE]: 'Response to SAM LOGON request',
  [SAM_PAUSED]: 'SAM Response during LOGON pause',
  [SAM_UNKNOWN]: 'SAM Response - user unknown',
  0x17: 'SAM Active Directory Response',
  0x18: 'SAM Active Directory Response during LOGON pause',
  0x19: 'SAM Active Directory Response - user unknown',
};

const spec = adts('6.3.1');
const command = layout(
  { prefix: 'smb_netlogon', little, spec },
  {
    command: u8('Opcode', { base: 'hex', names: COMMANDS }),
    flags: u8('Unused', { abbrev: 'smb_netlogon.unknown', base: 'hex' }),
  },
);
const count = layout({ prefix: 'smb_netlogon', little, spec: adts('6.3.1.4') }, { request_count: u16('RequestCount') });
const control = layout(
  { prefix: 'smb_netlogon', little, spec: adts('6.3.1.4') },
  { flags: u32('AllowableAccountControlBits', { base: 'hex' }), domain_sid_size: u32('DomainSidSize') },
);
const tail = layout(
  { prefix: 'smb_netlogon', little, spec },
  {
    nt_version: u32('NtVersion'),
    lmnt_token: u16('LmNtToken', { base: 'hex' }),
    lm_token: u16('Lm20Token', { base: 'hex' }),
  },
);
const oem = (abbrev: string, label: string): Field => field(abbrev, label, 'string', { encoding: 'oem', spec });
const unicode = (abbrev: string, label: string): Field =>
  field(abbrev, label, 'string', { encoding: 'utf-16le', spec });
const computer = oem('smb_netlogon.computer_name', 'ComputerName');
const slot = oem('smb_netlogon.mailslot_name', 'MailslotName');
const wideComputer = unicode('smb_netlogon.unicode_computer_name', 'UnicodeComputerName');
const pdc = oem('smb_netlogon.pdc_name', 'PrimaryDCName');
const widePdc = unicode('smb_netlogon.unicode_pdc_name', 'UnicodePrimaryDCName');
const domain = unicode('smb_netlogon.domain_name', 'UnicodeDomainName');
const user = unicode('smb_netlogon.user_name', 'UnicodeUserName');
const server = unicode('smb_netlogon.server_name', 'UnicodeLogonServer');
const sid = field('smb_netlogon.domain_sid', 'DomainSid', 'bytes', { spec });

/** Who is the domain controller, asked and answered on \MAILSLOT\NET\NETLOGON (MS-ADTS 6.3.1). */
export const netlogonMailslot = protocol({
  name: 'smb_netlogon',
  label: 'SMB_NETLOGON',
  title: 'Microsoft Windows Logon Protocol (Old)',
  layouts: [command, count, control, tail],
  fields: [computer, slot, wideComputer, pdc, widePdc, domain, user, server, sid],
  routes: [on(mailslotName, NETLOGON)],
  spec,
  carries: () => [],
  dissect(d) {
    const code = d.u8(0);
    d.record(command);
    switch (code) {
      case QUERY:
        takeOem(d, computer);
        takeOem(d, slot);
        takeUnicode(d, wideComputer);
        break;
      case RESPONSE:
        takeOem(d, pdc);
        if (d.left > tail.size) {
          takeUnicode(d, widePdc);
          takeUnicode(d, domain);
        }
        break;
      case SAM_LOGON: {
        d.record(count);
        takeUnicode(d, wideComputer);
        takeUnicode(d, user);
        takeOem(d, slot);
        const size = d.u32le(control.offset.domain_sid_size);
        d.record(control);
        // The SID is aligned on four bytes.
        if (size > 0) {
          d.skip((d.layer.start - d.at) & 3);
          d.take(sid, size);
        }
        break;
      }
      case SAM_RESPONSE:
      case SAM_PAUSED:
      case SAM_UNKNOWN:
        takeUnicode(d, server);
        takeUnicode(d, user);
        takeUnicode(d, domain);
        break;
      default:
        return d.data(d.at, d.end, d.promised);
    }
    if (d.left >= tail.size) {
      d.at = d.end - tail.size;
      d.record(tail);
    }
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const { start, end } = layer;
    if (end <= start) return;
    const code = bytes[start]!;
    out.ascii(COMMANDS[code] ?? `Unknown command 0x${code.toString(16).padStart(2, '0')}`);
    if (code !== QUERY && code !== RESPONSE) return;
    const at = start + command.size;
    if (at >= end) return;
    out.ascii(' from ');
    out.text(decodeText(bytes, at, nullTerminated(bytes, at, end), 'oem'));
  },
});

function takeOem(d: Dissection, what: Field): void {
  d.take(what, Math.min(d.end, nullTerminated(d.bytes, d.at, d.end) + 1) - d.at);
}

/** UTF-16 on an even offset from the message's start. */
function takeUnicode(d: Dissection, what: Field): void {
  if ((d.at - d.layer.start) & 1) d.skip(1);
  let { at } = d;
  while (at + 2 <= d.end && (d.bytes[at] !== 0 || d.bytes[at + 1] !== 0)) at += 2;
  d.take(what, Math.min(d.end, at + 2) - d.at);
}
