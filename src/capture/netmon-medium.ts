import type { CaptureInterface } from '../model/frame.ts';
import { LINKTYPE_ETHERNET, LINKTYPE_RAW, LINKTYPE_SUNATM, LINKTYPE_USER0 } from './link-type.ts';

const LINKTYPE_IEEE802_11 = 105;

/** NDIS media plus one, as Network Monitor 3 uses them: some mean something else than in ndis.h. */
const MEDIA: ReadonlyMap<number, number> = new Map([
  [0, LINKTYPE_ETHERNET], // VPN connections
  [1, LINKTYPE_ETHERNET],
  [2, 6], // token ring
  [3, 10], // FDDI
  [7, LINKTYPE_RAW], // tunnels
  [8, LINKTYPE_RAW], // mobile broadband
  [9, LINKTYPE_RAW],
]);

/** Media that the pcap registry has no number for, and how Network Monitor calls them. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [5, 'IP over IEEE 1394'],
  [6, '802.11 with metadata'],
  [0xe081, 'NDIS Wi-Fi channel events'],
  [0xe082, 'Fiddler messages'],
  [0xe083, 'Windows Filtering Platform, transport, IPv4'],
  [0xe084, 'Windows Filtering Platform, transport, IPv6'],
  [0xe085, 'Windows Filtering Platform, messages, IPv4'],
  [0xe086, 'Windows Filtering Platform, messages, IPv6'],
  [0xe087, 'Windows Filtering Platform, authorization, IPv4'],
  [0xe088, 'Windows Filtering Platform, authorization, IPv6'],
  [0xe089, 'NDIS messages'],
  [0xe08a, 'NDIS Wi-Fi messages'],
  [0xffe0, 'event tracing'],
  [0xfffb, 'network adapters'],
  [0xffff, 'filter'],
]);

/** Frames behind ATM's 16-byte header; its last four bytes are SunATM's, whose direction and type are unknown then. */
export const ATM_MEDIUM = 4;

/** Reassembled payloads, adapters, resolved names: what Network Monitor noted down among the frames (as wiretap has it). */
export function isNote(medium: number): boolean {
  return medium >= 0xfffc && medium <= 0xfffe;
}

/** The interface that stands for a medium. */
export function mediumInterface(medium: number, timeDigits: number, atm: boolean): CaptureInterface {
  const linkType = atm ? LINKTYPE_SUNATM : mediumLinkType(medium);
  const own = linkType === LINKTYPE_USER0;
  const name = NAMES.get(medium) ?? 'unknown';
  return {
    linkType,
    snapLength: 0,
    section: 0,
    timeDigits,
    ...(own && { description: `Network Monitor medium 0x${medium.toString(16).padStart(4, '0')}: ${name}` }),
  };
}

function mediumLinkType(medium: number): number {
  if (medium === 0xe080) return LINKTYPE_IEEE802_11;
  // Converted pcap files: link types, but for those that Message Analyzer took for itself.
  if (medium >> 12 === 0xe && !NAMES.has(medium)) return medium & 0xfff;
  return MEDIA.get(medium) ?? LINKTYPE_USER0;
}
