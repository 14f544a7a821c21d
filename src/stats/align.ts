/** What lies side by side in two lists: indices, -1 where one side has nothing. */
export type Pair = readonly [left: number, right: number];

/** Entries compared around the diagonal; beyond it lists are taken as they lie. */
const MOST = 4_000_000;

/** Aligns two lists of keys by their longest common subsequence. */
export function align(left: readonly string[], right: readonly string[]): Pair[] {
  let first = 0;
  while (first < left.length && first < right.length && left[first] === right[first]) first++;
  let tail = 0;
  while (tail < left.length - first && tail < right.length - first && left.at(-1 - tail) === right.at(-1 - tail))
    tail++;
  const pairs: Pair[] = [];
  for (let i = 0; i < first; i++) pairs.push([i, i]);
  const [a, b] = [left.slice(first, left.length - tail), right.slice(first, right.length - tail)];
  for (const [i, j] of middle(a, b)) pairs.push([i < 0 ? -1 : first + i, j < 0 ? -1 : first + j]);
  for (let i = tail; i > 0; i--) pairs.push([left.length - i, right.length - i]);
  return pairs;
}

function middle(a: readonly string[], b: readonly string[]): Pair[] {
  if (a.length * b.length > MOST) return byCount(a, b);
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) pairs.push([i++, -1]);
    else pairs.push([-1, j++]);
  }
  while (i < a.length) pairs.push([i++, -1]);
  while (j < b.length) pairs.push([-1, j++]);
  return pairs;
}

/** Of lists too long for it: the n-th of a key with the n-th of the same. */
function byCount(a: readonly string[], b: readonly string[]): Pair[] {
  const waiting = new Map<string, number[]>();
  b.forEach((key, j) => {
    const list = waiting.get(key);
    if (list) list.push(j);
    else waiting.set(key, [j]);
  });
  const taken = new Map([...waiting].map(([key]) => [key, 0]));
  const pairs: Pair[] = a.map((key, i) => {
    const at = taken.get(key);
    const j = at === undefined ? undefined : waiting.get(key)![at];
    if (j === undefined) return [i, -1];
    taken.set(key, at! + 1);
    return [i, j];
  });
  const used = new Set(pairs.map(([, j]) => j));
  b.forEach((_, j) => {
    if (!used.has(j)) pairs.push([-1, j]);
  });
  return pairs;
}
