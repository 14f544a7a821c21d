import { on, protocol } from '#sdk';
import { ipProtocol } from '../ipv4/keys.ts';
import { analysis } from './analysis.ts';
import { dissect } from './dissect.ts';
import { remark, writeInfo, writeSummary } from './info.ts';
import { header, looseFields, rfc9293 } from './layout.ts';
import { options } from './options.ts';

export const tcp = protocol({
  name: 'tcp',
  label: 'TCP',
  title: 'Transmission Control Protocol',
  layouts: [header],
  fields: [...looseFields, ...options.fields, ...analysis.fields],
  routes: [on(ipProtocol, 6)],
  spec: rfc9293(''),
  dissect,
  info: writeInfo,
  remark,
  summary: writeSummary,
});
