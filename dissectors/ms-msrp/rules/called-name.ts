import type { PduView } from '#sdk';
import { type NetbiosName, session } from '../../nbss/keys.ts';

/** The name that the session was opened to; undecided where no session request was seen, as on port 445. */
export const calledName = ({ packet }: PduView, undecided: () => never): NetbiosName =>
  packet.flow?.peek(session)?.called ?? undecided();
