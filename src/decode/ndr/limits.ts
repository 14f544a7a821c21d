/** What one stub may cost; each is reached by a test. */
export const ndrLimits = {
  /** Fields of one stub; what follows is shown as one opaque run. */
  nodes: 65_536,
  /** Pointers that are followed one behind the other. */
  depth: 256,
  /** Numbers of one array that get a field each; the others of the array are one run. */
  elements: 4096,
  /** Observations of one stub. */
  observations: 64,
} as const;
