/** Some of the interface's operations; the table of published interfaces has the names of all. */
export const registry = {
  idl: new URL('./winreg.idl', import.meta.url),
  opnums: [0, 1, 2, 3, 4, 5, 9, 10, 15, 16, 17, 26],
};
