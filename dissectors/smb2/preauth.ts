import { type Dissection, sha512 } from '#sdk';
import type { Message } from './command.ts';
import { preauthHash } from './layout.ts';
import { sessionOf } from './state.ts';

/**
 * Preauthentication integrity (MS-SMB2 3.1.4.4.1): a hash over every negotiate and session setup message, each of which
 * is hashed together with the value before it. Dialects before 3.1.1 have no use for it, but before the answer nobody
 * knows the dialect. Worked out only where somebody asks for it.
 */
const START = new Uint8Array(64);

/** The connection's own (3.2.5.2, 3.3.5.4). */
export function hashNegotiate(d: Dissection, m: Message): void {
  const { connection } = m;
  if (!connection || !d.wants(preauthHash)) return;
  if (m.response && !m.request) return;
  connection.preauthHash = hash(d, m, m.response ? (connection.preauthHash ?? START) : START);
}

/** A session's, which goes on from the connection's (3.2.5.3, 3.3.5.5). */
export function hashSetup(d: Dissection, m: Message): void {
  const { connection, request } = m;
  if (!connection || !request || !d.wants(preauthHash)) return;
  const session = sessionOf(m);
  if (!m.response) {
    request.preauthHash = hash(d, m, session?.preauthHash ?? connection.preauthHash ?? START);
    return;
  }
  // The answer that grants the session is no part of its value.
  if (m.status !== 0) {
    const value = hash(d, m, request.preauthHash ?? START);
    if (session) session.preauthHash = value;
    return;
  }
  if (request.preauthHash) d.generate(preauthHash, request.preauthHash);
  if (session) session.preauthHash = undefined;
}

function hash(d: Dissection, m: Message, before: Uint8Array): Uint8Array {
  const value = sha512(before, d.bytes, m.start, d.end);
  d.generate(preauthHash, value, m.start, d.end);
  return value;
}
