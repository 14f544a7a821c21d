/** Empties a list. Setting a length is a slow call, even to what it is. */
export function empty(list: unknown[]): void {
  if (list.length > 0) list.length = 0;
}
