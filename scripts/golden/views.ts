import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { program } from './program.ts';

/** One way of looking at a capture, and where its golden files lie. */
interface View {
  /** Folder under test/golden. */
  readonly name: string;
  readonly words: readonly string[];
  readonly extension: 'txt' | 'json';
  /** Samples it is kept of; all where undefined. */
  readonly only?: readonly string[];
  /** Samples it is not kept of: it shows nothing of what is special about them. */
  readonly except?: readonly string[];
}

/** Trees are long: one of each kind of link, a whole session of each kind, and what differs from them. */
const SMALL = [
  'icmp-quoted',
  'linktypes-ethernet',
  'linktypes-loop',
  'linktypes-null',
  'linktypes-ppp',
  'linktypes-raw',
  'linktypes-sll',
  'linktypes-sll2',
  'messenger-single',
];
const DETAILED = [
  ...SMALL,
  'messenger-fragments',
  'messenger-ipv6-vlan',
  'messenger-short',
  'messenger-single-unanswered',
  'messenger-violations-word-count',
  'netbios-session',
];
/** Those of which the service's own trees are kept, without the layers below it. */
const SERVICES = ['mailslot-messenger', 'mailslots', 'netbios-datagrams', 'netbios-names'];
const OWN = 'nbns,nbdgm,mailslot,browser,smb_netlogon,messngr';

/** Reports name every rule, whether it saw something or not. */
const JUDGED = ['messenger-single', 'messenger-short', 'messenger-violations-word-count'];

/** Calls over and over: their list and their verdicts say all, and those of the wrong ones their manifest. */
const TWINS = ['msgsvc-violations', 'wdsc-violations'];
const CALLS = [
  ...TWINS,
  'msgsvc-contradictions',
  'msgsvc-smb1',
  'msgsvc-smb2',
  'wdsc-field',
  'wdsc-impacket',
  'wdsc-sealed',
  'wdsc-signed',
];

const FIELDS = [
  'frame.number',
  'frame.time_epoch',
  'frame.len',
  'eth.type',
  'ip.src',
  'ip.dst',
  'ipv6.src',
  'ipv6.dst',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.seq',
  'tcp.len',
  'nbss.type',
  'nbss.length',
  'smb.cmd',
  'smb.nt_status',
  'smb.pid',
  'smb.mid',
  'smb.wct',
  'smb.bcc',
  'smb.mgid',
  'smb.originator_name',
  'smb.destination_name',
  'smb.message',
  '_ws.col.Protocol',
];

export const VIEWS: readonly View[] = [
  { name: 'summary', words: ['read'], extension: 'txt', except: TWINS },
  {
    name: 'fields',
    words: ['read', '-T', 'fields', '-E', 'header=y', ...FIELDS.flatMap((field) => ['-e', field])],
    extension: 'txt',
    except: CALLS,
  },
  { name: 'detail', words: ['read', '-V'], extension: 'txt', only: DETAILED },
  { name: 'services', words: ['read', '-V', '-O', OWN], extension: 'txt', only: SERVICES },
  { name: 'json', words: ['read', '-T', 'json'], extension: 'json', only: SMALL },
  { name: 'messages', words: ['messages'], extension: 'txt', except: CALLS },
  { name: 'messages-json', words: ['messages', '-T', 'json'], extension: 'json', except: CALLS },
  { name: 'check', words: ['check'], extension: 'txt' },
  { name: 'check-windows', words: ['check', '-p', 'windows'], extension: 'txt', except: TWINS },
  { name: 'check-json', words: ['check', '-T', 'json'], extension: 'json', only: JUDGED },
];

/** One golden file. */
export interface Golden {
  /** Under test/golden. */
  readonly path: string;
  readonly words: readonly string[];
}

/** Every golden file there should be, of the captures in `root`/samples. */
export function goldens(root: string): Golden[] {
  const samples = readdirSync(join(root, 'samples'))
    .filter((name) => /\.pcap(ng)?(\.\w+)?$/.test(name))
    .sort();
  const stem = (sample: string): string => sample.replace(/\.pcap(ng)?.*$/, '');
  return VIEWS.flatMap(({ name, words, extension, only, except }) => {
    const unknown = only?.filter((it) => !samples.some((sample) => stem(sample) === it)) ?? [];
    if (unknown.length > 0)
      throw new Error(`the view '${name}' is of samples that are not there: ${unknown.join(', ')}`);
    return samples
      .filter((sample) => only?.includes(stem(sample)) ?? !except?.includes(stem(sample)))
      .map((sample) => ({ path: `${name}/${stem(sample)}.${extension}`, words: [...words, `samples/${sample}`] }));
  });
}

/** Paths in outputs are those on the command line: it has to be run where the samples lie. */
export const contents = async ({ words }: Golden): Promise<Buffer> => {
  const { output } = await program(words);
  return words[0] === 'check' ? Buffer.from(output.toString('utf8').replaceAll(NOT_EXERCISED, 'others $1')) : output;
};

/** How many rules had nothing to look at grows with every rule that is written. */
const NOT_EXERCISED = /\d+ (not exercised)/g;
