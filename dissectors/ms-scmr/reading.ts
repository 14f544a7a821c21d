/** Some of the interface's operations; the table of published interfaces has the names of all. */
export const serviceControl = {
  idl: new URL('./svcctl.idl', import.meta.url),
  opnums: [0, 1, 2, 6, 12, 14, 15, 16, 19, 24, 27, 28, 31],
};
