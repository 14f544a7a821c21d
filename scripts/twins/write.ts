/**
 * Writes the twins of the recorded sessions, a capture each, to look at them:
 *
 *   node --import tsx scripts/twins/write.ts FOLDER
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writePcap } from '../../samples/make/index.ts';
import { messageTwins } from './messages.ts';
import { nameTwins } from './msgsvc.ts';
import { recorded, twinOf } from './twin.ts';
import { wdscTwins } from './wdsc.ts';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: scripts/twins/write.ts FOLDER');
mkdirSync(folder, { recursive: true });
for (const twin of [...wdscTwins, ...messageTwins, ...nameTwins]) {
  const { rule, message } = twin.finds[0]!;
  const session = await recorded(fileURLToPath(new URL(`../../samples/${twin.of}`, import.meta.url)));
  writePcap(`${folder}/${rule.replace('/', '-')}-${message}.pcap`, twinOf(session, twin));
}
