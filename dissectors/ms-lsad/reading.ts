import { accountNames } from './names.ts';

/** Some of the interface's operations; the table of published interfaces has the names of all. */
export const securityAuthority = {
  idl: new URL('./lsarpc.idl', import.meta.url),
  opnums: [0, 14, 44, 45],
  refine: accountNames,
};
