export { type IdlOptions, readIdl } from './check.ts';
export { IdlError, type IdlWarning, type Place, placeText } from './problem.ts';
export type * from './schema.ts';
export type { BaseName } from './syntax.ts';
