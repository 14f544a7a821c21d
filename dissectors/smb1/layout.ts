import { bit, bytes, field, layout, specification, u8, u16, u32 } from '#sdk';
import { COMMANDS } from './tables/commands.ts';

export const cifs = specification('MS-CIFS', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-cifs/');
const spec = cifs('2.2.3.1');

export const REPLY = 0x80;
export const NT_STATUS = 0x4000;
export const UNICODE = 0x8000;

export const flagBits = {
  lock: bit('smb.flags.lock', 'Lock and Read', 0x01, { names: { 0: 'not supported', 1: 'supported' } }),
  receive: bit('smb.flags.receive_buffer', 'Receive Buffer Posted', 0x02),
  caseless: bit('smb.flags.caseless', 'Case Sensitivity', 0x08, { names: { 0: 'Path names are case sensitive', 1: 'Path names are caseless' } }),
  canonical: bit('smb.flags.canon', 'Canonicalized Pathnames', 0x10),
  oplock: bit('smb.flags.oplock', 'Oplocks', 0x20),
  notify: bit('smb.flags.notify', 'Notify', 0x40),
  reply: bit('smb.flags.response', 'Request/Response', REPLY, { names: { 0: 'Message is a request to the server', 1: 'Message is a response to the client/redirector' } }),
};

export const header = layout(
  { prefix: 'smb', little: true, spec },
  {
    server_component: u32('Server Component', { base: 'hex', names: { 0x424d53ff: 'SMB' } }),
    cmd: u8('SMB Command', { base: 'hex', names: COMMANDS }),
    status: u32('Status', { abbrev: 'smb.nt_status', base: 'hex' }),
    flags: u8('Flags', { base: 'hex', bits: [flagBits.reply, flagBits.notify, flagBits.oplock, flagBits.canonical, flagBits.caseless, flagBits.receive, flagBits.lock] }),
    flags2: u16('Flags2', {
      base: 'hex',
      bits: [
        bit('smb.flags2.string', 'Unicode Strings', UNICODE, little()),
        bit('smb.flags2.nt_error', 'Error Code Type', NT_STATUS, little()),
        bit('smb.flags2.roe', 'Execute-only Reads', 0x2000, little()),
        bit('smb.flags2.dfs', 'Dfs', 0x1000, little()),
        bit('smb.flags2.esn', 'Extended Security Negotiation', 0x0800, little()),
        bit('smb.flags2.reparse_path', 'Reparse Path', 0x0400, little()),
        bit('smb.flags2.long_names_used', 'Long Names Used', 0x0040, little()),
        bit('smb.flags2.sec_sig_required', 'Security Signatures Required', 0x0010, little()),
        bit('smb.flags2.compressed', 'Compressed', 0x0008, little()),
        bit('smb.flags2.sec_sig', 'Security Signatures', 0x0004, little()),
        bit('smb.flags2.ea', 'Extended Attributes', 0x0002, little()),
        bit('smb.flags2.long_names_allowed', 'Long Names Allowed', 0x0001, little()),
      ],
    }),
    pidHigh: u16('PIDHigh', { abbrev: 'smb.pid.high' }),
    signature: bytes('SecurityFeatures', 8),
    reserved: bytes('Reserved', 2),
    tid: u16('TID'),
    pid: u16('PIDLow'),
    uid: u16('UID'),
    mid: u16('MID'),
  },
);

function little() {
  return { little: true };
}

/** Every command's parameters and data (MS-CIFS 2.2.3.2 and 2.2.3.3). */
export const wordCount = field('smb.wct', 'Word Count (WCT)', 'uint', { size: 1, spec: cifs('2.2.3.2') });
export const words = field('smb.vwv', 'Words', 'bytes', { spec: cifs('2.2.3.2') });
export const byteCount = field('smb.bcc', 'Byte Count (BCC)', 'uint', { size: 2, little: true, spec: cifs('2.2.3.3') });
export const data = field('smb.data', 'Data', 'bytes', { spec: cifs('2.2.3.3') });
/** An AndX block's next command bears the name of the command it announces. */
export const andxCommand = field('smb.cmd', 'AndXCommand', 'uint', { size: 1, base: 'hex', names: COMMANDS, spec: cifs('2.2.3.4') });
export const andxReserved = field('smb.reserved', 'Reserved', 'bytes', { size: 1, spec: cifs('2.2.3.4') });
export const andxOffset = field('smb.andxoffset', 'AndXOffset', 'uint', { size: 2, little: true, spec: cifs('2.2.3.4') });
export const responseTo = field('smb.response_to', 'Response to', 'uint', { size: 4, generated: true });

export const looseFields = [wordCount, words, byteCount, data, andxCommand, andxReserved, andxOffset, responseTo];
