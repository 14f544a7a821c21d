import type { Dissection, Field } from '#sdk';
import type { SmbCommand } from '../../smb1/keys.ts';
import { newBlock } from '../block.ts';
import { answered, join } from '../conversation.ts';
import type { Block, Words } from '../keys.ts';
import { takeByteCount, takeRest, takeWords } from './parts.ts';

/** A request: its fields under a heading, and the block of a message that it is. What can be read of a short one stays. */
export function request(
  kind: Block['kind'],
  heading: Field,
  read: (d: Dissection, block: Block) => void,
): SmbCommand['request'] {
  return (d, message) => {
    const block = newBlock(d, kind, message.exchange);
    if (message.exchange) message.exchange.sent = block;
    const node = d.open(heading);
    try {
      read(d, block);
      takeRest(d);
      block.whole = true;
    } finally {
      d.close(node);
      join(d, block);
    }
  };
}

/** A response: WordCount, MessageGroupId where it has one, ByteCount. */
export function response(heading: Field, withGroup = false): SmbCommand['response'] {
  return (d, message) => {
    const words: Words = { words: 0, groupId: undefined };
    if (message.exchange) message.exchange.answered = words;
    const node = d.open(heading);
    try {
      takeWords(d, words, withGroup);
      takeByteCount(d);
      takeRest(d);
    } finally {
      d.close(node);
      answered(d, message);
    }
  };
}
