import { decodeText, escapeText, field, layout, nullTerminated, on, protocol, specification, u16, u16be } from '#sdk';
import { udpPort } from '../udp/keys.ts';

const rfc1350 = specification('RFC 1350', 'https://www.rfc-editor.org/rfc/rfc1350#section-{section}');
const spec = rfc1350('5');
const READ = 1;
const WRITE = 2;
const DATA = 3;
const ACKNOWLEDGEMENT = 4;
const ERROR = 5;
const OPTIONS = 6;
const OPERATIONS: Readonly<Record<number, string>> = {
  [READ]: 'Read Request',
  [WRITE]: 'Write Request',
  [DATA]: 'Data Packet',
  [ACKNOWLEDGEMENT]: 'Acknowledgement',
  [ERROR]: 'Error Code',
  [OPTIONS]: 'Option Acknowledgement',
};
const ERRORS: Readonly<Record<number, string>> = {
  0: 'Not defined',
  1: 'File not found',
  2: 'Access violation',
  3: 'Disk full or allocation exceeded',
  4: 'Illegal TFTP Operation',
  5: 'Unknown transfer ID',
  6: 'File already exists',
  7: 'No such user',
  8: 'Option negotiation failed',
};
/** A block of these bytes is not the last one, unless another size was agreed on. */
const BLOCK = 512;
/** Strings of a request that Info shows. */
const SHOWN = 32;

const header = layout({ prefix: 'tftp', spec }, { opcode: u16('Opcode', { names: OPERATIONS }) });
const source = field('tftp.source_file', 'Source File', 'string', { spec });
const destination = field('tftp.destination_file', 'Destination File', 'string', { spec });
const rest = field('tftp.rest', 'Content', 'bytes', { spec });

/** Trivial file transfer, as far as the server's port has it. */
export const tftp = protocol({
  name: 'tftp',
  label: 'TFTP',
  title: 'Trivial File Transfer Protocol',
  layouts: [header],
  fields: [source, destination, rest],
  routes: [on(udpPort, 69)],
  accepts: (b, at, end) => end - at >= 4 && OPERATIONS[u16be(b, at)] !== undefined,
  spec,
  carries: () => [],
  dissect(d) {
    const code = d.u16be(0);
    d.record(header);
    if (code <= WRITE) {
      const end = Math.min(d.end, nullTerminated(d.bytes, d.at, d.end) + 1);
      d.take(code === READ ? source : destination, end - d.at);
    }
    if (d.left > 0) d.take(rest, d.left);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const { start, end } = layer;
    if (end - start < header.size) return;
    const code = u16be(bytes, start);
    const operation = OPERATIONS[code];
    if (operation === undefined) return;
    out.ascii(operation);
    let at = start + header.size;
    const next = (): string => {
      const stop = nullTerminated(bytes, at, end);
      const text = escapeText(decodeText(bytes, at, stop, 'ascii'));
      at = Math.min(end, stop + 1);
      return text;
    };
    const options = (): void => {
      for (let i = 0; at < end && i < SHOWN; i++) out.utf8(`, ${next()}=${next()}`);
    };
    if (code <= WRITE) {
      out.utf8(`, File: ${next()}, Transfer type: ${next()}`);
      options();
    } else if (code === OPTIONS) options();
    else if (at + 2 <= end) {
      const number = u16be(bytes, at);
      at += 2;
      if (code === ERROR) out.utf8(`, Code: ${ERRORS[number] ?? number}, Message: ${next()}`);
      else out.ascii(`, Block: ${number}${code === DATA && end - at < BLOCK ? ' (last)' : ''}`);
    }
  },
});
