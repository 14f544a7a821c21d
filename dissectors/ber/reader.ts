import type { Dissection, Field } from '#sdk';

/** An element of BER (X.690 8.1): where its contents lie, which may be beyond what was captured. */
export interface Element {
  /**
   * The identifier's first octet: class, whether it is constructed, and the number where that is below 31. Longer
   * numbers, which nothing here uses, all read as 31.
   */
  readonly tag: number;
  /** First byte of the identifier, of the contents, and after the contents. */
  readonly start: number;
  readonly content: number;
  readonly end: number;
  /** After the element: behind the end-of-contents octets where the length is indefinite. */
  readonly next: number;
}

const MORE = 0x80;
const LONG_NUMBER = 0x1f;
const CONSTRUCTED = 0x20;
const INDEFINITE = 0x80;
/** Octets of an identifier or a length beyond this are no sane encoding's. */
const LONGEST = 8;
/** Elements of indefinite length inside each other: each is looked through for its end. */
const DEEPEST = 8;

/** Reads identifier and length at the cursor; the cursor stays. */
export function element(d: Dissection): Element {
  const tag = d.u8(0);
  let offset = 1;
  if ((tag & LONG_NUMBER) === LONG_NUMBER) while (d.u8(offset++) & MORE) if (offset > LONGEST) d.fail(d.left + 1);
  const first = d.u8(offset++);
  const content = d.at + offset;
  if (first === INDEFINITE && tag & CONSTRUCTED) {
    const end = endOfContents(d.bytes, content, d.end, 0);
    // No end in sight: all that is there belongs to it.
    return { tag, start: d.at, content, end: end < 0 ? d.promised : end, next: end < 0 ? d.promised : end + 2 };
  }
  if (first < MORE) return { tag, start: d.at, content, end: content + first, next: content + first };
  const size = first & 0x7f;
  if (size > LONGEST) d.fail(d.left + 1);
  d.need(offset + size);
  const end = content + size + uint(d.bytes, content, size);
  return { tag, start: d.at, content: content + size, end, next: end };
}

function uint(b: Uint8Array, at: number, size: number): number {
  let n = 0;
  for (let i = 0; i < size; i++) n = n * 256 + b[at + i]!;
  return n;
}

/** Where the two null octets lie that end contents of indefinite length; -1 where there are none. */
function endOfContents(b: Uint8Array, from: number, end: number, depth: number): number {
  let at = from;
  while (at + 2 <= end) {
    if (b[at] === 0 && b[at + 1] === 0) return at;
    if ((b[at]! & LONG_NUMBER) === LONG_NUMBER) return -1;
    const first = b[at + 1]!;
    const constructed = (b[at]! & CONSTRUCTED) !== 0;
    at += 2;
    if (first === INDEFINITE) {
      if (!constructed || depth === DEEPEST) return -1;
      const inner = endOfContents(b, at, end, depth + 1);
      if (inner < 0) return -1;
      at = inner + 2;
    } else if (first < MORE) at += first;
    else {
      const size = first & 0x7f;
      if (size > 4 || at + size > end) return -1;
      at += size + uint(b, at, size);
    }
  }
  return -1;
}

/**
 * Reads what is inside an element in a window of its own, under a heading where one is given; afterwards the cursor is
 * behind the element. An element that is longer than its surroundings is read as far as it goes, then the layer ends.
 */
export function within(d: Dissection, it: Element, limit: string, read: () => void, heading?: Field): void {
  const { end, promised, limit: outer } = d;
  const node = heading ? d.open(heading) : -1;
  d.at = it.content;
  d.end = Math.min(end, it.end);
  d.promised = Math.min(promised, it.end);
  d.limit = limit;
  try {
    read();
  } finally {
    d.at = d.end;
    d.close(node);
    d.end = end;
    d.promised = promised;
    d.limit = outer;
  }
  d.at = Math.min(it.next, end);
  if (it.next > end) d.fail(it.next - d.at);
}

/** Every element from the cursor to the end of the window; what `read` leaves of one is passed over. */
export function elements(d: Dissection, limit: string, read: (it: Element) => void): void {
  while (d.left > 0) {
    const it = element(d);
    within(d, it, limit, () => read(it));
  }
}

/** How many elements there are from the cursor to the end of the window. */
export function childrenCount(d: Dissection): number {
  const { at } = d;
  let count = 0;
  while (d.left > 0) {
    count++;
    d.at = Math.min(d.end, element(d).next);
  }
  d.at = at;
  return count;
}
