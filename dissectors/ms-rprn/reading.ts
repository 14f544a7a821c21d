/** Some of the interface's operations; the table of published interfaces has the names of all. */
export const printSystem = {
  idl: new URL('./spoolss.idl', import.meta.url),
  opnums: [1, 8, 17, 18, 19, 20, 23, 26, 29, 65, 69],
};
