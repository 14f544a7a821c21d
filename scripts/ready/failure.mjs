/** A failure that its message explains in full: it is printed as one line, without a stack. */
export class Failure extends Error {}
