import { type Dissection, protocol, recognised } from '#sdk';
import { etherType, llcPayload } from '../ethernet/keys.ts';
import { llcSap } from './keys.ts';
import {
  APPLE,
  addresses,
  control8,
  control16,
  etherTypeField,
  looseFields,
  protocolId,
  SAPS,
  SNAP,
  snap,
} from './layout.ts';

/** Both low bits set: an unnumbered frame (ISO/IEC 8802-2 5.2). */
const UNNUMBERED = 0x03;
/** Its poll or final bit. */
const POLL = 0x10;

/** U frames by their modifier bits, without poll and final. */
const FUNCTIONS: Readonly<Record<number, string>> = {
  0x03: 'UI',
  0x0f: 'DM',
  0x43: 'DISC',
  0x63: 'UA',
  0x6f: 'SABME',
  0x87: 'FRMR',
  0xaf: 'XID',
  0xe3: 'TEST',
};

/** IEEE 802.2 logical link control, with SNAP. */
export const llc = protocol({
  name: 'llc',
  label: 'LLC',
  title: 'Logical-Link Control',
  layouts: [addresses, snap],
  fields: looseFields,
  // Novell's raw 802.3 puts IPX, which begins with a checksum of 0xffff, where LLC would be.
  routes: [recognised(llcPayload, (b, at, end) => end - at >= 3 && (b[at] !== 0xff || b[at + 1] !== 0xff))],
  dissect(d: Dissection) {
    d.need(3);
    const sap = d.u8(0) & 0xfe;
    const unnumbered = (d.u8(2) & UNNUMBERED) === UNNUMBERED;
    // Supervisory frames and most that are unnumbered are between the two links alone (ISO/IEC 8802-2 5.4).
    const informs = unnumbered ? (d.u8(2) & ~POLL) === UNNUMBERED : (d.u8(2) & 1) === 0;
    d.record(addresses);
    d.take(unnumbered ? control8 : control16, unnumbered ? 1 : 2);
    if (!informs || d.at === d.promised) return d.data(d.at, d.end, d.promised);
    if (sap !== SNAP || !unnumbered) return d.route(llcSap, sap, d.at, d.end, d.promised);
    d.need(5);
    const organisation = d.u24be(0);
    const number = d.u16be(3);
    d.record(snap);
    d.take(organisation === 0 ? etherTypeField : protocolId(organisation), 2);
    // Apple's AppleTalk numbers are EtherTypes, too.
    if (organisation === 0 || organisation === APPLE) d.route(etherType, number, d.at, d.end, d.promised);
    else d.data(d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const at = layer.start;
    if (layer.end - at < 3) return;
    const control = bytes[at + 2]!;
    if ((control & UNNUMBERED) === UNNUMBERED) {
      out.ascii('U');
      const name = FUNCTIONS[control & ~POLL];
      if (name !== undefined) {
        out.ascii(', func=');
        out.ascii(name);
      }
    } else out.ascii(control & 1 ? 'S' : 'I');
    if ((bytes[at]! & 0xfe) === SNAP && layer.end - at >= 8) {
      out.ascii('; SNAP, OUI 0x');
      out.hexBytes(bytes, at + 3, at + 6);
      out.ascii(', PID 0x');
      return out.hexBytes(bytes, at + 6, at + 8);
    }
    out.ascii('; DSAP 0x');
    writeSap(bytes[at]!, bytes[at]! & 1 ? 'Group' : 'Individual');
    out.ascii(', SSAP 0x');
    writeSap(bytes[at + 1]!, bytes[at + 1]! & 1 ? 'Response' : 'Command');

    function writeSap(value: number, kind: string): void {
      out.hex(value & 0xfe, 2);
      const name = SAPS[value & 0xfe];
      if (name !== undefined) {
        out.byte(0x20);
        out.ascii(name);
      }
      out.byte(0x20);
      out.ascii(kind);
    }
  },
});
