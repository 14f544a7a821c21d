import type { Refinements } from '#sdk';

/** Wireshark's name of pointers that DCOM's own headers and reserved members hold. */
const dcom = { pointer: 'dcom.pointer_val' };
const refine: Refinements = {
  'ORPCTHIS.extensions': dcom,
  'ORPCTHAT.extensions': dcom,
  'FUNCDESC.lReserved1': dcom,
  'TYPEATTR.lpstrReserved4': dcom,
  'TYPEATTR.lcid': { base: 'hex' },
  'TYPEATTR.typekind': { base: 'hex' },
};

/** Some of the interface's methods; the table of published interfaces has the names of all. */
export const typeInformation = {
  idl: new URL('./typeinfo.idl', import.meta.url),
  opnums: [3, 5, 12],
  refine,
};
