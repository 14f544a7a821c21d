/** Numbers of the pcap registry that other formats' media are translated to. */
export const LINKTYPE_ETHERNET = 1;
export const LINKTYPE_RAW = 101;
export const LINKTYPE_SUNATM = 123;
/** Reserved for private use: for media that the registry has no number for. */
export const LINKTYPE_USER0 = 147;

/**
 * Longest frame a record can hold, as Wireshark has it (wiretap's WTAP_MAX_PACKET_SIZE_*): a larger length is damage, not
 * a frame. Libpcap's own limit, MAXIMUM_SNAPLEN, is the same 256 KiB; D-Bus and USB transfers can be longer.
 */
export function longestFrame(linkType: number): number {
  switch (linkType) {
    case 231: // LINKTYPE_DBUS
    case 249: // LINKTYPE_USBPCAP
      return 128 << 20;
    case 279: // LINKTYPE_EBHSCR
      return 8 << 20;
    default:
      return 256 << 10;
  }
}
