import { data } from './data/protocol.ts';
import { ethernet } from './ethernet/protocol.ts';
import { frame } from './frame/protocol.ts';
import { ipv4 } from './ipv4/protocol.ts';
import { messengerCommands } from './ms-msrp/commands/index.ts';
import { messenger } from './ms-msrp/protocol.ts';
import { messengerRules } from './ms-msrp/rules/index.ts';
import { nbss } from './nbss/protocol.ts';
import { smb1 } from './smb1/protocol.ts';
import { tcpPayload, tcpPort } from './tcp/keys.ts';
import { tcp } from './tcp/protocol.ts';
import { udpPayload, udpPort } from './udp/keys.ts';
import { udp } from './udp/protocol.ts';

/** Every protocol, from the link up. Adding one is a folder and a line here. */
export const protocols = [frame, data, ethernet, ipv4, tcp, udp, nbss, smb1(messengerCommands), messenger];

/** Every rule. */
export const rules = [...messengerRules];

/** The keys that the engine itself uses. */
export const wiring = { frame, data, tcpPort, tcpPayload, udpPort, udpPayload };
