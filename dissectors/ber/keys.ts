export { oidText } from './oid.ts';
export { childrenCount, type Element, element, elements, within } from './reader.ts';
