import { type Dissection, field, guid, layout, u16 } from '#sdk';
import { capabilities, securityMode, unused } from '../parts.ts';
import { smb2 } from '../spec.ts';
import { DIALECTS } from '../tables/commands.ts';

/** VALIDATE_NEGOTIATE_INFO Request (MS-SMB2 2.2.31.4): the negotiate once more, signed. */
const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.31.4') },
  {
    capabilities: capabilities(),
    client_guid: guid('Guid'),
    mode: securityMode(),
    modeHigh: unused(1),
    dialect_count: u16('DialectCount'),
  },
);
export const dialects = field('smb2.dialect', 'Dialects', 'uint', {
  size: 2,
  little: true,
  base: 'hex',
  names: DIALECTS,
  spec: smb2('2.2.31.4'),
});

/** VALIDATE_NEGOTIATE_INFO Response (2.2.32.6). */
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.32.6') },
  {
    capabilities: capabilities(),
    server_guid: guid('Guid'),
    mode: securityMode(),
    modeHigh: unused(1),
    dialect: u16('Dialect', { base: 'hex', names: DIALECTS }),
  },
);

export const negotiateInfoLayouts = [request, response];

export function takeNegotiateInfo(d: Dissection): void {
  const count = d.u16le(request.offset.dialect_count);
  d.record(request);
  for (let i = 0; i < count; i++) d.take(dialects, 2);
}

export const takeNegotiateInfoResponse = (d: Dissection): void => d.record(response);
