/** Segments of one TCP connection for tests, on ports that no protocol is known by. */
import {
  ascii,
  type Bytes,
  CLIENT,
  ETHER_TYPE,
  ethernet,
  FLAG,
  ipv4,
  PROTOCOL,
  SERVER,
  type TcpFields,
  tcp,
} from '../../samples/make/index.ts';

export const there = { source: CLIENT.address, destination: SERVER.address };
export const back = { source: SERVER.address, destination: CLIENT.address };

export const frame = (addresses: typeof there, protocol: number, payload: Bytes): Bytes =>
  ethernet(
    { source: CLIENT.mac, destination: SERVER.mac, type: ETHER_TYPE.IPV4 },
    ipv4({ ...addresses, protocol }, payload),
    false,
  );
export type Fields = Partial<TcpFields> & { sequence: number; flags: number };
export const sent = (fields: Fields, payload?: Bytes): Bytes =>
  frame(there, PROTOCOL.TCP, tcp(there, { sourcePort: 49152, destinationPort: 9, ...fields }, payload));
export const received = (fields: Fields, payload?: Bytes): Bytes =>
  frame(back, PROTOCOL.TCP, tcp(back, { sourcePort: 9, destinationPort: 49152, ...fields }, payload));

const { SYN, ACK } = FLAG;
const DATA = ACK | FLAG.PSH;
export const syn = sent({ sequence: 1000, flags: SYN });
export const synAck = received({ sequence: 5000, acknowledgment: 1001, flags: SYN | ACK });
export const at = (sequence: number, text: string): Bytes =>
  sent({ sequence, acknowledgment: 5001, flags: DATA }, ascii(text));
