import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { reason } from '../capture/errors.ts';
import { UsageError } from './exit.ts';

// Files beside captures that the user names, by an option where one is given. What cannot be read or written is a
// UsageError that says why.

export const readText = (path: string, option?: string): string =>
  tried(path, 'read', option, () => readFileSync(path, 'utf8'));

export const readBytes = (path: string, option?: string): Buffer =>
  tried(path, 'read', option, () => readFileSync(path));

export const writeText = (path: string, text: string): void =>
  tried(path, 'written', undefined, () => writeFileSync(path, text));

/** Gives its descriptor. */
export const openToWrite = (path: string, option: string): number =>
  tried(path, 'written', option, () => openSync(path, 'w'));

function tried<T>(path: string, what: 'read' | 'written', option: string | undefined, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new UsageError(`${option ? `${option}: ` : ''}${path} cannot be ${what}: ${reason(error)}`);
  }
}
