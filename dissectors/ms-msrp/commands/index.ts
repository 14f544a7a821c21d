import { sendEnd } from './send-end.ts';
import { sendMessage } from './send-message.ts';
import { sendStart } from './send-start.ts';
import { sendText } from './send-text.ts';

export const messengerCommands = [sendMessage, sendStart, sendText, sendEnd];
