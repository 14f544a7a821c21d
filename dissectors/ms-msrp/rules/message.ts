import type { PduView } from '#sdk';
import { type Block, blockOf, type TextMessage, textBytes } from '../keys.ts';

/** The block that a request is, with its message; undecided where the conversation is not followed. */
export function joined(it: PduView, undecided: () => never): Block & { readonly message: TextMessage } {
  const block = blockOf(it);
  return block?.message ? (block as Block & { message: TextMessage }) : undecided();
}

/** The blocks of its message up to this one: later ones may have come in the same frame. */
export function upTo(block: Block, undecided: () => never): readonly Block[] {
  const blocks = block.message?.blocks ?? [];
  const at = blocks.indexOf(block);
  return at < 0 || block.message?.lossy ? undecided() : blocks.slice(0, at + 1);
}

/** The same of a message whose beginning was seen; without the responses nobody knows whether it was refused. */
export function wholeUpTo(block: Block, undecided: () => never): readonly Block[] {
  const { message } = block;
  return message?.begun && message.flow.bothWays ? upTo(block, undecided) : undecided();
}

/** Bytes of text once this block takes its message over a limit; undefined before and after. */
export function over(limit: number, it: PduView, undecided: () => never): number | undefined {
  const blocks = upTo(joined(it, undecided), undecided);
  const bytes = textBytes(blocks);
  return bytes > limit && textBytes(blocks.slice(0, -1)) <= limit ? bytes : undefined;
}
