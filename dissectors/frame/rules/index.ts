import limitReached from './limit-reached.ts';

export const frameRules = [limitReached];
