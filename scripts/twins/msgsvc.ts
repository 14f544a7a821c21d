/**
 * Twins of recorded name management, one for every rule of msgsvc that can be broken on the wire. Of msgsvc-smb2.pcap: all
 * names are listed, ALICE is added twice and BOB once; all names are listed with their flags, then two in parts; ALICE is
 * looked up at both levels, deleted, looked up and deleted again; the computer's name is kept, twice, between them all
 * names are listed; CAROL is added, DAVE has no room until she is deleted; he is added, deleted and added.
 */
import { accusation, also, set, u16, u32, utf16 } from './terms.ts';
import type { Change, Twin } from './twin.ts';

const [OPENED, EXISTS, ADD_BOB, ADDED_BOB, FLAGS] = [14, 31, 32, 35, 39];
const [ASK_PART, PART, ASK_NEXT, NEXT] = [40, 43, 44, 47];
const [LOOK_UP, FOUND, LOOK_AGAIN, FOUND_AGAIN, DELETED] = [48, 51, 52, 55, 59];
const [LOOK_LAST, NOT_FOUND, NOT_LOCAL, LISTED, KEPT] = [60, 63, 67, 75, 79];
const [GONE_CAROL, ADDED_DAVE, GONE_DAVE, ADDED_AGAIN] = [91, 95, 99, 103];
/** The requests. */
const CALLS = Array.from({ length: 21 }, (_, i) => 20 + 4 * i);

const [EXISTS_ALREADY, NOT_LOCAL_NAME, TOO_SMALL, MORE_DATA, INVALID_LEVEL] = [0x8e4, 0x8ed, 0x84b, 0xea, 0x7c];
const [NAME_IN_USE, STILL_THERE] = [0x8eb, 0x8fb];

const twin = (
  shows: string,
  finds: string | readonly string[],
  changes: readonly Change[],
  more: Partial<Twin> = {},
): Twin => ({ of: 'msgsvc-smb2.pcap', shows, finds: [finds].flat().map(accusation), changes, ...more });
const returns = (frame: number, status: number): Change => set(frame, 'msgsvc.return', u32(status));
const MISSING_BOB = `msgsvc/enum-agrees missing 3.1.4.8 ${LISTED} msgsvc.EntriesRead`;
const TAG = 'NDR demands that the union’s tag is what the parameter says';
const NAMED_OTHERWISE = 'under its own name it is not listed any more';

export const nameTwins: readonly Twin[] = [
  twin('ALICE is added twice', `msgsvc/add-agrees heldAdded 3.1.4.6 ${EXISTS} msgsvc.return`, [returns(EXISTS, 0)]),
  twin('BOB is said to exist', `msgsvc/add-agrees newRefused 3.1.4.6 ${ADDED_BOB} msgsvc.return`, [
    returns(ADDED_BOB, EXISTS_ALREADY),
  ]),
  twin('a buffer too small without a limit', `msgsvc/all-names-at-once part 3.1.4.2 ${LISTED} msgsvc.return`, [
    returns(LISTED, TOO_SMALL),
    set(LISTED, 'msgsvc.ResumeHandle', u32(2)),
  ]),
  twin('the computer’s name is deleted', `msgsvc/computer-name-kept deleted 3.1.4.12 ${KEPT} msgsvc.return`, [
    returns(KEPT, 0),
  ]),
  twin(
    'the computer’s name is not listed',
    `msgsvc/computer-name-held unlisted 3.1.3 ${LISTED} msgsvc.EntriesRead`,
    [set(LISTED, 'msgsvc.msgi0_name', `${utf16('WORKSTATIOM')}0000`)],
    also(NAMED_OTHERWISE, MISSING_BOB),
  ),
  twin('24 bytes in 20', `msgsvc/buffer-within-limit more 3.1.4.2 ${PART} msgsvc.Buffer`, [
    set(ASK_PART, 'msgsvc.PrefMaxLen', u32(20)),
  ]),
  twin('DAVE is added though CAROL is there', `msgsvc/full-table added 3.1.4.6 ${ADDED_DAVE} msgsvc.return`, [
    returns(GONE_CAROL, NAME_IN_USE),
  ]),
  twin('DAVE is not waited for', `msgsvc/pending-delete-waited hasty 3.1.4.6 ${ADDED_AGAIN} msgsvc.return`, [
    returns(GONE_DAVE, STILL_THERE),
    returns(ADDED_AGAIN, EXISTS_ALREADY),
  ]),
  twin('ALICE is deleted twice', `msgsvc/delete-agrees absentDeleted 3.1.4.12 ${NOT_LOCAL} msgsvc.return`, [
    returns(NOT_LOCAL, 0),
  ]),
  twin('ALICE is not local', `msgsvc/delete-agrees heldNotLocal 3.1.4.12 ${DELETED} msgsvc.return`, [
    returns(DELETED, NOT_LOCAL_NAME),
  ]),
  twin(
    'three names counted, two there',
    `msgsvc/entries-read other 2.2.2.3 ${LISTED} msgsvc.EntriesRead`,
    [set(LISTED, 'msgsvc.EntriesRead', u32(3))],
    also(
      'NDR demands the same of the array that is counted',
      `ndr/size-disagrees seen 3.1.1.5.3 ${LISTED} dcerpc.array.max_count`,
    ),
  ),
  twin('BOB is not listed', MISSING_BOB, [set(LISTED, 'msgsvc.msgi0_name', `${utf16('BOC')}0000`, 2)]),
  twin('a forward flag', `msgsvc/forward-flag set 2.2.2.2 ${FOUND_AGAIN} msgsvc.msgi1_forward_flag`, [
    set(FOUND_AGAIN, 'msgsvc.msgi1_forward_flag', u32(1)),
  ]),
  twin('a name to forward to', `msgsvc/forward-null set 2.2.2.2 ${FOUND_AGAIN} msgsvc.msgi1_forward`, [
    set(FOUND_AGAIN, 'dcerpc.null_pointer', u32(0x20008)),
    set(FOUND_AGAIN, 'msgsvc.msgi1_name', `${utf16('ALICE')}0000 ${u32(4)}${u32(0)}${u32(4)} ${utf16('BOB')}0000`),
    set(FOUND_AGAIN, 'dcerpc.cn_frag_len', u16(0x5c)),
    set(FOUND_AGAIN, 'smb2.olb.length', u32(0x5c)),
  ]),
  twin('a deleted name is found', `msgsvc/info-agrees absentFound 3.1.4.10 ${NOT_FOUND} msgsvc.return`, [
    returns(NOT_FOUND, 0),
    returns(NOT_LOCAL, 0),
  ]),
  twin('an added name is not found', `msgsvc/info-agrees heldNotLocal 3.1.4.10 ${FOUND_AGAIN} msgsvc.return`, [
    returns(FOUND_AGAIN, NOT_LOCAL_NAME),
    returns(DELETED, NOT_LOCAL_NAME),
  ]),
  twin('another name is returned', `msgsvc/info-name other 3.1.4.10 ${FOUND} msgsvc.msgi0_name`, [
    set(FOUND, 'msgsvc.msgi0_name', `${utf16('ALIDA')}0000`),
  ]),
  twin(
    'level 2',
    `msgsvc/level-valid unknown 3.1.4.7 ${LOOK_LAST} msgsvc.Level`,
    [set(LOOK_LAST, 'msgsvc.Level', u32(2)), returns(NOT_FOUND, INVALID_LEVEL)],
    also(TAG, `ndr/tag-disagrees seen 14.3.8 ${NOT_FOUND} msgsvc.InfoStruct.tag`),
  ),
  twin(
    'level 2, and success',
    `msgsvc/invalid-level-refused done 3.1.4.10 ${FOUND} msgsvc.return`,
    [set(LOOK_UP, 'msgsvc.Level', u32(2))],
    also(
      'nobody may ask for it, and no structure answers it',
      `msgsvc/level-valid unknown 3.1.4.7 ${LOOK_UP} msgsvc.Level`,
      `msgsvc/level-echoed other 3.1.4.8 ${FOUND} msgsvc.InfoStruct`,
      `ndr/tag-disagrees seen 14.3.8 ${FOUND} msgsvc.InfoStruct.tag`,
    ),
  ),
  twin('*OB is added', `msgsvc/invalid-name-refused accepted 3.1.4.6 ${ADDED_BOB} msgsvc.return`, [
    set(ADD_BOB, 'msgsvc.MsgName', `${utf16('*OB')}0000`),
    set(FLAGS, 'msgsvc.msgi1_name', `${utf16('*OB')}0000`, 3),
    set(LISTED, 'msgsvc.msgi0_name', `${utf16('*OB')}0000`, 2),
  ]),
  twin(
    'level 0 is answered by level 1',
    `msgsvc/level-echoed other 3.1.4.8 ${FOUND_AGAIN} msgsvc.InfoStruct`,
    [set(LOOK_AGAIN, 'msgsvc.Level', u32(0))],
    also(TAG, `ndr/tag-disagrees seen 14.3.8 ${FOUND_AGAIN} msgsvc.InfoStruct.tag`),
  ),
  twin(
    'a padded name',
    `msgsvc/listed-name padded 2.2.2.1 ${LISTED} msgsvc.msgi0_name`,
    [set(LISTED, 'msgsvc.msgi0_name', `${utf16('BO ')}0000`, 2)],
    also(NAMED_OTHERWISE, MISSING_BOB),
  ),
  twin('ERROR_MORE_DATA', `msgsvc/more-data-code moreData 3.1.4.8 ${PART} msgsvc.return`, [returns(PART, MORE_DATA)]),
  twin(
    'another pipe',
    CALLS.map((frame) => `msgsvc/msgsvc-transport pipe 2.1.1 ${frame} dcerpc.opnum`),
    [set(OPENED, 'smb2.filename', utf16('ntsvcs'))],
  ),
  twin('out of memory', `msgsvc/names-return-code other 3.1.4 ${NOT_LOCAL} msgsvc.return`, [returns(NOT_LOCAL, 8)]),
  twin('a limit of 11,777 bytes', `msgsvc/pref-max-len accepted 3.1.4.8 ${PART} msgsvc.return`, [
    set(ASK_PART, 'msgsvc.PrefMaxLen', u32(11_777)),
  ]),
  twin('a handle that stands', `msgsvc/resume-handle-advances stands 3.1.4.8 ${NEXT} msgsvc.ResumeHandle`, [
    set(NEXT, 'msgsvc.ResumeHandle', u32(1)),
  ]),
  twin(
    'an error beyond the end',
    `msgsvc/resume-handle-beyond failed 3.1.4.8 ${NEXT} msgsvc.return`,
    [set(ASK_NEXT, 'msgsvc.ResumeHandle', u32(9)), returns(NEXT, 0x57)],
    also('nobody gave that handle', `msgsvc/resume-handle-goes-on other 3.1.4.7 ${ASK_NEXT} msgsvc.ResumeHandle`),
  ),
  twin('another handle', `msgsvc/resume-handle-goes-on other 3.1.4.7 ${ASK_NEXT} msgsvc.ResumeHandle`, [
    set(ASK_NEXT, 'msgsvc.ResumeHandle', u32(2)),
    set(NEXT, 'msgsvc.ResumeHandle', u32(3)),
  ]),
  twin(
    'a name without its null',
    `msgsvc/rpc-strings-terminated unterminated 3.1.4.1 ${LOOK_LAST} msgsvc.MsgName`,
    [set(LOOK_LAST, 'msgsvc.MsgName', utf16('ALICEX'))],
    also('NDR demands the same of every string', `ndr/string-unterminated seen 14.3.4 ${LOOK_LAST} msgsvc.MsgName`),
  ),
  twin('a server’s name that is none', `msgsvc/server-name other 2.2.1.1 ${LOOK_LAST} msgsvc.ServerName`, [
    set(LOOK_LAST, 'msgsvc.ServerName', `${utf16('\\\\WORK:TATION')}0000`),
  ]),
  twin('more than there are', `msgsvc/total-entries more 3.1.4.8 ${LISTED} msgsvc.TotalEntries`, [
    set(LISTED, 'msgsvc.TotalEntries', u32(5)),
  ]),
];
