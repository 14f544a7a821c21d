import { readRequirements } from '#sdk';
import { DELIVERY } from './requirements/delivery.ts';
import { MESSAGES } from './requirements/messages.ts';
import { NAMES } from './requirements/names.ts';

/**
 * What MS-MSRP demands, in our words and in its order: level, how many of these words where it is not one, who must, what;
 * then the rules that test it (=>), or why a capture cannot show it (--). The client is whoever sends a message or calls,
 * the server the message server.
 */
export const msrpRequirements = [MESSAGES, NAMES, DELIVERY].flatMap((text) => readRequirements('MS-MSRP', text));
