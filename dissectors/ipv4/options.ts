import { bit, bits, type Dissection, field } from '#sdk';
import { rfc791 } from './layout.ts';

const spec = rfc791('3.1');
const NAMES = {
  0: 'End of Options List',
  1: 'No-Operation',
  7: 'Record Route',
  68: 'Time Stamp',
  82: 'Traceroute',
  130: 'Security',
  131: 'Loose Source Route',
  136: 'Stream ID',
  137: 'Strict Source Route',
  148: 'Router Alert',
};
const CLASSES = {
  0: 'Control',
  1: 'Reserved for future use',
  2: 'Debugging and measurement',
  3: 'Reserved for future use',
};
const END = 0;
const NO_OPERATION = 1;
const ROUTER_ALERT = 148;
/** Those that hold a pointer and a route. */
const ROUTES = new Set([7, 131, 137]);

const type = field('ip.opt.type', 'Type', 'uint', { size: 1, names: NAMES, spec });
const copy = bit('ip.opt.type.copy', 'Copy on fragmentation', 0x80);
const kind = bits('ip.opt.type.class', 'Class', 0x60, { names: CLASSES });
const number = bits('ip.opt.type.number', 'Number', 0x1f);
const length = field('ip.opt.len', 'Length', 'uint', { size: 1, spec });
const pointer = field('ip.opt.ptr', 'Pointer', 'uint', { size: 1, spec });
const address = field('ip.opt.addr', 'Address', 'ipv4', { size: 4, spec });
const alert = field('ip.opt.ra', 'Router Alert', 'uint', { size: 2, names: { 0: 'Router shall examine packet' } });
const value = field('ip.opt.data', 'Data', 'bytes', { spec });

export const optionFields = [type, copy, kind, number, length, pointer, address, alert, value];

/** Options up to `end`; a length that cannot be ends them. */
export function dissectOptions(d: Dissection, end: number): void {
  d.need(end - d.at);
  if (d.recording) walk(d, end);
  d.skip(end - d.at);
}

function walk(d: Dissection, end: number): void {
  while (d.at < end) {
    const option = d.u8(0);
    const node = d.open(type);
    d.mark(copy, d.at, d.at + 1);
    d.mark(kind, d.at, d.at + 1);
    d.mark(number, d.at, d.at + 1);
    d.skip(1);
    d.close(node);
    if (option === END) return;
    if (option === NO_OPERATION) continue;
    if (d.at >= end) return;
    const body = d.u8(0) - 2;
    d.take(length, 1);
    if (body < 0 || d.at + body > end) return;
    const next = d.at + body;
    if (option === ROUTER_ALERT && body === 2) d.take(alert, 2);
    else if (ROUTES.has(option) && body >= 1) {
      d.take(pointer, 1);
      while (next - d.at >= 4) d.take(address, 4);
    } else if (body > 0) d.take(value, body);
    d.skip(next - d.at);
  }
}
