import {
  bit,
  type Dissection,
  decodeText,
  type Field,
  field,
  type Layout,
  layout,
  nullTerminated,
  on,
  protocol,
  specification,
  u8,
  u16,
  u32,
  u32le,
} from '#sdk';
import { serverType } from '../smb1/keys.ts';
import { BROWSE, mailslotName } from './keys.ts';

const brws = specification('MS-BRWS', 'https://learn.microsoft.com/openspecs/windows_protocols/ms-brws/');
const little = true;

const HOST_ANNOUNCEMENT = 0x01;
const REQUEST_ANNOUNCEMENT = 0x02;
const ELECTION = 0x08;
const GET_BACKUP_LIST = 0x09;
const BACKUP_LIST = 0x0a;
const BECOME_BACKUP = 0x0b;
const DOMAIN_ANNOUNCEMENT = 0x0c;
const MASTER_ANNOUNCEMENT = 0x0d;
const RESET_STATE = 0x0e;
const LOCAL_MASTER_ANNOUNCEMENT = 0x0f;

const COMMANDS: Readonly<Record<number, string>> = {
  [HOST_ANNOUNCEMENT]: 'Host Announcement',
  [REQUEST_ANNOUNCEMENT]: 'Request Announcement',
  [ELECTION]: 'Browser Election Request',
  [GET_BACKUP_LIST]: 'Get Backup List Request',
  [BACKUP_LIST]: 'Get Backup List Response',
  [BECOME_BACKUP]: 'Become Backup Browser',
  [DOMAIN_ANNOUNCEMENT]: 'Domain/Workgroup Announcement',
  [MASTER_ANNOUNCEMENT]: 'Master Announcement',
  [RESET_STATE]: 'Reset Browser State Announcement',
  [LOCAL_MASTER_ANNOUNCEMENT]: 'Local Master Announcement',
};

const bits = (prefix: string, rows: Readonly<Record<string, readonly [string, number]>>): Field[] =>
  Object.entries(rows).map(([key, [label, mask]]) => bit(`${prefix}.${key}`, label, mask, { little }));

const layoutAt = <const K extends string>(section: string, parts: Parameters<typeof layout<K>>[1]): Layout<K> =>
  layout({ prefix: 'browser', little, spec: brws(section) }, parts);

const command = layoutAt('2.2', { command: u8('Opcode', { base: 'hex', names: COMMANDS }) });
const announced = layoutAt('2.2.1', {
  update_count: u8('UpdateCount'),
  period: u32('Periodicity'),
  server: { label: 'ServerName', kind: 'string', size: 16, encoding: 'oem' },
  os_major: u8('OSVersionMajor'),
  os_minor: u8('OSVersionMinor'),
  server_type: serverType(),
});
const version = layoutAt('2.2.1', {
  proto_major: u8('BrowserVersionMajor'),
  proto_minor: u8('BrowserVersionMinor'),
  sig: u16('Signature', { base: 'hex' }),
});
/** What Windows 9x has in the place of version and signature. */
const mysterious = layoutAt('2.2.6', { mysterious_field: u32('BrowserVersion and Signature', { base: 'hex' }) });
const requested = layoutAt('2.2.2', { unused: u8('Unused', { base: 'hex' }) });
const criteria = field('browser.election.criteria', 'Criteria', 'uint', {
  size: 4,
  base: 'hex',
  little,
  spec: brws('2.2.3'),
});
const electionVersion = layoutAt('2.2.3', { 'election.version': u8('Version') });
const election = layoutAt('2.2.3', {
  'election.desire': u8('Desire', {
    base: 'hex',
    bits: bits('browser.election.desire', {
      backup: ['Backup', 0x01],
      standby: ['Standby', 0x02],
      master: ['Master', 0x04],
      domain_master: ['Domain Master', 0x08],
      wins: ['WINS', 0x20],
      nt: ['NT', 0x80],
    }),
  }),
  proto_major: u8('Browser Protocol Major Version'),
  proto_minor: u8('Browser Protocol Minor Version'),
  'election.os': u8('Operating System', {
    base: 'hex',
    bits: bits('browser.election.os', { wfw: ['WfW', 0x01], ntw: ['NT Workstation', 0x10], nts: ['NT Server', 0x20] }),
  }),
});
const uptime = layoutAt('2.2.3', { uptime: u32('Uptime'), 'election.unused': u32('Unused') });
const backup = layoutAt('2.2.4', { 'backup.count': u8('Count'), 'backup.token': u32('Token', { base: 'dec' }) });
const reset = layoutAt('2.2.10', {
  reset_cmd: u8('Options', {
    base: 'hex',
    bits: bits('browser.reset_cmd', {
      demote: ['Demote LMB', 0x01],
      flush: ['Flush Browse List', 0x02],
      stop_lmb: ['Stop Being LMB', 0x04],
    }),
  }),
});

const name = (abbrev: string, label: string, section: string): Field =>
  field(abbrev, label, 'string', { encoding: 'oem', spec: brws(section) });
const comment = name('browser.comment', 'Comment', '2.2.1');
const master = name('browser.mb_server', 'MasterBrowserServerName', '2.2.6');
const computer = name('browser.response_computer_name', 'ResponseName', '2.2.2');
const candidate = name('browser.server', 'ServerName', '2.2.3');
const backupServer = name('browser.backup.server', 'BackupServerName', '2.2.5');
const promoted = name('browser.browser_to_promote', 'BrowserToPromote', '2.2.7');
const windows = field('browser.windows_version', 'Windows version', 'string', { generated: true });

/** Systems by the version that they announce. */
const WINDOWS: Readonly<Record<number, string>> = {
  0x0500: 'Windows 2000',
  0x0501: 'Windows XP',
  0x0502: 'Windows Server 2003 R2 or Windows Server 2003',
  0x0600: 'Windows Vista or Windows Server 2008',
  0x0601: 'Windows 7 or Windows Server 2008 R2',
};
const SIGNATURE = 0xaa55;

/** Computer Browser announcements and elections (MS-BRWS 2.2), written to \MAILSLOT\BROWSE. */
export const browser = protocol({
  name: 'browser',
  label: 'BROWSER',
  title: 'Microsoft Windows Browser Protocol',
  layouts: [command, announced, version, mysterious, requested, electionVersion, election, uptime, backup, reset],
  fields: [criteria, comment, master, computer, candidate, backupServer, promoted, windows],
  routes: [on(mailslotName, BROWSE)],
  spec: brws('2.2'),
  carries: () => [],
  dissect(d) {
    const code = d.u8(0);
    d.record(command);
    switch (code) {
      case HOST_ANNOUNCEMENT:
      case LOCAL_MASTER_ANNOUNCEMENT:
        return announcement(d, comment, false);
      case DOMAIN_ANNOUNCEMENT:
        return announcement(d, master, true);
      case REQUEST_ANNOUNCEMENT:
        d.record(requested);
        return takeName(d, computer);
      case ELECTION:
        return elect(d);
      case GET_BACKUP_LIST:
        return d.record(backup);
      case BACKUP_LIST: {
        const count = d.u8(0);
        d.record(backup);
        for (let i = 0; i < count && d.left > 0; i++) takeName(d, backupServer);
        return;
      }
      case BECOME_BACKUP:
        return takeName(d, promoted);
      case MASTER_ANNOUNCEMENT:
        return takeName(d, master);
      case RESET_STATE:
        return d.record(reset);
    }
    d.data(d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const { start, end } = layer;
    if (end <= start) return;
    const code = bytes[start]!;
    out.ascii(COMMANDS[code] ?? `Unknown command 0x${code.toString(16).padStart(2, '0')}`);
    const at = start + (NAME_AT[code] ?? end - start);
    if (at >= end) return;
    out.byte(0x20);
    out.text(decodeText(bytes, at, nullTerminated(bytes, at, end), 'oem'));
    const types = start + 1 + announced.offset.server_type;
    if (at !== start + NAMED_BY_ANNOUNCEMENT || types + 4 > end) return;
    const set = u32le(bytes, types);
    SERVER_TYPES.forEach((name, i) => {
      if ((set >>> i) & 1) out.ascii(`, ${name}`);
    });
  },
});

/** Bits of ServerType (MS-BRWS 2.2.1), from the lowest, by their usual short names. */
const SERVER_TYPES: readonly string[] = [
  'Workstation',
  'Server',
  'SQL Server',
  'Domain Controller',
  'Backup Controller',
  'Time Source',
  'Apple Server',
  'Novell Server',
  'Domain Member Server',
  'Print Queue Server',
  'Dialin Server',
  'Xenix Server',
  'NT Workstation',
  'Windows for Workgroups',
  'Unknown server type:14',
  'NT Server',
  'Potential Browser',
  'Backup Browser',
  'Master Browser',
  'Domain Master Browser',
  'OSF',
  'VMS',
  'Windows 95 or above',
  'DFS server',
  ...[24, 25, 26, 27, 28, 29].map((type) => `Unknown server type:${type}`),
  'Local List Only',
  'Domain Enum',
];

/** Of the three kinds that announce a server or a domain. */
const NAMED_BY_ANNOUNCEMENT = 6;
/** Where the name lies that Info shows. */
const NAME_AT: Readonly<Record<number, number>> = {
  [HOST_ANNOUNCEMENT]: NAMED_BY_ANNOUNCEMENT,
  [LOCAL_MASTER_ANNOUNCEMENT]: NAMED_BY_ANNOUNCEMENT,
  [DOMAIN_ANNOUNCEMENT]: NAMED_BY_ANNOUNCEMENT,
  [REQUEST_ANNOUNCEMENT]: 2,
  [BECOME_BACKUP]: 1,
  [MASTER_ANNOUNCEMENT]: 1,
};

function announcement(d: Dissection, last: Field, ofDomain: boolean): void {
  const { offset } = announced;
  const system = (d.u8(offset.os_major) << 8) | d.u8(offset.os_minor);
  d.record(announced);
  const meaning = WINDOWS[system];
  if (meaning !== undefined) d.generate(windows, meaning);
  d.record(ofDomain && d.u16le(version.offset.sig) !== SIGNATURE ? mysterious : version);
  if (d.left > 0) takeName(d, last);
}

function elect(d: Dissection): void {
  d.record(electionVersion);
  d.need(4);
  const node = d.open(criteria);
  d.record(election);
  d.close(node);
  d.record(uptime);
  takeName(d, candidate);
}

function takeName(d: Dissection, what: Field): void {
  d.take(what, Math.min(d.end, nullTerminated(d.bytes, d.at, d.end) + 1) - d.at);
}
