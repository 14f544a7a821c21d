import type { Dissection, Layout } from '#sdk';
import { dosFields, fileDosTime, takeDosTime } from '../fields/times.ts';
import type { SmbMessage } from '../keys.ts';
import { type Text, takeText } from '../text.ts';
import { unknown } from './layout.ts';
import * as level from './levels.ts';

const TIMES = [
  fileDosTime('create', 'Creation', '2.2.8.3.1'),
  fileDosTime('access', 'LastAccess', '2.2.8.3.1'),
  fileDosTime('last_write', 'LastWrite', '2.2.8.3.1'),
] as const;
export const informationFields = dosFields(...TIMES);

/** Structures that are one fixed run of fields. */
const FIXED: Readonly<Record<number, Layout>> = {
  0x0103: level.ea,
  0x010b: level.compression,
  1006: level.internal,
  1007: level.ea,
  1008: level.access,
  1014: level.position,
  1016: level.mode,
  1017: level.alignment,
  1028: level.compression,
  1034: level.networkOpen,
  1035: level.attributeTag,
};

/** What TRANS2_QUERY_PATH_INFORMATION and QUERY_FILE_INFORMATION answer (MS-CIFS 2.2.8.3), in the window there is. */
export function takeInformation(d: Dissection, message: SmbMessage, which: number): void {
  const fixed = FIXED[which];
  if (fixed) d.record(fixed);
  else {
    switch (which) {
      case 0x0001:
      case 0x0002:
        takeStandardInfo(d);
        break;
      case 0x0101:
      case 1004:
        takeBasic(d);
        break;
      case 0x0102:
      case 1005:
        takeStandard(d);
        break;
      case 0x0104:
      case 0x0108:
      case 1009:
      case 1021:
        takeName(d, message, level.nameInfo, level.nameInfo.offset.nameLength, level.fileName);
        break;
      case 0x0107:
        takeBasic(d);
        takeStandard(d);
        d.record(level.ea);
        takeName(d, message, level.nameInfo, level.nameInfo.offset.nameLength, level.fileName);
        break;
      case 1018:
        takeBasic(d);
        takeStandard(d);
        for (const it of [level.internal, level.ea, level.access, level.position, level.mode, level.alignment])
          d.record(it);
        takeName(d, message, level.nameInfo, level.nameInfo.offset.nameLength, level.fileName);
        break;
      case 0x0109:
      case 1022:
        takeStreams(d, message);
        break;
    }
  }
  takeUnknown(d);
}

/** What TRANS2_SET_PATH_INFORMATION and SET_FILE_INFORMATION are given (2.2.8.4). */
export function takeSettings(d: Dissection, message: SmbMessage, which: number): void {
  switch (which) {
    case 0x0001:
    case 0x0002:
      takeStandardInfo(d);
      break;
    case 0x0101:
    case 1004:
      takeBasic(d);
      break;
    case 0x0102:
    case 1013:
      d.record(level.disposition);
      break;
    case 0x0103:
    case 1019:
      d.record(level.allocation);
      break;
    case 0x0104:
    case 1020:
      d.record(level.end);
      break;
    case 1010:
    case 1011:
      takeName(d, message, level.rename, level.rename.offset.target_name_len, level.targetName);
      break;
    case 1014:
      d.record(level.position);
      break;
    case 1016:
      d.record(level.mode);
  }
  takeUnknown(d);
}

/** What TRANS2_QUERY_FS_INFORMATION answers (2.2.8.2). */
export function takeFileSystem(d: Dissection, message: SmbMessage, which: number): void {
  switch (which) {
    case 0x0001:
      d.record(level.fsAllocation);
      break;
    case 0x0002: {
      const { offset } = level.infoVolume;
      const length = d.u8(offset['volume.label.len']);
      d.record(level.infoVolume);
      takeText(d, message, level.volumeLabel, { length: Math.min(length, d.left), unpadded: true });
      break;
    }
    case 0x0102:
    case 1001:
      takeName(d, message, level.fsVolume, level.fsVolume.offset['volume.label.len'], level.volumeLabel);
      break;
    case 0x0103:
    case 1003:
      d.record(level.fsSize);
      break;
    case 0x0104:
    case 1004:
      d.record(level.fsDevice);
      break;
    case 0x0105:
    case 1005:
      takeName(d, message, level.fsAttribute, level.fsAttribute.offset['fs_name.len'], level.fsName);
      break;
    case 1007:
      d.record(level.fsFullSize);
  }
  takeUnknown(d);
}

/** Bytes of the block that no structure claims. */
export function takeUnknown(d: Dissection): void {
  if (d.left > 0) d.take(unknown, d.left);
}

/** A fixed part that tells the length of the name after it. */
function takeName(d: Dissection, message: SmbMessage, form: Layout, lengthAt: number, name: Text): void {
  const length = d.u32le(lengthAt);
  d.record(form);
  takeText(d, message, name, { length: Math.min(length, d.left), unpadded: true });
}

/** What comes last in a structure is left out by some servers where it is reserved. */
function takeBasic(d: Dissection): void {
  d.record(level.basic);
  if (d.left >= level.basicRest.size) d.record(level.basicRest);
}

function takeStandard(d: Dissection): void {
  d.record(level.standard);
  if (d.left >= level.standardRest.size) d.record(level.standardRest);
}

function takeStandardInfo(d: Dissection): void {
  for (const time of TIMES) takeDosTime(d, time, true);
  if (d.left > 0) d.record(level.infoStandard);
  if (d.left >= level.ea.size) d.record(level.ea);
}

function takeStreams(d: Dissection, message: SmbMessage): void {
  const { offset, size } = level.stream;
  while (d.left >= size) {
    const { at } = d;
    const next = d.u32le(offset.nextEntry);
    const node = d.open(level.entryHeading);
    takeName(d, message, level.stream, offset.stream_name_len, level.streamName);
    d.close(node);
    if (next < size || at + next > d.end) return;
    if (at + next > d.at) d.skip(at + next - d.at);
  }
}
