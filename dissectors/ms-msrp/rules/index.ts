import asteriskName from './asterisk-name.ts';
import bufferFormat from './buffer-format.ts';
import byteCount from './byte-count.ts';
import calledNameSuffix from './called-name-suffix.ts';
import dataLengthLimit from './data-length-limit.ts';
import dataLengthMatches from './data-length-matches.ts';
import destinationIsCalledName from './destination-is-called-name.ts';
import destinationNameLength from './destination-name-length.ts';
import displayLimit from './display-limit.ts';
import endByteCountZero from './end-byte-count-zero.ts';
import endSent from './end-sent.ts';
import groupIdAgrees from './group-id-agrees.ts';
import groupIdUnique from './group-id-unique.ts';
import invalidNotAccepted from './invalid-not-accepted.ts';
import nameCharacters from './name-characters.ts';
import nameTerminated from './name-terminated.ts';
import originatorNameLength from './originator-name-length.ts';
import requestAnswered from './request-answered.ts';
import requestHeaderZero from './request-header-zero.ts';
import responseByteCountZero from './response-byte-count-zero.ts';
import responseHeaderZero from './response-header-zero.ts';
import responseIdsEchoed from './response-ids-echoed.ts';
import segmentSize from './segment-size.ts';
import sendLineEndPairs from './send-line-end-pairs.ts';
import senderNamed from './sender-named.ts';
import singleForShort from './single-for-short.ts';
import startSent from './start-sent.ts';
import textCharacters from './text-characters.ts';
import textLength from './text-length.ts';
import textLineEndPairs from './text-line-end-pairs.ts';
import textLineEnds from './text-line-ends.ts';
import textProvided from './text-provided.ts';
import textTerminated from './text-terminated.ts';
import validNetbiosName from './valid-netbios-name.ts';
import waitForStartResponse from './wait-for-start-response.ts';
import waitForTextResponse from './wait-for-text-response.ts';
import wordCount from './word-count.ts';

export const messengerRules = [
  asteriskName,
  bufferFormat,
  byteCount,
  calledNameSuffix,
  dataLengthLimit,
  dataLengthMatches,
  destinationIsCalledName,
  destinationNameLength,
  displayLimit,
  endByteCountZero,
  endSent,
  groupIdAgrees,
  groupIdUnique,
  invalidNotAccepted,
  nameCharacters,
  nameTerminated,
  originatorNameLength,
  requestAnswered,
  requestHeaderZero,
  responseByteCountZero,
  responseHeaderZero,
  responseIdsEchoed,
  segmentSize,
  sendLineEndPairs,
  senderNamed,
  singleForShort,
  startSent,
  textCharacters,
  textLength,
  textLineEndPairs,
  textLineEnds,
  textProvided,
  textTerminated,
  validNetbiosName,
  waitForStartResponse,
  waitForTextResponse,
  wordCount,
];
