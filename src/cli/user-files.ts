import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { reason } from '../capture/errors.ts';
import { UsageError } from './exit.ts';
import { JsonError, type Placed, parsePlaced } from './json-places.ts';

// Files beside captures that the user names, by an option where one is given. What cannot be read or written is a
// UsageError that says why.

export const readText = (path: string, option?: string): string =>
  tried(path, 'read', option, () => readFileSync(path, 'utf8'));

export const readBytes = (path: string, option?: string): Buffer =>
  tried(path, 'read', option, () => readFileSync(path));

export const writeText = (path: string, text: string): void =>
  tried(path, 'written', undefined, () => writeFileSync(path, text));

/** Gives its descriptor; `-` is standard output. */
export const openToWrite = (path: string, option: string): number =>
  path === '-' ? 1 : tried(path, 'written', option, () => openSync(path, 'w'));

/** JSON that knows where its values stand; of what is none, the message names the line. */
export function readPlaced(path: string): Placed {
  const text = readText(path);
  try {
    return parsePlaced(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new UsageError(`${path}:${error.line}: ${error.message}`);
  }
}

function tried<T>(path: string, what: 'read' | 'written', option: string | undefined, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new UsageError(`${option ? `${option}: ` : ''}${path} cannot be ${what}: ${reason(error)}`);
  }
}
