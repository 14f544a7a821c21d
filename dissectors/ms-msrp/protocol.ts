import { protocol } from '#sdk';
import { abandoned } from './conversation.ts';
import { textMessage } from './keys.ts';

/**
 * The Messenger Service's own state. Its four SMB commands are read in SMB's layer (`commands/`); what it adds is the
 * message they make together.
 */
export const messenger = protocol({
  name: 'messenger',
  label: 'Messenger',
  title: 'Messenger Service',
  dissect() {},
  ended(flow, teller) {
    abandoned(flow, (message) => teller.observe(textMessage, message));
  },
});
