import headerChecksum from './header-checksum.ts';

export const ipRules = [headerChecksum];
