import { type Dissection, field, protocol } from '#sdk';

const bytes = field('data.data', 'Data', 'bytes');
const length = field('data.len', 'Length', 'uint', { generated: true });

/** Bytes that no protocol claims. */
export const data = protocol({
  name: 'data',
  label: '',
  title: 'Data',
  fields: [bytes, length],
  carries: () => [],
  dissect(d: Dissection) {
    const { left } = d;
    d.take(bytes, left);
    d.generate(length, left);
  },
  summary(layer, _packet, out) {
    out.ascii(' (');
    out.decimal(layer.end - layer.start);
    out.ascii(' bytes)');
  },
});
