import { type ByteWriter, type Layer, protocol } from '#sdk';
import { describe, dissectPacket } from './dissect.ts';
import { exchangeIn, type WdsPacket } from './keys.ts';
import * as fields from './layout.ts';
import { wds } from './spec.ts';

/** The packet that WdsRpcMessage carries each way. */
export const wdsc = protocol({
  name: 'wdsc',
  label: 'WDSC',
  title: 'Windows Deployment Services Control Protocol',
  layouts: [fields.endpoint, fields.operation, fields.variable],
  fields: fields.looseFields,
  spec: wds('2.2.1'),
  carries: () => [],
  dissect: dissectPacket,
  info(layer, _packet, out) {
    const it = layer.note as WdsPacket | undefined;
    if (!it) return;
    name(it, out);
    if (!it.request && it.code !== undefined && it.code !== 0) out.ascii(`, error 0x${hex(it.code)}`);
    out.ascii(`, ${it.count} variable${it.count === 1 ? '' : 's'}`);
  },
  summary(layer: Layer, _packet, out) {
    const it = layer.note as WdsPacket | undefined;
    if (!it) return;
    out.ascii(', ');
    name(it, out);
  },
});

const hex = (n: number): string => n.toString(16).padStart(8, '0');
const name = (it: WdsPacket, out: ByteWriter): void => out.utf8(describe(it, it.call && exchangeIn(it.call)?.request));
