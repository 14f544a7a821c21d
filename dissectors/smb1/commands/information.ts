import { bytes, layout, u16, u32 } from '#sdk';
import { closeBytes, openBytes, takeBlocks, takeFixed, takeNothing, takeWordCount } from '../blocks.ts';
import { reserved } from '../fields/access.ts';
import { fileAttributes } from '../fields/attributes.ts';
import { dosFields, fileDosTime, takeDosTime, unixTime } from '../fields/times.ts';
import { answeredFile, takeFid } from '../file.ts';
import type { SmbCommand } from '../keys.ts';
import { cifs } from '../spec.ts';
import { headings } from './headings.ts';
import { answeredPath, fileName, pathFields, takePath } from './path.ts';

const little = true;
const QUERY = 0x08;
const queried = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.9.2') },
  {
    attributes: fileAttributes(),
    written: unixTime('last_write', 'LastWriteTime'),
    file_size: u32('FileSize'),
    reserved: reserved(10),
  },
);

/** SMB_COM_QUERY_INFORMATION (MS-CIFS 2.2.4.9). */
export const queryInformation: SmbCommand = {
  code: QUERY,
  name: 'Query Information',
  kept: true,
  layouts: [queried],
  fields: pathFields,
  headings: headings('query_information', QUERY, '2.2.4.9'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count > 0) return takeBlocks(d, count);
    const outer = openBytes(d);
    takePath(d, message, fileName);
    closeBytes(d, outer);
  },
  response(d, message) {
    answeredPath(d, message);
    takeFixed(d, queried);
  },
};

const SET = 0x09;
const set = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.10.1') },
  { attributes: fileAttributes(), written: unixTime('last_write', 'LastWriteTime'), reserved: reserved(10) },
);

/** SMB_COM_SET_INFORMATION (2.2.4.10). */
export const setInformation: SmbCommand = {
  code: SET,
  name: 'Set Information',
  kept: true,
  layouts: [set],
  fields: [],
  headings: headings('set_information', SET, '2.2.4.10'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== set.size) return takeBlocks(d, count);
    d.record(set);
    const outer = openBytes(d);
    takePath(d, message, fileName);
    closeBytes(d, outer);
  },
  response(d, message) {
    answeredPath(d, message);
    takeNothing(d);
  },
};

const TIMES = [
  fileDosTime('create', 'Create', '2.2.4.30.1'),
  fileDosTime('access', 'LastAccess', '2.2.4.30.1'),
  fileDosTime('last_write', 'LastWrite', '2.2.4.30.1'),
] as const;
const SET2 = 0x22;
const SET2_WORDS = 7;

/** SMB_COM_SET_INFORMATION2 (2.2.4.30). */
export const setInformation2: SmbCommand = {
  code: SET2,
  name: 'Set Information2',
  kept: true,
  layouts: [],
  fields: dosFields(...TIMES),
  headings: headings('set_information2', SET2, '2.2.4.30'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count !== SET2_WORDS) return takeBlocks(d, count);
    takeFid(d, message);
    for (const time of TIMES) takeDosTime(d, time, true);
    closeBytes(d, openBytes(d));
  },
  response(d, message) {
    answeredFile(d, message);
    takeNothing(d);
  },
};

const QUERY2 = 0x23;
const queried2 = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.31.2') },
  { data_size: u32('FileDataSize'), alloc_size: u32('FileAllocationSize'), attributes: fileAttributes() },
);
const QUERIED2_WORDS = 11;

/** SMB_COM_QUERY_INFORMATION2 (2.2.4.31). */
export const queryInformation2: SmbCommand = {
  code: QUERY2,
  name: 'Query Information2',
  kept: true,
  layouts: [queried2],
  fields: dosFields(...TIMES),
  headings: headings('query_information2', QUERY2, '2.2.4.31'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count !== 1) return takeBlocks(d, count);
    takeFid(d, message);
    closeBytes(d, openBytes(d));
  },
  response(d, message) {
    answeredFile(d, message);
    const count = takeWordCount(d);
    if (count !== QUERIED2_WORDS) return takeBlocks(d, count);
    for (const time of TIMES) takeDosTime(d, time, true);
    d.record(queried2);
    closeBytes(d, openBytes(d));
  },
};

const DISK = 0x80;
const disk = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.57.2') },
  {
    units: u16('TotalUnits'),
    bpu: u16('BlocksPerUnit'),
    blocksize: u16('BlockSize'),
    free_units: u16('FreeUnits'),
    reserved: bytes('Reserved', 2),
  },
);

/** SMB_COM_QUERY_INFORMATION_DISK (2.2.4.57). */
export const queryInformationDisk: SmbCommand = {
  code: DISK,
  name: 'Query Information Disk',
  layouts: [disk],
  fields: [],
  headings: headings('query_information_disk', DISK, '2.2.4.57'),
  request: takeNothing,
  response(d) {
    takeFixed(d, disk);
  },
};
