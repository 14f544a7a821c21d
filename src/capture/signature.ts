/** What a file that is no capture seems to be, from its first bytes: half of an answer is "a ZIP archive, not a capture". */
export function nature(head: Uint8Array): string {
  if (head.length === 0) return 'empty';
  const latin = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 512)).toString('latin1');
  for (const [magic, name, at = 0] of SIGNATURES) {
    if (latin.startsWith(magic, at))
      return `${name}, ${name.includes('capture') ? 'which is not read' : 'not a capture'}`;
  }
  if (head.length >= 4 && MANGLED.test(latin)) {
    return 'a pcapng capture damaged in transfer as text: its line ends were changed';
  }
  if (isErf(head)) return 'an Endace ERF capture, which is not read';
  const text = textKind(latin);
  if (text) return `${text}, not a capture`;
  const first = Buffer.from(head.subarray(0, 4)).toString('hex').match(/../g)?.join(' ');
  return `no capture: it begins with ${first}`;
}

/** Magic (as Latin-1), name, offset. The longer ones of a common beginning first. */
const SIGNATURES: readonly (readonly [string, string, number?])[] = [
  // Other captures
  ['btsnoop\0', 'a btsnoop (Bluetooth) capture'],
  ['TRSNIFF data    \x1a', 'a Network General Sniffer capture'],
  ['XCP\0', 'a Network Associates Sniffer capture'],
  ['VL\0\0', 'a Cinco NetXRay capture'],
  ['iptrace 1.0', 'an AIX iptrace capture'],
  ['iptrace 2.0', 'an AIX iptrace capture'],
  ['\x7fver', 'an OmniPeek capture'],
  ['ObserverPktBufferVersion=', 'a Network Instruments Observer capture'],
  ['\x05VNF', 'a Visual Networks capture'],
  ['\xaa\xaa\xaa\xaa', 'an Accellent 5Views capture'],
  ['\x00\x00\x02\x00\x12\x05\x00\x10', 'a Tektronix K12 capture'],
  ['\x54\x52\x00\x64\x00', 'an HP-UX nettl capture'],
  ['LOGG', 'a Vector BLF capture'],
  ['\xa1\xb2\x34\xcd', 'a pcap capture in the form of Francisco Mesquita'],
  ['\xcd\x34\xb2\xa1', 'a pcap capture in the form of Francisco Mesquita'],
  ['\xa1\x2b\x3c\x4d', 'a pcap capture in the form of Navtel'],
  ['\x4d\x3c\x2b\xa1', 'a pcap capture in the form of Navtel'],
  ['\xa1\xb2\xc3\xcb', 'a saved BPF program'],
  // Archives and compressions
  ['PK\x03\x04', 'a ZIP archive'],
  ['PK\x05\x06', 'an empty ZIP archive'],
  ['PK\x07\x08', 'a ZIP archive in parts'],
  ['7z\xbc\xaf\x27\x1c', 'a 7z archive'],
  ['Rar!\x1a\x07', 'a RAR archive'],
  ['MSCF', 'a CAB archive'],
  ['ustar', 'a tar archive', 257],
  ['!<arch>\n', 'an ar archive'],
  ['BZh', 'a bzip2-compressed file'],
  ['\x1f\x9d', 'a file compressed by compress (.Z)'],
  ['\x1f\x8b', 'a gzip file of an unknown method'],
  ['LZIP', 'an lzip-compressed file'],
  ['\x89LZO\x00', 'an lzop-compressed file'],
  ['\x02\x21\x4c\x18', 'an LZ4 file of the legacy format'],
  ['\x5d\x00\x00', 'an LZMA-compressed file'],
  ['\xff\x06\x00\x00sNaPpY', 'a Snappy-compressed file'],
  // Anything else that ends up on a command line
  ['\x7fELF', 'an ELF executable'],
  ['MZ', 'a Windows executable'],
  ['\xcf\xfa\xed\xfe', 'a Mach-O executable'],
  ['\xca\xfe\xba\xbe', 'a Java class or a universal executable'],
  ['ElfFile\0', 'a Windows event log (EVTX)'],
  ['\x89PNG\r\n\x1a\n', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['RIFF', 'a RIFF file (WAV, AVI, WebP)'],
  ['%PDF-', 'a PDF document'],
  ['{\\rtf', 'an RTF document'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'a Microsoft Office or installer file'],
  ['SQLite format 3\0', 'an SQLite database'],
  ['PAR1', 'a Parquet file'],
  ['version https://git-lfs.github.com', 'a Git LFS pointer (git lfs pull fetches what it stands for)'],
];

/** 0A 0D 0D 0A was chosen so that such transfers show (draft-ietf-opsawg-pcapng, section 4.1). */
const MANGLED = /^(?:\n\r?\n\n?|\r\n\r\r?\r?\n|\n\r\r\r\n|\r\n\n\n|\n\n\n)[^\n\r]{0,12}(?:M<\+\x1a|\x1a\+<M)/;

/** Endace's extensible record format has no magic: three records in a row must make sense. */
function isErf(head: Uint8Array): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  let at = 0;
  let records = 0;
  for (; records < 3 && at + 16 <= head.length; records++) {
    const type = view.getUint8(at + 8) & 0x7f;
    const length = view.getUint16(at + 10);
    const loss = view.getUint16(at + 12);
    const wire = view.getUint16(at + 14);
    const year = view.getUint32(at + 4, true) / 31_556_952 + 1970;
    if (type === 0 || type > 27 || length < 16 || loss > 1000 || wire > 65_000 || year < 1995 || year > 2060)
      return false;
    at += length;
  }
  return records >= 2 || (records === 1 && at === head.length);
}

function textKind(latin: string): string | undefined {
  const text = latin.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^(?:\xff\xfe[^\0]\0|\xfe\xff\0[^\0])/.test(latin)) return 'UTF-16 text';
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return undefined;
  if (/^<!doctype html|^<html/i.test(text)) return 'an HTML page';
  if (/<pdml|<psml/.test(text)) return 'PDML or PSML, which is dissected already';
  if (text.startsWith('<?xml')) return 'an XML document';
  if (text.startsWith('#!')) return 'a script';
  if (/^[[{]/.test(text)) return 'JSON';
  if (/^(?:0x)?[0-9a-f]{3,8}:?(?:\s+[0-9a-f]{2,4}){4}/im.test(text)) {
    return 'a hex dump (text2pcap makes a capture of one)';
  }
  return 'text';
}
