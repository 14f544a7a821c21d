import { accountNames } from '../ms-lsad/keys.ts';

/** Some of the interface's operations; the table of published interfaces has the names of all. */
export const accounts = {
  idl: new URL('./samr.idl', import.meta.url),
  opnums: [1, 5, 6, 7, 11, 13, 15, 16, 17, 18, 19, 20, 25, 27, 33, 34, 36, 39, 56, 57, 62, 64],
  refine: accountNames,
};
