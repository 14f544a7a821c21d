import { routeTable } from '#sdk';

/** What is written to a mailslot, by the mailslot's name. */
export const mailslotName = routeTable('mailslot.name');

/** \MAILSLOT\BROWSE and \MAILSLOT\LANMAN (MS-BRWS 2.1). */
export const BROWSE = 1;
/** \MAILSLOT\NET\NETLOGON, NTLOGON, and what GETDC's answers are sent to (MS-ADTS 6.3.5). */
export const NETLOGON = 2;
/** \MAILSLOT\MESSNGR (MS-MSRP 2.1). */
export const MESSENGER = 3;
const OTHER = 0;

const NAMES: readonly (readonly [RegExp, number])[] = [
  [/^\\mailslot\\(browse|lanman)$/i, BROWSE],
  [/^\\mailslot\\(net\\(netlogon|ntlogon|getdc.*)|temp\\netlogon.*)$/i, NETLOGON],
  [/^\\mailslot\\messngr$/i, MESSENGER],
];

export const mailslotOf = (name: string): number => NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? OTHER;

/** How a message is sent, for those that read what it carries. */
export { mailslotClass } from './layout.ts';
