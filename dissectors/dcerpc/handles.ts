import { type Dissection, type Field, field, limits, type NdrStub, specification, stateKey } from '#sdk';

const spec = specification('C706', 'https://pubs.opengroup.org/onlinepubs/9629399/chap6.htm')('6.1.6.4');

const opened = field('dcerpc.nt.open_frame', 'Handle opened in frame', 'uint', { generated: true, spec });
const closed = field('dcerpc.nt.close_frame', 'Handle closed in frame', 'uint', { generated: true, spec });
export const handleFields: readonly Field[] = [opened, closed];

const SIZE = 20;

interface Handle {
  readonly opened: number;
  closed: number;
}

/** Context handles of the whole capture: they are UUIDs, and a client may use them on several connections. */
const handles = stateKey<Map<string, Handle>>(() => new Map());

/**
 * Follows the context handles of a stub from the response that gave them to the call that takes nothing else, which
 * closes them.
 */
export function followHandles(d: Dissection, read: NdrStub, request: boolean): void {
  if (!d.recording || d.quoted) return;
  const places = read.handles;
  if (places.length === 0) return;
  const known = d.shared(handles);
  const frame = d.packet.number;
  const isClose = request && read.procedure!.idl.parameters.filter((it) => it.sent && it.in).length === 1;
  for (const { start, end } of places) {
    const id = Buffer.from(d.bytes.subarray(start, end)).toString('latin1');
    if (/^\0*$/.test(id)) continue;
    let handle = known.get(id);
    if (!handle) {
      // What goes both ways is where an enumeration stands, not what was opened.
      if (request || takes(read, 'out')) continue;
      if (known.size >= limits.contextHandles) {
        known.delete(known.keys().next().value!);
        d.reached('contextHandles');
      }
      handle = { opened: frame, closed: 0 };
      known.set(id, handle);
    }
    if (isClose && takes(read, 'out')) handle.closed = frame;
    d.generate(opened, handle.opened, start, end);
    if (handle.closed > 0) d.generate(closed, handle.closed, start, end);
  }
}

/** A stub that nobody reads may begin with a handle that is known, as most calls' do. */
export function followFirst(d: Dissection, request: boolean): void {
  if (!d.recording || d.quoted || !request || d.left < SIZE) return;
  const handle = d.shared(handles).get(Buffer.from(d.bytes.subarray(d.at, d.at + SIZE)).toString('latin1'));
  if (!handle) return;
  d.generate(opened, handle.opened, d.at, d.at + SIZE);
  if (handle.closed > 0) d.generate(closed, handle.closed, d.at, d.at + SIZE);
}

const takes = (read: NdrStub, direction: 'in' | 'out'): boolean =>
  read.procedure!.idl.parameters.some((it) => it.sent && it.in && it[direction]);
