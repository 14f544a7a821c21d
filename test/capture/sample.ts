import { payload, pcapHeader, pcapRecord } from './build.ts';

/** 160 packets of four kinds, always the same bytes: more than a block of any compression, and small when compressed. */
export function sampleCapture(): Buffer {
  const packets = Array.from({ length: 160 }, (_, i) =>
    pcapRecord(payload(900 + (i % 4) * 8, i % 4), { seconds: 1_700_000_000 + Math.floor(i / 16) }),
  );
  return Buffer.concat([pcapHeader(), ...packets]);
}
