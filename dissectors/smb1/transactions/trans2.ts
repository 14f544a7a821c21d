import { bytes, type Dissection, field, layout, u16 } from '#sdk';
import { referralFields, referralLayouts, takeReferralRequest, takeReferrals } from '../../ms-dfsc/keys.ts';
import { reserved } from '../fields/access.ts';
import { takeFid } from '../file.ts';
import type { SmbMessage } from '../keys.ts';
import { cifs } from '../spec.ts';
import { FS_LEVELS, QUERY_LEVELS, SET_LEVELS } from '../tables/transactions.ts';
import { both, takeText, text, textOf } from '../text.ts';
import { findFields, findLayouts, showFind, takeEntries, takeFind, takeFindAnswer } from './find.ts';
import { informationFields, takeFileSystem, takeInformation, takeSettings, takeUnknown } from './information.ts';
import { dataBytes, parameterBytes } from './layout.ts';
import { fsName, levelLayouts, fileName as levelName, streamName, targetName, volumeLabel } from './levels.ts';

const little = true;

const FIND_FIRST2 = 0x01;
const FIND_NEXT2 = 0x02;
const QUERY_FS = 0x03;
const SET_FS = 0x04;
const QUERY_PATH = 0x05;
const SET_PATH = 0x06;
const QUERY_FILE = 0x07;
const SET_FILE = 0x08;
const CREATE_DIRECTORY = 0x0d;
const GET_DFS_REFERRAL = 0x10;

const queryLevel = layout(
  { prefix: 'smb', little, spec: cifs('2.2.6.6.1') },
  { qpi_loi: u16('InformationLevel', { names: QUERY_LEVELS }) },
);
const setLevel = layout(
  { prefix: 'smb', little, spec: cifs('2.2.6.7.1') },
  { spi_loi: u16('InformationLevel', { names: SET_LEVELS }) },
);
const fsLevel = layout(
  { prefix: 'smb', little, spec: cifs('2.2.6.4.1') },
  { qfsi_loi: u16('InformationLevel', { base: 'hex', names: FS_LEVELS }) },
);
const setFsLevel = layout(
  { prefix: 'smb', little, spec: cifs('2.2.6.5.1') },
  { sfsi_loi: u16('InformationLevel', { base: 'hex', names: FS_LEVELS }) },
);
const reserved2 = layout({ prefix: 'smb', little, spec: cifs('2.2.6.9.1') }, { reserved: reserved(2) });
const reserved4 = layout({ prefix: 'smb', little, spec: cifs('2.2.6.6.1') }, { reserved: reserved(4) });
const eaError = layout({ prefix: 'smb', little, spec: cifs('2.2.6.6.2') }, { 'ea.error_offset': u16('EaErrorOffset') });
const open2 = layout(
  { prefix: 'smb', little, spec: cifs('2.2.6.1.1') },
  {
    flags: u16('Flags', { abbrev: 'smb.open.flags', base: 'hex' }),
    rest: bytes('Open2 parameters', 26, { abbrev: 'smb.unknown_data' }),
  },
);
const name = text('smb.file', 'FileName', cifs('2.2.6.6.1'));
const directory = text('smb.dir_name', 'DirectoryName', cifs('2.2.6.14.1'));

const askedQuery = field('smb.qpi_loi', 'InformationLevel of the request', 'uint', {
  size: 2,
  names: QUERY_LEVELS,
  generated: true,
});
const askedFs = field('smb.qfsi_loi', 'InformationLevel of the request', 'uint', {
  size: 2,
  base: 'hex',
  names: FS_LEVELS,
  generated: true,
});
const askedName = field('smb.file', 'FileName of the request', 'string', { generated: true });

export const trans2Layouts = [
  queryLevel,
  setLevel,
  fsLevel,
  setFsLevel,
  reserved2,
  reserved4,
  eaError,
  open2,
  ...referralLayouts,
  ...findLayouts,
  ...levelLayouts,
];
export const trans2Fields = [
  askedQuery,
  askedFs,
  askedName,
  ...both(name, directory, levelName, fsName, streamName, targetName, volumeLabel),
  ...informationFields,
  ...referralFields,
  ...findFields,
];

/** Trans2_Parameters of a request. */
export function takeParameters(d: Dissection, message: SmbMessage): void {
  const { request } = message;
  switch (request?.subcommand) {
    case FIND_FIRST2:
    case FIND_NEXT2:
      return takeFind(d, message, request.subcommand === FIND_FIRST2);
    case QUERY_FS:
      askFor(message, d.u16le(0), FS_LEVELS);
      d.record(fsLevel);
      break;
    case SET_FS:
      askFor(message, d.u16le(2), FS_LEVELS);
      takeFid(d, message);
      d.record(setFsLevel);
      break;
    case QUERY_PATH:
      askFor(message, d.u16le(0), QUERY_LEVELS);
      d.record(queryLevel);
      d.record(reserved4);
      takeName(d, message);
      break;
    case SET_PATH:
      askFor(message, d.u16le(0), SET_LEVELS);
      d.record(setLevel);
      d.record(reserved4);
      takeName(d, message);
      break;
    case QUERY_FILE:
      askFor(message, d.u16le(2), QUERY_LEVELS);
      takeFid(d, message);
      d.record(queryLevel);
      break;
    case SET_FILE:
      askFor(message, d.u16le(2), SET_LEVELS);
      takeFid(d, message);
      d.record(setLevel);
      if (d.left >= reserved2.size) d.record(reserved2);
      break;
    case CREATE_DIRECTORY:
      d.record(reserved4);
      takeText(d, message, directory);
      break;
    case GET_DFS_REFERRAL:
      takeReferralRequest(d);
      return d.skip(d.left);
  }
  takeUnknown(d);
}

/** Trans2_Data of a request. */
export function takeData(d: Dissection, message: SmbMessage): void {
  const { request } = message;
  if (request?.subcommand === SET_PATH || request?.subcommand === SET_FILE) takeSettings(d, message, request.level);
  else takeUnknown(d);
}

/** What the request asked for, before the response's own words. */
export function showAsked(d: Dissection, message: SmbMessage): void {
  const { request } = message;
  switch (request?.subcommand) {
    case FIND_FIRST2:
    case FIND_NEXT2:
      return showFind(d, message);
    case QUERY_FS:
      if (request.level >= 0) d.generate(askedFs, request.level);
      return;
    case QUERY_PATH:
    case QUERY_FILE:
      if (request.level >= 0) d.generate(askedQuery, request.level);
  }
  if (request?.path !== undefined) d.generate(askedName, request.path);
}

/** Trans2_Parameters of a response. */
export function takeAnswerParameters(d: Dissection, message: SmbMessage): void {
  const { request } = message;
  switch (request?.subcommand) {
    case undefined:
      return d.take(parameterBytes, d.left);
    case FIND_FIRST2:
    case FIND_NEXT2:
      return takeFindAnswer(d, message, request.subcommand === FIND_FIRST2);
    case QUERY_PATH:
    case SET_PATH:
    case QUERY_FILE:
    case SET_FILE:
    case CREATE_DIRECTORY:
      d.record(eaError);
  }
  takeUnknown(d);
}

/** Trans2_Data of a response. */
export function takeAnswerData(d: Dissection, message: SmbMessage): void {
  const { request } = message;
  switch (request?.subcommand) {
    case undefined:
      return d.take(dataBytes, d.left);
    case FIND_FIRST2:
    case FIND_NEXT2:
      return takeEntries(d, message);
    case QUERY_FS:
      return takeFileSystem(d, message, request.level);
    case QUERY_PATH:
    case QUERY_FILE:
      return takeInformation(d, message, request.level);
    case GET_DFS_REFERRAL:
      return takeReferrals(d);
  }
  takeUnknown(d);
}

function askFor({ request, told }: SmbMessage, level: number, names: Readonly<Record<number, string>>): void {
  if (request) request.level = level;
  told.level = names[level] ?? `level 0x${level.toString(16).padStart(4, '0')}`;
}

function takeName(d: Dissection, message: SmbMessage): void {
  const found = takeText(d, message, name);
  if (!found) return;
  message.tell('Path', found);
  if (message.request && d.recording) message.request.path = textOf(d, found);
}
