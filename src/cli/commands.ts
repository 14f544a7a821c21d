import type { Command } from './command.ts';

/** One file a command, loaded when it is asked for. */
export const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  read: () => import('./read.ts'),
  check: () => import('./check.ts'),
  rules: () => import('./rules.ts'),
  calls: () => import('./calls.ts'),
  messages: () => import('./messages.ts'),
  capture: () => import('./capture.ts'),
  interfaces: () => import('./interfaces.ts'),
  flows: () => import('./flows.ts'),
  stats: () => import('./stats.ts'),
  follow: () => import('./follow.ts'),
  explain: () => import('./explain.ts'),
  diff: () => import('./diff.ts'),
  reduce: () => import('./reduce.ts'),
  anonymise: () => import('./anonymise.ts'),
  fields: () => import('./fields.ts'),
  schema: () => import('./schema.ts'),
};
