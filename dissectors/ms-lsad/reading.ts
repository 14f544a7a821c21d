import { sidNames } from './names.ts';

/** Some of the interface's operations; the table of published interfaces has the names of all. */
export const securityAuthority = {
  idl: new URL('./lsarpc.idl', import.meta.url),
  opnums: [0, 6, 7, 14, 15, 35, 43, 44, 45, 46, 57, 58, 68, 76, 77],
  refine: sidNames,
};
