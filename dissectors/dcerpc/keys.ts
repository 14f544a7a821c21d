import { probeTable } from '#sdk';

/** What is written to and read from named pipes. */
export const pipePayload = probeTable('pipe');
