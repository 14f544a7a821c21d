/**
 * The index of what is judged: a protocol's rules are listed here, and the requirements they trace. Apart from the index
 * of protocols, because their examples cost a third of a start, and only a run that judges needs them.
 */
import { ndrRules } from './dcerpc/rules/index.ts';
import { frameRules } from './frame/rules/index.ts';
import icmpChecksum from './icmp/rules/checksum.ts';
import { ipRules } from './ipv4/rules/index.ts';
import { msrpRequirements } from './ms-msrp/requirements.ts';
import { messengerRules } from './ms-msrp/rules/index.ts';
import { wdscRequirements } from './ms-wdsc/requirements.ts';
import { wdscRules } from './ms-wdsc/rules/index.ts';
import { tcpRules } from './tcp/rules/index.ts';
import udpChecksum from './udp/rules/checksum.ts';

/** Every rule. */
export const rules = [
  ...frameRules,
  ...ipRules,
  icmpChecksum,
  ...tcpRules,
  udpChecksum,
  ...messengerRules,
  ...wdscRules,
  ...ndrRules,
];

/** What the documents demand, and what is done about it. */
export const requirements = [...msrpRequirements, ...wdscRequirements];
