/** Where Wireshark 4.0.17 reads a capture otherwise than we do, and why. Keys are parts of file names. */

/** Files that we refuse, and what we say of them. */
export const REFUSED: Readonly<Record<string, string>> = {
  '-corpus.zip': 'is a ZIP archive, not a capture',
  'pcap-invalid-version-1': 'is a pcap file of version 1.4, which is not read (2.0 and later are)',
  'pcapng-invalid-vers-1': 'is a pcapng file of version 0.1, which is not read (1.0 is)',
  'pcapng-invalid-vers-2': 'is a pcapng file of version 1.1, which is not read (1.0 is)',
};

export interface Difference {
  readonly why: string;
  /** tshark opens it not at all … */
  readonly refused?: true;
  /** … or prints so many lines otherwise, or more. */
  readonly lines?: number;
  /** It guesses another variant of pcap: counts and end differ too. */
  readonly variant?: true;
}

const refused = (why: string): Difference => ({ why, refused: true });
const linkType = (number: number): Difference =>
  refused(`link type ${number} is unknown to it; to us its frames are data`);
const reserved = refused('a reserved bit of the link type is set, which we ignore');
const fraction = (lines: number): Difference => ({
  why: 'fractions of a second and more: we carry them into the seconds, it prints 32-bit nanoseconds, negative ones too',
  lines,
});
const custom = (lines: number): Difference => ({ why: 'it counts custom blocks as frames', lines });
const variant: Difference = { why: 'it takes damage for a record header of 1999', variant: true };

export const DIFFERENCES: Readonly<Record<string, Difference>> = {
  'tcpdump__dsa.pcap': linkType(284),
  'tcpdump__juniper_es_oobr.pcap': refused('FCS bits of the link type without the bit that says they are some'),
  'tcpdump__juniper_monitor_invalid_cookie_length.pcap': linkType(164),
  'tcpdump__vtp_asan-3.pcap': linkType(182),
  'tcpdump__vtp_asan.pcap': linkType(182),
  'FuzzTarget-5631583764873216': reserved,
  'FuzzTarget-5685520970809344': reserved,

  ngtest__output_be__advanced__test102: custom(8),
  ngtest__output_be__basic__test017: custom(4),
  ngtest__output_be__basic__test018: custom(8),
  ngtest__output_be__difficult__test202: custom(11),
  ngtest__output_le__advanced__test102: custom(8),
  ngtest__output_le__basic__test017: custom(4),
  ngtest__output_le__basic__test018: custom(8),
  ngtest__output_le__difficult__test202: custom(11),

  'tcpdump__timestamp_invalid_micro.pcap': fraction(2),
  'tcpdump__timestamp_invalid_nano.pcap': fraction(2),
  'ndpi__fuzz-2021-06-07-c6c72a0a56.pcap': fraction(1),
  'FuzzTarget-5781142119907328': fraction(1),
  'FuzzTarget-4672344017862656': fraction(1),
  'FuzzTarget-4829420752470016': fraction(1),
  'FuzzTarget-5421416466481152': fraction(1),
  'FuzzTarget-5468403752632320': fraction(1),
  'FuzzTarget-5669109772845056': fraction(1),
  'FuzzTarget-5696447256461312': fraction(1),
  'FuzzTarget-5723611632762880': fraction(1),
  'FuzzTarget-5766939894087680': fraction(1),
  'FuzzTarget-5814090897948672': fraction(1),
  'FuzzTarget-6223613626941440': fraction(1),
  'FuzzTarget-6303070823907328': fraction(1),
  'FuzzTarget-6604968558198784': fraction(1),
  'crash-eec28dafde1f1ac2299674a75a914ae16d4046fa': fraction(1),

  'crash-exception-cast-constructed-record': variant,
  'suriverify__bug-6875-01__fuzz': variant,
};

/** Bytes at the beginning of frames that Wireshark takes for a header of the capture, not for a part of the frame. */
export const PSEUDO_HEADERS: ReadonlyMap<number, number> = new Map([
  [123, 4], // LINKTYPE_SUNATM: direction and type, VPI, VCI
  [204, 1], // LINKTYPE_PPP_WITH_DIR: direction
]);

/** pcap-parser takes every version for 2.4, where the captured length comes first. */
export const OLD_VERSIONS: readonly string[] = ['FuzzTarget-6604968558198784'];
