import addAgrees from './add-agrees.ts';
import allNamesAtOnce from './all-names-at-once.ts';
import asteriskName from './asterisk-name.ts';
import bufferFormat from './buffer-format.ts';
import bufferWithinLimit from './buffer-within-limit.ts';
import byteCount from './byte-count.ts';
import calledNameSuffix from './called-name-suffix.ts';
import computerNameHeld from './computer-name-held.ts';
import computerNameKept from './computer-name-kept.ts';
import dataLengthLimit from './data-length-limit.ts';
import dataLengthMatches from './data-length-matches.ts';
import deleteAgrees from './delete-agrees.ts';
import destinationIsCalledName from './destination-is-called-name.ts';
import destinationNameLength from './destination-name-length.ts';
import displayLimit from './display-limit.ts';
import dynamicEndpoint from './dynamic-endpoint.ts';
import endByteCountZero from './end-byte-count-zero.ts';
import endSent from './end-sent.ts';
import entriesRead from './entries-read.ts';
import enumAgrees from './enum-agrees.ts';
import forwardFlag from './forward-flag.ts';
import forwardNull from './forward-null.ts';
import fullTable from './full-table.ts';
import groupIdAgrees from './group-id-agrees.ts';
import groupIdUnique from './group-id-unique.ts';
import infoAgrees from './info-agrees.ts';
import infoName from './info-name.ts';
import invalidLevelRefused from './invalid-level-refused.ts';
import invalidNameRefused from './invalid-name-refused.ts';
import invalidNotAccepted from './invalid-not-accepted.ts';
import levelEchoed from './level-echoed.ts';
import levelValid from './level-valid.ts';
import listedName from './listed-name.ts';
import mailslotClass from './mailslot-class.ts';
import mailslotNames from './mailslot-names.ts';
import mailslotRecipient from './mailslot-recipient.ts';
import mailslotText from './mailslot-text.ts';
import moreDataCode from './more-data-code.ts';
import msgsvcTransport from './msgsvc-transport.ts';
import nameCharacters from './name-characters.ts';
import nameTerminated from './name-terminated.ts';
import namesReturnCode from './names-return-code.ts';
import originatorNameLength from './originator-name-length.ts';
import pendingDeleteWaited from './pending-delete-waited.ts';
import prefMaxLen from './pref-max-len.ts';
import requestAnswered from './request-answered.ts';
import requestHeaderZero from './request-header-zero.ts';
import responseByteCountZero from './response-byte-count-zero.ts';
import responseHeaderZero from './response-header-zero.ts';
import responseIdsEchoed from './response-ids-echoed.ts';
import resumeHandleAdvances from './resume-handle-advances.ts';
import resumeHandleBeyond from './resume-handle-beyond.ts';
import resumeHandleGoesOn from './resume-handle-goes-on.ts';
import rpcStringsTerminated from './rpc-strings-terminated.ts';
import segmentSize from './segment-size.ts';
import sendDisplayLimit from './send-display-limit.ts';
import sendLineEndPairs from './send-line-end-pairs.ts';
import sendNames from './send-names.ts';
import sendRecipient from './send-recipient.ts';
import sendReturnCode from './send-return-code.ts';
import sendTransport from './send-transport.ts';
import senderNamed from './sender-named.ts';
import serverName from './server-name.ts';
import singleForShort from './single-for-short.ts';
import startSent from './start-sent.ts';
import tableLimit from './table-limit.ts';
import textCharacters from './text-characters.ts';
import textLength from './text-length.ts';
import textLineEndPairs from './text-line-end-pairs.ts';
import textLineEnds from './text-line-ends.ts';
import textProvided from './text-provided.ts';
import textTerminated from './text-terminated.ts';
import totalEntries from './total-entries.ts';
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
  mailslotClass,
  mailslotNames,
  mailslotRecipient,
  mailslotText,
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
  addAgrees,
  allNamesAtOnce,
  bufferWithinLimit,
  computerNameHeld,
  computerNameKept,
  deleteAgrees,
  entriesRead,
  enumAgrees,
  forwardFlag,
  forwardNull,
  fullTable,
  infoAgrees,
  infoName,
  invalidLevelRefused,
  invalidNameRefused,
  levelEchoed,
  levelValid,
  listedName,
  moreDataCode,
  msgsvcTransport,
  namesReturnCode,
  pendingDeleteWaited,
  prefMaxLen,
  resumeHandleAdvances,
  resumeHandleBeyond,
  resumeHandleGoesOn,
  rpcStringsTerminated,
  serverName,
  tableLimit,
  totalEntries,
  dynamicEndpoint,
  sendDisplayLimit,
  sendNames,
  sendRecipient,
  sendReturnCode,
  sendTransport,
];
