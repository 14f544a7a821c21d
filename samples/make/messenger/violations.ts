/** Violations, a file a family. */
import {
  ascii,
  asciiz,
  concat,
  ERRSRV_ERROR,
  FROM,
  GROUP,
  hex,
  REPLY,
  sendRequest,
  session,
  stamp,
  startRequest,
  startResponse,
  TO,
  textRequest,
  textResponse,
  turns,
  u16le,
} from '../index.ts';
import {
  answer,
  ask,
  blocks,
  end,
  LONG,
  LONG_FIRST,
  LONG_LAST,
  multi,
  NETBIOS,
  NONE,
  REFUSED,
  SHORT,
  START_REFUSED,
  single,
  start,
  text,
  violations,
  write,
} from './blocks.ts';

violations('header-requests', [
  ...single({ header: { status: ERRSRV_ERROR } }),
  ...single({ header: { flags: 0x18 } }),
  ...single({ header: { flags2: 0x0001 } }),
  ...single({ header: { pidHigh: 1 } }, { header: { pidHigh: 1 } }),
  ...single({ header: { securityFeatures: hex('01 02 03 04 05 06 07 08') } }),
  ...single({ header: { reserved: 1 } }),
  ...single({ header: { tid: 1 } }, { header: { tid: 1 } }),
  ...single({ header: { pidLow: 0x2bc1 } }, { header: { pidLow: 0x2bc1 } }),
  ...single({ header: { uid: 100 } }, { header: { uid: 100 } }),
  ...single({ header: { mid: 64 } }, { header: { mid: 64 } }),
  ...start({ header: { flags2: 0x4000 } }),
  ...text({ data: LONG_FIRST, header: { pidLow: 0x2bc1 } }, { header: { pidLow: 0x2bc1 } }),
  ...text({ data: LONG_LAST }),
  ...end({ header: { mid: 64 } }, { header: { mid: 64 } }),
]);

violations('header-responses', [
  ...single({}, { header: { flags: REPLY | 0x08 } }),
  ...single({}, { header: { flags2: 0x4000 } }),
  ...single({}, { header: { flags2: 0x0001 } }),
  ...single({}, { header: { flags2: 0x8000 } }),
  ...single({}, { header: { pidHigh: 1 } }),
  ...single({}, { header: { securityFeatures: hex('01 02 03 04 05 06 07 08') } }),
  ...single({}, { header: { reserved: 1 } }),
  ...single({}, { header: { tid: 5 } }),
  ...single({}, { header: { uid: 100 } }),
  ...start({}, { header: { flags2: 0x8000 } }),
  ...text({ data: LONG_FIRST }, { header: { tid: 5 } }),
  ...text({ data: LONG_LAST }),
  ...end({}, { header: { reserved: 1 } }),
]);

violations('word-count', [
  ...single({ words: u16le(0) }, REFUSED),
  ...start({ words: u16le(0) }, START_REFUSED),
  ...start(),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST, words: NONE }, REFUSED),
  ...end({ words: concat(u16le(GROUP), u16le(0)) }, REFUSED),
  ...end(),
  ...single({}, { words: u16le(0) }),
  ...start({}, { words: concat(u16le(GROUP), u16le(0)) }),
  ...text({ data: LONG_FIRST }, { words: u16le(0) }),
  ...text({ data: LONG_LAST }),
  ...end({}, { words: u16le(0) }),
]);

violations('start-answer', [
  ...start({}, { words: NONE }),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST }),
  ...end(),
]);

{
  const names = 1 + FROM.length + 1 + 1 + TO.length + 1;
  violations('byte-count', [
    // One byte less than there is, four more, …
    ...single({ byteCount: names + 3 + SHORT.length }, REFUSED),
    ...single({ byteCount: names + 3 + SHORT.length + 1 + 4 }, REFUSED),
    ...start({ byteCount: names - 1 }, START_REFUSED),
    ...start(),
    ...text({ data: LONG_FIRST }),
    ...text({ data: LONG_LAST, byteCount: 3 + LONG_LAST.length + 4 }, REFUSED),
    ...end({ bytes: u16le(0) }, REFUSED),
    ...end(),
  ]);
}

violations('response-byte-count', [
  ...single({}, { bytes: u16le(0) }),
  ...start({}, { bytes: u16le(0) }),
  ...text({ data: LONG_FIRST }, { bytes: u16le(0) }),
  ...text({ data: LONG_LAST }),
  ...end({}, { bytes: u16le(0) }),
]);

violations('buffer-formats', [
  ...single({ bufferFormat1: 0x02 }, REFUSED),
  ...single({ bufferFormat2: 0x03 }, REFUSED),
  // 3.2.4.5's test of data blocks lets 0x05 pass.
  ...single({ bufferFormat3: 0x05 }),
  ...start({ bufferFormat1: 0x01 }, START_REFUSED),
  ...start({ bufferFormat2: 0x00 }, START_REFUSED),
  ...start(),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST, bufferFormat: 0x04 }, REFUSED),
  ...end(),
]);

// Port 445: without a called name, nothing else can be said of the recipient.
violations(
  'names',
  [
    ...single({ from: 'PRINTSERVERNORTH' }, REFUSED),
    ...single({ to: 'WORKSTATIONNORTH' }, REFUSED),
    ...start({ from: 'PRINTSERVERNORTH' }, START_REFUSED),
    ...start({ to: 'WORKSTATIONNORTH' }, START_REFUSED),
    // The null is missing: the string ends with the message.
    ...start({ destinationName: ascii(TO) }, START_REFUSED),
    ...single({ to: '*ALICE' }, REFUSED),
    ...start({ to: '*' }, START_REFUSED),
    // Fifteen are allowed.
    ...single({ from: 'PRINTSERVERWEST', to: 'WORKSTATIONWEST' }),
  ],
  { port: 445 },
);

write(
  'messenger-violations-called-name',
  stamp([
    ...turns([
      ...single({ to: 'ALICE' }),
      ...start({ to: 'ALICE' }),
      ...text({ data: LONG_FIRST }),
      ...text({ data: LONG_LAST }),
      ...end(),
      // The same name: case does not matter.
      ...single({ to: 'Workstation' }),
    ]),
    // The file server's name instead of the messenger's.
    ...turns(single(), { netbios: { ...NETBIOS, calledSuffix: 0x20 }, clientPort: 49153 }),
  ]),
);

{
  const long = ascii('This block is longer than the 128 bytes that are allowed. '.repeat(4));
  violations('data-length', [
    ...single({ data: concat(long.subarray(0, 128), [0]) }, REFUSED),
    ...start(),
    ...text({ data: concat(long.subarray(0, 199), [0]) }, REFUSED),
    ...end(),
    // 10 of 20 bytes; 40 where 20 are.
    ...single({ dataLength: 10 }, REFUSED),
    ...single({ dataLength: 40 }, REFUSED),
    ...start(),
    ...text({ data: LONG_FIRST }),
    ...text({ data: LONG_LAST, dataLength: LONG_LAST.length - 10 }, REFUSED),
    ...end(),
    ...start(),
    ...text({ data: LONG_FIRST }),
    ...text({ data: LONG_LAST, dataLength: LONG_LAST.length + 10 }, REFUSED),
    ...end(),
  ]);
}

{
  const raw = (bytes: string) => ({ data: asciiz(bytes) });
  // A line end at the edge of two blocks.
  const edge = concat(LONG_FIRST.subarray(0, 127), [0x0d]);
  const pair = concat(LONG_FIRST.subarray(0, 127), [0x14]);
  violations('line-ends', [
    ...single(raw('Print Job\rCompleted')),
    ...single(raw('Print Job\nCompleted')),
    ...single(raw('Print Job\r\nCompleted')),
    ...single(raw('Print Job\n\rCompleted')),
    ...single(raw('Print Job\x14\x14Completed')),
    ...multi([LONG_FIRST, concat(ascii('\r\n'), LONG_LAST)]),
    ...multi([edge, concat(ascii('\n'), LONG_LAST)]),
    ...multi([LONG_FIRST, concat(ascii('\x14\x14'), LONG_LAST)]),
    ...multi([pair, concat(ascii('\x14'), LONG_LAST)]),
  ]);
}

// Code page 437 and 850: 0x81 is ü, 0x8e is Ä, 0x94 is ö, 0xe1 is ß.
violations('characters', [
  ...single({ data: asciiz('Druck ausgef\x81hrt') }),
  ...multi([LONG_FIRST, concat(ascii('Gr\x94\xe1e '), LONG_LAST)]),
  ...single({ from: 'B\x8eRENSERVER' }),
]);

{
  const inside = LONG_FIRST.slice();
  inside[100] = 0;
  violations('nulls', [
    ...single({ data: asciiz('Print Job Completed\0left over') }),
    ...single({ data: ascii(SHORT) }),
    ...multi([inside, LONG_LAST]),
    ...multi([LONG_FIRST, LONG_LAST.subarray(0, -1)]),
  ]);
}

violations('group-id', [
  ...start(),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST, messageGroupId: 8 }),
  ...end(),
  ...start(),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST }),
  ...end({ messageGroupId: 9 }),
  // Two groups at a time, both called 7.
  ...start(),
  ...start(),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST }),
  ...end(),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST }),
  ...end(),
]);

violations('acknowledgement', [
  ask(startRequest()),
  ask(textRequest({ data: LONG_FIRST })),
  answer(startResponse()),
  answer(textResponse()),
  ...text({ data: LONG_LAST }),
  ...end(),
  ...start(),
  ask(textRequest({ data: LONG_FIRST })),
  ask(textRequest({ data: LONG_LAST })),
  answer(textResponse()),
  answer(textResponse()),
  ...end(),
]);

violations('segments', [
  ...multi(blocks(LONG, 100)),
  ...multi(blocks(`${LONG}\n${LONG}`, 127)),
  // Short enough for SMB_COM_SEND_MESSAGE.
  ...multi(blocks(SHORT)),
]);

violations('no-end', [...start(), ...text({ data: LONG_FIRST }), ...text({ data: LONG_LAST })]);
violations('no-end-reset', [...start(), ...text({ data: LONG_FIRST }), ...text({ data: LONG_LAST })], { close: 'rst' });

violations('no-start', [
  ...single(),
  ...text({ data: LONG_FIRST }, REFUSED),
  ...end({}, REFUSED),
  ...multi(),
  // The group is over.
  ...text({ data: LONG_LAST }, REFUSED),
  ...end({}, REFUSED),
]);

{
  const words = 'All of this is needed to fill the blocks of a message that is too long. '.repeat(10);
  violations('text-length', [
    // 652 bytes with the null are right, 701 are not.
    ...multi(blocks(words.slice(0, 651))),
    ...multi(blocks(words.slice(0, 700))),
  ]);
}

write(
  'messenger-violations-unanswered',
  stamp([
    ...session({ netbios: NETBIOS })
      .request(sendRequest({ text: SHORT }))
      .ack('server')
      .fin().frames,
    ...turns([...start(), ...text({ data: LONG_FIRST }), ask(textRequest({ data: LONG_LAST })), ...end()], {
      clientPort: 49153,
    }),
  ]),
);

violations('wrong-success', [
  ...single({ words: u16le(0) }),
  ...single({ bufferFormat1: 0x02 }),
  ...single({ dataLength: 40 }),
  ...start({ bufferFormat2: 0x01 }),
  ...text({ data: LONG_FIRST }),
  ...text({ data: LONG_LAST, bufferFormat: 0x04 }),
  ...end(),
]);
