export { accountNames } from './names.ts';
export { securityAuthority } from './reading.ts';
