import { type Dissection, decodeText, type Field, nullTerminated, on, protocol } from '#sdk';
import { LANMAN, type SmbMessage, transactionName, transactionNote } from '../keys.ts';
import { rap } from '../spec.ts';
import { FUNCTIONS, type Item, itemsOf, type RapCall, SERVER_ENUM2, SERVER_ENUM3 } from './functions.ts';
import * as fields from './layout.ts';
import { isField, type Named } from './layout.ts';

/** The Remote Administration Protocol: transactions on \PIPE\LANMAN (MS-RAP 2.1), as far as their descriptors tell. */
export const lanman = protocol({
  name: 'lanman',
  label: 'LANMAN',
  title: 'Microsoft Windows Lanman Remote API Protocol',
  layouts: fields.lanmanLayouts,
  fields: fields.lanmanFields,
  routes: [on(transactionName, LANMAN)],
  spec: rap('2.1'),
  carries: () => [],
  dissect(d) {
    const note = transactionNote(d.layer.parent);
    if (!note) return d.data(d.at, d.end, d.promised);
    const { message } = note;
    const outer = d.end;
    d.end = Math.min(note.parametersEnd, outer);
    const call = message.reply ? (message.request?.detail as RapCall | undefined) : request(d, message);
    const answered = message.reply ? answer(d, call) : undefined;
    if (d.left > 0) d.take(fields.someParameters, d.left);
    d.end = Math.min(note.dataEnd, outer);
    if (note.data >= d.end || note.data < d.at) return;
    d.at = note.data;
    if (call && answered) takeEntries(d, call, answered);
    else d.take(fields.someData, d.left);
  },
  info(layer, _packet, out) {
    const note = transactionNote(layer.parent);
    const call = note?.message.request?.detail as RapCall | undefined;
    out.ascii(call ? (FUNCTIONS[call.code] ?? `Function ${call.code}`) : 'Unknown function');
    out.ascii(note?.message.reply ? ' Response' : ' Request');
  },
});

/** Opcode, the two descriptors, and the parameters that the first one describes (2.5.1). */
function request(d: Dissection, message: SmbMessage): RapCall {
  const code = d.u16le(0);
  d.record(fields.opcode);
  const parameters = takeString(d, fields.parameterDescriptor);
  const data = takeString(d, fields.dataDescriptor);
  const call = { code, parameters, data };
  if (message.request) message.request.detail = call;
  if (!d.recording) return call;
  let first = true;
  for (const { letter, count } of itemsOf(parameters)) {
    if (d.left <= 0) break;
    switch (letter) {
      case 'W':
        d.record(first ? fields.level : fields.word);
        first = false;
        break;
      case 'L':
        d.record(fields.bufferLength);
        break;
      case 'P':
      case 'T':
        d.record(fields.word);
        break;
      case 'D':
        d.record(isServerEnum(code) ? fields.types : fields.double);
        break;
      case 'i':
        d.record(fields.double);
        break;
      case 'z':
        takeString(d, isServerEnum(code) ? fields.domain : fields.string);
        break;
      case 'b':
      case 'B':
        d.take(fields.characters, Math.min(count, d.left));
    }
  }
  return call;
}

const isServerEnum = (code: number): boolean => code === SERVER_ENUM2 || code === SERVER_ENUM3;

interface Answered {
  readonly convert: number;
  readonly count: number;
}

/** Error, converter, and what the request's descriptor says of the rest (2.5.2). */
function answer(d: Dissection, call: RapCall | undefined): Answered | undefined {
  if (call) d.generate(fields.asked, call.code);
  const convert = d.u16le(2);
  d.record(fields.status);
  if (!call || !d.recording) return undefined;
  let count = 1;
  for (const { letter } of itemsOf(call.parameters)) {
    if (d.left < 2) break;
    if (letter === 'e') {
      count = d.u16le(0);
      d.record(fields.entryCount);
    } else if (letter === 'h') d.record(call.parameters.includes('e') ? fields.availableCount : fields.availableBytes);
  }
  return { convert, count };
}

/** Entries as the data descriptor has them; strings lie after them, by offsets that the converter is taken from. */
function takeEntries(d: Dissection, { code, data }: RapCall, { convert, count }: Answered): void {
  const items = itemsOf(data);
  const size = items.reduce((n, item) => n + sizeOf(item), 0);
  const base = d.at;
  const names = fields.NAMED[code];
  const whole = d.open(fields.entries);
  for (let i = 0; i < count && size > 0 && d.left >= size; i++) {
    const one = d.open(fields.entry);
    items.forEach((item, k) => {
      takeItem(d, item, names?.[k], base - convert);
    });
    d.close(one);
  }
  d.at = d.end;
  d.close(whole);
}

function sizeOf({ letter, count }: Item): number {
  switch (letter) {
    case 'B':
    case 'b':
      return count;
    case 'W':
    case 'N':
      return 2 * count;
    case 'D':
    case 'z':
    case 'l':
      return 4 * count;
    default:
      return 0;
  }
}

function takeItem(d: Dissection, item: Item, name: Named, base: number): void {
  const size = sizeOf(item);
  if (item.letter === 'z') {
    stringAt(d, name !== undefined && isField(name) ? name : fields.string, base + d.u16le(0));
    d.skip(size);
  } else if (name !== undefined && isField(name)) d.take(name, size);
  else if (name !== undefined && name.size === size) d.record(name);
  else if (size > 0) d.take(fields.characters, size);
}

/** A string elsewhere in the data; the cursor stays. */
function stringAt(d: Dissection, field: Field, at: number): void {
  if (at < d.layer.start || at >= d.end) return;
  d.mark(field, at, Math.min(d.end, nullTerminated(d.bytes, at, d.end) + 1));
}

function takeString(d: Dissection, field: Field): string {
  const { at, bytes } = d;
  const stop = nullTerminated(bytes, at, d.end);
  d.take(field, Math.min(d.end, stop + 1) - at);
  return decodeText(bytes, at, stop, 'ascii');
}
