import checksum from './checksum.ts';
import overlapAgrees from './overlap-agrees.ts';
import streamWhole from './stream-whole.ts';

export const tcpRules = [checksum, overlapAgrees, streamWhole];
