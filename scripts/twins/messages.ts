/**
 * Twins of the recorded messages, one for every rule on them that can be broken on the wire. Of messenger-impacket.pcap:
 * frame 4 is the session request; 8 and 9 are a single block and its response; 10 to 25 a text of 652 bytes, START in 10,
 * six TEXT in 12 to 22, END in 24, each with its response behind it; 26 to 41 are two texts by turns. Of mailslot-scapy.pcap
 * frame 1 is a short text; of msgsvcsend-scapy.pcap frames 1 and 2 are a call that is done.
 */
import { accusation, also, byte, latin1, set, u16, u32 } from './terms.ts';
import type { Change, Twin } from './twin.ts';

const [SESSION, SINGLE, DONE, START, STARTED, FIRST, TAKEN, LAST, END, ENDED] = [4, 8, 9, 10, 11, 12, 13, 22, 24, 25];
const [SECOND_START, SECOND_GROUP] = [29, [32, 36, 40]] as const;
const BETWEEN = [14, 16, 18, 20];
const VERY_LAST = 40;

const twinsOf =
  (of: string) =>
  (shows: string, finds: string | readonly string[], changes: readonly Change[], more: Partial<Twin> = {}): Twin => ({
    of,
    shows,
    finds: [finds].flat().map(accusation),
    changes,
    ...more,
  });
const smb = twinsOf('messenger-impacket.pcap');
const mailslot = twinsOf('mailslot-scapy.pcap');
const send = twinsOf('msgsvcsend-scapy.pcap');

const at = (it: Uint8Array, index: number, ...to: readonly number[]): Uint8Array => {
  const made = it.slice();
  made.set(to, index);
  return made;
};
/** Other bytes at a place of the field, counted from its end where it is negative. */
const bytes =
  (index: number, ...to: readonly number[]) =>
  (was: Uint8Array): Uint8Array =>
    at(was, index < 0 ? was.length + index : index, ...to);
const longer =
  (by: number) =>
  (was: Uint8Array): Uint8Array =>
    Uint8Array.from([...was.subarray(0, -1), ...new Array<number>(by).fill(0x78), ...was.subarray(-1)]);
const plus =
  (by: number) =>
  (was: Uint8Array): Uint8Array => {
    const n = was[0]! + was[1]! * 256 + by;
    return Uint8Array.of(n, n >>> 8);
  };

/** ERRSRV, ERRerror: what a right server says of a request that is not valid. */
const refuses = (frame: number): Change[] => [
  set(frame, 'smb.error_class', '02'),
  set(frame, 'smb.error_code', u16(1)),
];
/** A name or a text that grows takes the count of bytes with it. */
const grown = (frame: number, field: string, by: number): Change[] => [
  set(frame, field, longer(by)),
  set(frame, 'smb.bcc', plus(by)),
];
const grownText = (frame: number, by: number): Change[] => [
  ...grown(frame, 'smb.message', by),
  set(frame, 'smb.message.len', plus(by)),
];

/** Port 135, in the network's order. */
const MAPPER = '0087';
const CR = 0x0d;
const LF = 0x0a;
const LINE_END = 0x14;
const CALLED = (frame: number): string =>
  `messenger/destination-is-called-name other 2.1.3 ${frame} smb.destination_name`;
const IS_RAW = 'a half of a pair that was not converted is a raw line end';
const OTHER_NAME = 'the session was opened to the name as it was';
/** The called name's suffix in first-level encoding (RFC 1001 14.1). */
const SUFFIX_AT = 4 + 1 + 30;
const encoded = (suffix: number): number[] => [0x41 + (suffix >>> 4), 0x41 + (suffix & 15)];
const FILE_SERVER = 0x20;

export const messageTwins: readonly Twin[] = [
  // Names (2.2.3, 3.2.4.4) -----------------------------------------------------------------------------------------------
  smb(
    'a recipient with an asterisk before it',
    `messenger/asterisk-name asterisk 3.2.4.4 ${SINGLE} smb.destination_name`,
    [set(SINGLE, 'smb.destination_name', bytes(0, 0x2a))],
    also(OTHER_NAME, CALLED(SINGLE)),
  ),
  smb('another recipient', CALLED(SINGLE), [set(SINGLE, 'smb.destination_name', `${latin1('BOBBY')}00`)]),
  smb(
    'a session to the file server',
    [SINGLE, START, 26, 28].map((frame) => `messenger/called-name-suffix type 3.2.4.4 ${frame} smb.destination_name`),
    [set(SESSION, 'nbss', bytes(SUFFIX_AT, ...encoded(FILE_SERVER)))],
  ),
  smb(
    'a recipient of sixteen bytes',
    `messenger/destination-name-length long 2.2.3.1.1 ${SINGLE} smb.destination_name`,
    grown(SINGLE, 'smb.destination_name', 11),
    also(OTHER_NAME, CALLED(SINGLE)),
  ),
  smb(
    'a sender of sixteen bytes',
    `messenger/originator-name-length long 2.2.3.2.1 ${START} smb.originator_name`,
    grown(START, 'smb.originator_name', 5),
  ),
  smb('a letter of code page 850', `messenger/name-characters foreign 2.2.3.1.1 ${SINGLE} smb.originator_name`, [
    set(SINGLE, 'smb.originator_name', bytes(1, 0x8e)),
  ]),
  smb(
    'a recipient without its null',
    `messenger/name-terminated open 2.2.3.2.1 ${START} smb.destination_name`,
    [set(START, 'smb.destination_name', latin1('ALICEX'))],
    also(OTHER_NAME, CALLED(START)),
  ),
  smb('a sender of blanks', `messenger/sender-named unnamed 3.2.4.4 ${SINGLE} smb.originator_name`, [
    set(SINGLE, 'smb.originator_name', `${'20'.repeat(11)}00`),
  ]),
  smb('a tabulator in a name', `messenger/valid-netbios-name control 3.2.4.4 ${SINGLE} smb.originator_name`, [
    set(SINGLE, 'smb.originator_name', bytes(5, 0x09)),
  ]),
  // Counts and marks (2.2.3) ---------------------------------------------------------------------------------------------
  smb('a variable block for the text', `messenger/buffer-format wrong 2.2.3.1.1 ${SINGLE} smb.buffer_format`, [
    set(SINGLE, 'smb.buffer_format', '05', 3),
  ]),
  smb('one byte more than there is', `messenger/byte-count wrong 2.2.3.1.1 ${SINGLE} smb.bcc`, [
    set(SINGLE, 'smb.bcc', plus(1)),
    ...refuses(DONE),
  ]),
  smb('the null not counted', `messenger/data-length-matches wrong 2.2.3.1.1 ${SINGLE} smb.message.len`, [
    set(SINGLE, 'smb.message.len', plus(-1)),
  ]),
  smb(
    'a block of 129 bytes',
    `messenger/data-length-limit long 2.2.3.3.1 ${FIRST} smb.message.len`,
    grownText(FIRST, 1),
    also(
      'a block that is too long makes the text so, is none of 128 bytes, and has room for a null',
      `messenger/segment-size odd 3.2.4.4 ${FIRST} smb.message.len`,
      `messenger/text-length long 3.2.4.4 ${LAST} smb.message`,
      `messenger/text-terminated missing 2.2.3.3.1 ${FIRST} smb.message`,
    ),
  ),
  smb('a word too many', `messenger/word-count wrong 2.2.3.3.2 ${TAKEN} smb.wct`, [
    set(TAKEN, 'smb.wct', `01${u16(7)}`),
  ]),
  smb('END with a byte', `messenger/end-byte-count-zero filled 2.2.3.4.1 ${END} smb.bcc`, [
    set(END, 'smb.bcc', `${u16(1)}00`),
  ]),
  smb('a response with a byte', `messenger/response-byte-count-zero filled 2.2.3.1.2 ${DONE} smb.bcc`, [
    set(DONE, 'smb.bcc', `${u16(1)}00`),
  ]),
  smb('a tree in the request', `messenger/request-header-zero filled 2.2.3.1.1 ${SINGLE} smb.tid`, [
    set(SINGLE, 'smb.tid', u16(1)),
    set(DONE, 'smb.tid', u16(1)),
  ]),
  smb('names without case in a response', `messenger/response-header-zero filled 2.2.3.1.1 ${DONE} smb.flags`, [
    set(DONE, 'smb.flags', byte(0x88)),
  ]),
  smb('an id that was not sent', `messenger/response-ids-echoed other 2.2.3.1.1 ${DONE} smb.uid`, [
    set(DONE, 'smb.uid', u16(100)),
  ]),
  // Text (2.2.3, 3.2.4.4) ------------------------------------------------------------------------------------------------
  smb('LF as it was typed', `messenger/text-line-ends raw 2.2.3.3.1 ${FIRST} smb.message`, [
    set(FIRST, 'smb.message', bytes(19, LF)),
  ]),
  smb(
    'LF converted, CR kept, in a single block',
    `messenger/send-line-end-pairs half 2.2.3.1.1 ${SINGLE} smb.message`,
    [set(SINGLE, 'smb.message', bytes(5, CR, LINE_END))],
    also(IS_RAW, `messenger/text-line-ends raw 2.2.3.1.1 ${SINGLE} smb.message`),
  ),
  smb(
    'CR converted, LF kept, in a block of several',
    `messenger/text-line-end-pairs half 2.2.3.3.1 ${FIRST} smb.message`,
    [set(FIRST, 'smb.message', bytes(20, LF))],
    also(IS_RAW, `messenger/text-line-ends raw 2.2.3.3.1 ${FIRST} smb.message`),
  ),
  smb('a letter of another code page', `messenger/text-characters foreign 2.2.3.1.1 ${SINGLE} smb.message`, [
    set(SINGLE, 'smb.message', bytes(1, 0x81)),
  ]),
  smb('653 bytes', `messenger/text-length long 3.2.4.4 ${LAST} smb.message`, grownText(LAST, 1)),
  smb(
    '4,096 bytes',
    `messenger/display-limit long 3.2.4.5 ${LAST} smb.message`,
    grownText(LAST, 4096 - 652),
    also(
      'so long a text is too long, and so is the block that has it',
      `messenger/text-length long 3.2.4.4 ${LAST} smb.message`,
      `messenger/data-length-limit long 2.2.3.3.1 ${LAST} smb.message.len`,
    ),
  ),
  smb(
    'nothing before the null',
    `messenger/text-provided empty 3.2.4.4 ${SINGLE} smb.message`,
    [set(SINGLE, 'smb.message', bytes(0, 0))],
    also('what was the text is left over', `messenger/text-terminated early 2.2.3.1.1 ${SINGLE} smb.message.rest`),
  ),
  smb('no null', `messenger/text-terminated missing 2.2.3.1.1 ${SINGLE} smb.message`, [
    set(SINGLE, 'smb.message', bytes(-1, 0x78)),
  ]),
  smb(
    'a block of 127 bytes',
    `messenger/segment-size odd 3.2.4.4 ${FIRST} smb.message.len`,
    [
      set(FIRST, 'smb.message', (was) => was.slice(1)),
      set(FIRST, 'smb.message.len', plus(-1)),
      set(FIRST, 'smb.bcc', plus(-1)),
    ],
    also('such a block has room for a null', `messenger/text-terminated missing 2.2.3.3.1 ${FIRST} smb.message`),
  ),
  // The conversation (3.2.4.4, 3.2.4.5) ------------------------------------------------------------------------------------
  smb('END of another group', `messenger/group-id-agrees other 2.2.3.4.1 ${END} smb.mgid`, [
    set(END, 'smb.mgid', u16(77)),
  ]),
  smb(
    'two messages of one group at a time',
    `messenger/group-id-unique taken 2.2.3.2.2 ${SECOND_START} smb.mgid`,
    [SECOND_START, ...SECOND_GROUP].map((frame) => set(frame, 'smb.mgid', u16(8))),
    also(
      'all blocks are the second message’s then: the first one has none, and two of the second are short of 128 bytes',
      'messenger/text-provided empty 3.2.4.4 26 smb.cmd',
      'messenger/segment-size odd 3.2.4.4 34 smb.message.len',
    ),
  ),
  smb('no END', `messenger/end-sent missing 3.2.4.4 ${LAST} smb.cmd`, [], { unsent: [END, ENDED] }),
  // Two frames are gone; each block that has no START is accused.
  smb(
    'no START',
    [FIRST, ...BETWEEN, LAST, END].map((frame) => `messenger/start-sent missing 3.2.4.4 ${frame - 2} smb.cmd`),
    [],
    {
      unsent: [START, STARTED],
      ...also(
        'the receiver takes what was never begun',
        `messenger/invalid-not-accepted accepted 3.2.4.5 ${TAKEN - 2} smb.error_class`,
      ),
    },
  ),
  smb('a short text in blocks', `messenger/single-for-short blocks 3.2.4.4 ${START} smb.cmd`, [], {
    unsent: [FIRST, TAKEN, ...BETWEEN.flatMap((frame) => [frame, frame + 1])],
  }),
  smb('no response', `messenger/request-answered unanswered 3.2.4.5 ${VERY_LAST} smb.cmd`, [], {
    unsent: [VERY_LAST + 1],
  }),
  smb(
    'a dialect for a name, and success',
    `messenger/invalid-not-accepted accepted 3.2.4.5 ${DONE} smb.error_class`,
    [set(SINGLE, 'smb.buffer_format', '02')],
    also('the request is not valid', `messenger/buffer-format wrong 2.2.3.1.1 ${SINGLE} smb.buffer_format`),
  ),
  // The mailslot (2.1.2, 3.2.4.4) ----------------------------------------------------------------------------------------
  mailslot('everybody', 'messenger/mailslot-names asterisk 3.2.4.4 1 messngr.To', [
    set(1, 'messngr.To', bytes(0, 0x2a)),
  ]),
  mailslot(
    'a datagram to the workstation’s other name',
    'messenger/mailslot-recipient suffix 2.1.2 1 nbdgm.destination_name',
    [set(1, 'nbdgm', bytes(14 + 34 + 31, ...encoded(0)))],
  ),
  mailslot('a reliable write', 'messenger/mailslot-class first 2.1.2 1 mailslot.class', [
    set(1, 'mailslot.class', u16(1)),
  ]),
  mailslot('nothing before the null', 'messenger/mailslot-text none 3.2.4.4 1 messngr.Text', [
    set(1, 'messngr.Text', bytes(0, 0)),
  ]),
  // NetrSendMessage (3.2.4.1) --------------------------------------------------------------------------------------------
  send('nobody sends it', 'msgsvcsend/send-names from 3.2.4.1 1 msgsvcsend.From', [
    set(1, 'msgsvcsend.From', `${'20'.repeat(11)}00`),
  ]),
  send('to the endpoint mapper’s port', 'msgsvcsend/dynamic-endpoint wellKnown 2.1.1 1 dcerpc.opnum', [
    set(1, 'udp.dstport', MAPPER),
    set(2, 'udp.srcport', MAPPER),
  ]),
  send('to everybody', 'msgsvcsend/send-recipient asterisk 3.2.4.1 1 msgsvcsend.To', [
    set(1, 'msgsvcsend.To', bytes(0, 0x2a)),
  ]),
  send('out of memory', 'msgsvcsend/send-return-code other 3.2.4.1 2 msgsvcsend.return', [
    set(2, 'msgsvcsend.return', u32(8)),
  ]),
  send(
    'a text without its null',
    'msgsvc/rpc-strings-terminated unterminated 3.1.4.1 1 msgsvcsend.Text',
    [set(1, 'msgsvcsend.Text', bytes(-1, 0x78))],
    also('NDR demands the same of every string', 'ndr/string-unterminated seen 14.3.4 1 msgsvcsend.Text'),
  ),
  send('4,096 characters', 'msgsvcsend/send-display-limit long 3.2.4.3 1 msgsvcsend.Text', [
    set(1, 'msgsvcsend.Text', longer(4096 - 19)),
    set(1, 'dcerpc.array.max_count', u32(4097), 3),
    set(1, 'dcerpc.array.actual_count', u32(4097), 3),
    set(1, 'dcerpc.dg_frag_len', plus(4096 - 19)),
  ]),
];
