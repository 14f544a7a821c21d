import { bytes, field, layout, type Part, u8, u16, u32 } from '#sdk';
import { reserved } from '../fields/access.ts';
import { flags } from '../layout.ts';
import { cifs } from '../spec.ts';

const little = true;

/** What counts and offsets of a transaction are called, whatever their size. */
type Size = (label: string, options: { abbrev: string }) => Part;
const totals = (size: Size) => ({
  tpc: size('TotalParameterCount', { abbrev: 'smb.tpc' }),
  tdc: size('TotalDataCount', { abbrev: 'smb.tdc' }),
});
const maxima = (size: Size) => ({
  mpc: size('MaxParameterCount', { abbrev: 'smb.mpc' }),
  mdc: size('MaxDataCount', { abbrev: 'smb.mdc' }),
});
const parts = (size: Size) => ({
  pc: size('ParameterCount', { abbrev: 'smb.pc' }),
  po: size('ParameterOffset', { abbrev: 'smb.po' }),
  dc: size('DataCount', { abbrev: 'smb.dc' }),
  data_offset: size('DataOffset', { abbrev: 'smb.data_offset' }),
});
const displaced = (size: Size) => ({
  pc: size('ParameterCount', { abbrev: 'smb.pc' }),
  po: size('ParameterOffset', { abbrev: 'smb.po' }),
  pd: size('ParameterDisplacement', { abbrev: 'smb.pd' }),
  dc: size('DataCount', { abbrev: 'smb.dc' }),
  data_offset: size('DataOffset', { abbrev: 'smb.data_offset' }),
  dd: size('DataDisplacement', { abbrev: 'smb.data_disp' }),
});

/** SMB_COM_TRANSACTION and TRANSACTION2 (MS-CIFS 2.2.4.33, 2.2.4.46). */
export const request = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.33.1') },
  {
    ...totals(u16),
    ...maxima(u16),
    msc: u8('MaxSetupCount'),
    reserved1: reserved(1, 'Reserved1'),
    'transaction.flags': u16('Flags', {
      base: 'hex',
      bits: flags('smb.transaction.flags', { dtid: ['DISCONNECT_TID', 0x01], owt: ['NO_RESPONSE', 0x02] }),
    }),
    timeout: u32('Timeout'),
    reserved2: reserved(2, 'Reserved2'),
    ...parts(u16),
    sc: u8('SetupCount'),
    reserved3: reserved(1, 'Reserved3'),
  },
);

export const response = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.33.2') },
  {
    ...totals(u16),
    reserved1: reserved(2, 'Reserved1'),
    ...displaced(u16),
    sc: u8('SetupCount'),
    reserved2: reserved(1, 'Reserved2'),
  },
);

/** SMB_COM_TRANSACTION_SECONDARY (2.2.4.34); TRANSACTION2's has a FID after it. */
export const secondary = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.34.1') },
  { ...totals(u16), ...displaced(u16) },
);

export const ntRequest = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.62.1') },
  {
    msc: u8('MaxSetupCount'),
    reserved1: reserved(2, 'Reserved1'),
    ...totals(u32),
    ...maxima(u32),
    ...parts(u32),
    sc: u8('SetupCount'),
  },
);

export const ntResponse = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.62.2') },
  { reserved1: reserved(3, 'Reserved1'), ...totals(u32), ...displaced(u32), sc: u8('SetupCount') },
);

export const ntSecondary = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.63.1') },
  {
    reserved1: reserved(3, 'Reserved1'),
    ...totals(u32),
    ...displaced(u32),
    reserved2: bytes('Reserved2', 1, { abbrev: 'smb.nt_secondary.reserved' }),
  },
);

export const setup = field('smb.trans_data.setup_word', 'Setup', 'uint', {
  size: 2,
  base: 'hex',
  little,
  spec: cifs('2.2.4.33.1'),
});
export const parameterBytes = field('smb.trans_data.parameters', 'Trans_Parameters', 'bytes', {
  spec: cifs('2.2.4.33.1'),
});
export const dataBytes = field('smb.trans_data', 'Trans_Data', 'bytes', { spec: cifs('2.2.4.33.1') });
/** Bytes of a structure that its document does not speak of. */
export const unknown = field('smb.unknown_data', 'Bytes left over', 'bytes', { spec: cifs('2.2.4.33') });
/** Headings over a transaction's two blocks. */
export const parameterHeading = field('smb.transaction.parameters', 'Trans_Parameters', 'none', {
  spec: cifs('2.2.4.33.1'),
});
export const dataHeading = field('smb.transaction.data', 'Trans_Data', 'none', { spec: cifs('2.2.4.33.1') });

export const transactionLayouts = [request, response, secondary, ntRequest, ntResponse, ntSecondary];
export const transactionFields = [setup, parameterBytes, dataBytes, unknown, parameterHeading, dataHeading];
